/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The test vectors of RFC 9235 4 and 5 for IPv4, as data. For ao_kunit.c alone.
 */
#ifndef TN_KUNIT_AO_VECTORS_H
#define TN_KUNIT_AO_VECTORS_H

#include "tcp/ao.h"

#define MASTER		"testvector"	/* RFC 9235 3.1.2 */

static const struct vector {
	const char *name;
	u8 alg;
	bool options;
	u32 sisn, disn;
	const char *key;	/* traffic key */
	const char *packet[5];	/* from its IPv4 header on */
} vectors[] = {
	{
		.name = "4.1.1 SYN", .alg = TN_AO_SHA1, .options = true,
		.sisn = 0xfbfbab5a, .disn = 0x00000000,
		.key = "6d63ef1b02fe1509d4b1402707fd7b0416abb74f",
		.packet = {
			"45e0004cdd0f4000ff06bf6b0a0b0c0dac1b1c1de9d700b3fbfbab5a00000000",
			"e002ffffcac40000020405b4010303080402080a00155ab7000000001d103d54",
			"2ee437c6f8ede6d7c4d602e7",
		},
	},
	{
		.name = "4.1.2 SYN-ACK", .alg = TN_AO_SHA1, .options = true,
		.sisn = 0x11c14261, .disn = 0xfbfbab5a,
		.key = "d9e217e4834a80ca2f3fd8de2e41b8e6797fea96",
		.packet = {
			"45e0004c65064000ff063775ac1b1c1d0a0b0c0d00b3e9d711c14261fbfbab5b",
			"e012ffff37760000020405b4010303080402080a84a50beb00155ab71d10543d",
			"eeab0fe24c3010815116b3be",
		},
	},
	{
		.name = "4.1.3 client's data", .alg = TN_AO_SHA1, .options = true,
		.sisn = 0xfbfbab5a, .disn = 0x11c14261,
		.key = "d2e59c65ffc7b1a39347656463b70edc24a13d71",
		.packet = {
			"45e0008736a14000ff06659f0a0b0c0dac1b1c1de9d700b3fbfbab5b11c14262",
			"c0180104a16200000101080a00155ac184a50beb1d103d547064cf998cc6c315",
			"c2c2e2bfffffffffffffffffffffffffffffffff00430104dabf00b40a0b0c0d",
			"260206010400010001020280000202020002024200020641040000dabf020840",
			"06006400010100",
		},
	},
	{
		.name = "4.1.4 server's data", .alg = TN_AO_SHA1, .options = true,
		.sisn = 0x11c14261, .disn = 0xfbfbab5a,
		.key = "d9e217e4834a80ca2f3fd8de2e41b8e6797fea96",
		.packet = {
			"45e000871fa94000ff067c97ac1b1c1d0a0b0c0d00b3e9d711c14262fbfbab9e",
			"c0180100400c00000101080a84a50bf500155ac11d10543da63f0ecbbb2e635c",
			"954deac7ffffffffffffffffffffffffffffffff00430104dac000b4ac1b1c1d",
			"260206010400010001020280000202020002024200020641040000dac0020840",
			"06006400010100",
		},
	},
	{
		.name = "4.2.1 SYN", .alg = TN_AO_SHA1, .options = false,
		.sisn = 0xcb0efbee, .disn = 0x00000000,
		.key = "30eaa1560cf0be57dab5c045229fb10a423cd7ea",
		.packet = {
			"45e0004c53994000ff0648e20a0b0c0dac1b1c1dff1200b3cb0efbee00000000",
			"e002ffff541f0000020405b4010303080402080a00024cce000000001d103d54",
			"80af3cfeb85368937b8f9ec2",
		},
	},
	{
		.name = "4.2.2 SYN-ACK", .alg = TN_AO_SHA1, .options = false,
		.sisn = 0xacd5b5e1, .disn = 0xcb0efbee,
		.key = "b5b2896bb3664e8176b0edc6e799524101a8307f",
		.packet = {
			"45e0004c32844000ff0669f7ac1b1c1d0a0b0c0d00b3ff12acd5b5e1cb0efbef",
			"e012ffff388e0000020405b4010303080402080a576772f300024cce1d10543d",
			"09306f9acea63a8c68cb9a70",
		},
	},
	{
		.name = "4.2.3 client's data", .alg = TN_AO_SHA1, .options = false,
		.sisn = 0xcb0efbee, .disn = 0xacd5b5e1,
		.key = "f3db1793d7910ecd806c34f155ea1f00345953e3",
		.packet = {
			"45e00087a8f54000ff06f34a0a0b0c0dac1b1c1dff1200b3cb0efbefacd5b5e2",
			"c01801046c4500000101080a00024cce576772f31d103d54710608cc696c03a2",
			"71c93aa5ffffffffffffffffffffffffffffffff00430104dabf00b40a0b0c0d",
			"260206010400010001020280000202020002024200020641040000dabf020840",
			"06006400010100",
		},
	},
	{
		.name = "4.2.4 server's data", .alg = TN_AO_SHA1, .options = false,
		.sisn = 0xacd5b5e1, .disn = 0xcb0efbee,
		.key = "b5b2896bb3664e8176b0edc6e799524101a8307f",
		.packet = {
			"45e0008754374000ff064809ac1b1c1d0a0b0c0d00b3ff12acd5b5e2cb0efc32",
			"c018010046b600000101080a576772f300024cce1d10543d97766e48ac262de9",
			"ae61b4f9ffffffffffffffffffffffffffffffff00430104dac000b4ac1b1c1d",
			"260206010400010001020280000202020002024200020641040000dac0020840",
			"06006400010100",
		},
	},
	{
		.name = "5.1.1 SYN", .alg = TN_AO_CMAC, .options = true,
		.sisn = 0x787a1ddf, .disn = 0x00000000,
		.key = "f5b8b3d5f34fdbb6eb8d4ab9660e60e3",
		.packet = {
			"45e0004c7b9f4000ff0620dc0a0b0c0dac1b1c1dc4fa00b3787a1ddf00000000",
			"e002ffff5a0f0000020405b4010303080402080a00017ed0000000001d103d54",
			"e477e99c8040765498e55091",
		},
	},
	{
		.name = "5.1.2 SYN-ACK", .alg = TN_AO_CMAC, .options = true,
		.sisn = 0xfadd6de9, .disn = 0x787a1ddf,
		.key = "4bc7571a486f3264bbd888474066b4b1",
		.packet = {
			"45e0004c4bad4000ff0650ceac1b1c1d0a0b0c0d00b3c4fafadd6de9787a1de0",
			"e012fffff3f20000020405b4010303080402080a93f4e9e800017ed01d10543d",
			"d6ada7bc4cdd536d1769db5f",
		},
	},
	{
		.name = "5.1.3 client's data", .alg = TN_AO_CMAC, .options = true,
		.sisn = 0x787a1ddf, .disn = 0xfadd6de9,
		.key = "8c8ae0e8371ec5cbb97ea79d90418391",
		.packet = {
			"45e00087fb4f4000ff06a0f00a0b0c0dac1b1c1dc4fa00b3787a1de0fadd6dea",
			"c0180104950500000101080a00017ed093f4e9e81d103d5477412742fa4dc433",
			"eff0973effffffffffffffffffffffffffffffff00430104dabf00b40a0b0c0d",
			"260206010400010001020280000202020002024200020641040000dabf020840",
			"06006400010100",
		},
	},
	{
		.name = "5.1.4 server's data", .alg = TN_AO_CMAC, .options = true,
		.sisn = 0xfadd6de9, .disn = 0x787a1ddf,
		.key = "4bc7571a486f3264bbd888474066b4b1",
		.packet = {
			"45e00087b9144000ff06e32bac1b1c1d0a0b0c0d00b3c4fafadd6dea787a1e23",
			"c0180100e7db00000101080a93f4e9e800017ed01d10543df6d965a78382a748",
			"45f72dacffffffffffffffffffffffffffffffff00430104dac000b4ac1b1c1d",
			"260206010400010001020280000202020002024200020641040000dac0020840",
			"06006400010100",
		},
	},
	{
		.name = "5.2.1 SYN", .alg = TN_AO_CMAC, .options = false,
		.sisn = 0x389bed71, .disn = 0x00000000,
		.key = "2cdbae1392c49449fa92c4509735d50e",
		.packet = {
			"45e0004cf22e4000ff06aa4c0a0b0c0dac1b1c1dda1c00b3389bed7100000000",
			"e002ffff70bf0000020405b4010303080402080a000185e1000000001d103d54",
			"c44e60cb31f7c0b1de3d2749",
		},
	},
	{
		.name = "5.2.2 SYN-ACK", .alg = TN_AO_CMAC, .options = false,
		.sisn = 0xd3844a6f, .disn = 0x389bed71,
		.key = "3ce67a551869506b6347b633c50a624a",
		.packet = {
			"45e0004c6cc04000ff062fbbac1b1c1d0a0b0c0d00b3da1cd3844a6f389bed72",
			"e012ffffe4450000020405b4010303080402080ace459838000185e11d10543d",
			"3a6abb207e49b1be7136db90",
		},
	},
	{
		.name = "5.2.3 client's data", .alg = TN_AO_CMAC, .options = false,
		.sisn = 0x389bed71, .disn = 0xd3844a6f,
		.key = "035bc400a341ffe595f59f58005006ca",
		.packet = {
			"45e00087ee914000ff06adae0a0b0c0dac1b1c1dda1c00b3389bed72d3844a70",
			"c0180104885100000101080a000185e1ce4598381d103d547585e9e9d5c3ec85",
			"7b96f837ffffffffffffffffffffffffffffffff00430104dabf00b40a0b0c0d",
			"260206010400010001020280000202020002024200020641040000dabf020840",
			"06006400010100",
		},
	},
	{
		.name = "5.2.4 server's data", .alg = TN_AO_CMAC, .options = false,
		.sisn = 0xd3844a6f, .disn = 0x389bed71,
		.key = "3ce67a551869506b6347b633c50a624a",
		.packet = {
			"45e000876a214000ff06321fac1b1c1d0a0b0c0d00b3da1cd3844a70389bed72",
			"c0180100044900000101080ace459838000185e11d10543d5c040fd923330476",
			"5c0982f4ffffffffffffffffffffffffffffffff00430104dac000b4ac1b1c1d",
			"260206010400010001020280000202020002024200020641040000dac0020840",
			"06006400010100",
		},
	},
};

#endif
