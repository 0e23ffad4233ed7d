// SPDX-License-Identifier: GPL-2.0
/*
 * Runs a fuzzer's entry over files, without libFuzzer: for coverage by any compiler, and for gdb.
 *
 *	fuzz_tcb FILE...
 */
#include "fuzz.h"

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		/* Exactly as large as the input: what is read behind it is behind the allocation */
		size_t size = 0;
		u8 *data;

		if (!file || fseek(file, 0, SEEK_END)) {
			perror(argv[i]);
			return 1;
		}
		size = ftell(file);
		rewind(file);
		data = malloc(size ? size : 1);
		if (!data || fread(data, 1, size, file) != size) {
			perror(argv[i]);
			return 1;
		}
		fclose(file);
		LLVMFuzzerTestOneInput(data, size);
		free(data);
	}
	printf("%d inputs replayed\n", argc - 1);
	return 0;
}
