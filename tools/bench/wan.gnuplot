# SPDX-License-Identifier: GPL-2.0
#
# gnuplot -c tools/bench/wan.gnuplot CSV SVG - the plots of `tandem bench --wan --csv CSV`.

set terminal svg size 960,860 dynamic font 'sans,11' background rgb 'white'
set output ARG2
set datafile separator ','
senders = system("awk -F, 'NR > 1 && !seen[$2]++ { print $2 }' ".ARG1)
rows(what, sender) = sprintf("< awk -F, '$1 == \"%s\" && $2 == \"%s\"' %s", what, sender, ARG1)
set style fill solid 0.7
set grid
set multiplot layout 2,2

set title 'one connection, with loss'
set ylabel 'Mb/s'
set boxwidth 0.7
set xrange [0.3:words(senders) + 0.7]
set yrange [0:]
set xtics rotate by -35 ()
do for [i = 1:words(senders)] { set xtics add (word(senders, i) i) }
plot for [i = 1:words(senders)] rows('long', word(senders, i)) using (i):5 with boxes lc i notitle

set title '100 KB connections, with loss'
set ylabel 'percent that have ended'
set xlabel 'seconds'
set logscale x
set xrange [0.3:3]
set xtics norotate (0.3, 0.5, 1, 2, 3)
set yrange [0:100]
set key bottom right
plot for [i = 1:words(senders)] rows('short', word(senders, i)) using 7:4 with lines lc i lw 1.5 \
	title word(senders, i)

set title 'beside one of native CUBIC, no loss'
set ylabel 'percent of what both get'
set xlabel 'queue, bandwidth-delay products'
set xtics autofreq
set logscale x 2
set xrange [0.4:5]
set key bottom left
plot 55 with lines dt 2 lc rgb 'gray40' title '55 %', for [i = 1:words(senders)] \
	rows('share', word(senders, i)) using 3:($5 * 100 / ($5 + $6)) smooth unique \
	with linespoints lc i lw 1.5 title word(senders, i)

set title 'round trip time beside it'
set ylabel 'ms'
set yrange [0:*]
set key top left
plot for [i = 1:words(senders)] rows('share', word(senders, i)) using 3:10 smooth unique \
	with linespoints lc i lw 1.5 title word(senders, i)
unset multiplot
