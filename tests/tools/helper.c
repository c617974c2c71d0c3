/* SPDX-License-Identifier: MIT */
/*
 * What the tests of the command line cannot do with a shell:
 *
 *   helper hold INDEX           holds the writer's lock until standard input ends; says "held"
 *   helper flip FILE OFFSET     turns the bits of a byte over
 *   helper header FILE OFFSET N writes N as 32 bits into the header and mends its checksum
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <faqsearch/faqsearch.h>

#include "base/hash.h"
#include "store/format.h"

static int hold(const char *path)
{
    faq_writer *writer;
    faq_error err = {0};
    if (faq_writer_begin(&writer, path, NULL, &err)) {
        fprintf(stderr, "helper: %s\n", err.message);
        return 1;
    }
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    faq_writer_rollback(writer);
    return 0;
}

static int flip(const char *path, long offset)
{
    FILE *file = fopen(path, "r+b");
    if (!file || fseek(file, offset, SEEK_SET))
        return 1;
    int byte = getc(file);
    if (byte == EOF || fseek(file, offset, SEEK_SET))
        return 1;
    putc(byte ^ 0xFF, file);
    return fclose(file) != 0;
}

static void store(uint8_t *to, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        to[i] = (uint8_t)(number >> 8 * i);
}

static int patch_header(const char *path, size_t offset, uint64_t number)
{
    uint8_t block[FAQ_BLOCK_BYTES];
    FILE *file = fopen(path, "r+b");
    if (!file || offset > sizeof block - 16 || fread(block, sizeof block, 1, file) != 1)
        return 1;
    store(block + offset, number, 4);
    faq_str sealed = {(const char *)block, sizeof block - 8};
    store(block + sizeof block - 8, faq_hash(sealed), 8);
    rewind(file);
    fwrite(block, sizeof block, 1, file);
    return fclose(file) != 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "hold") == 0)
        return hold(argv[2]);
    if (argc == 4 && strcmp(argv[1], "flip") == 0)
        return flip(argv[2], strtol(argv[3], NULL, 10));
    if (argc == 5 && strcmp(argv[1], "header") == 0)
        return patch_header(argv[2], strtoul(argv[3], NULL, 10), strtoull(argv[4], NULL, 10));
    return 2;
}
