/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * What every target defines, as libFuzzer calls it: any bytes may come, and nothing but a status
 * may come of them. Linked with replay.c a target runs its corpus as an ordinary test; linked with
 * -fsanitize=fuzzer it looks for more (tests/fuzz/meson.build).
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
