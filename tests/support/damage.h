/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_DAMAGE_H
#define TESTS_SUPPORT_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Make all checksums of an index file right again after its bytes were changed: sections, manifests
 * and their items, slots, header. What lies outside of the file is left alone. So a reader meets
 * damage that no checksum shows.
 */
void test_repair_checksums(uint8_t *bytes, size_t len);

#endif
