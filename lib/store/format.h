/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_FORMAT_H
#define FAQ_STORE_FORMAT_H

/*
 * format-v1: the index file, byte by byte. All numbers are little-endian. There are no pointers;
 * offsets count from the start of the file unless said otherwise.
 *
 *      0  header block    4096 bytes
 *   4096  slot A          4096 bytes
 *   8192  slot B          4096 bytes
 *  12288  sections ...    each at a multiple of 64, appended by commits
 *
 * Header block
 *      0  16  magic        "faqsearch index\n"
 *     16   4  version      1
 *     20   4  endian       0x01020304
 *     24   8  compat       flags an old reader may ignore              (none defined)
 *     32   8  ro_compat    flags an old reader may ignore, a writer not (none defined)
 *     40   8  incompat     flags an old reader must refuse             (none defined)
 *     48  16  uuid         of the index; kept by compaction
 *     64      zeros
 *   4088   8  checksum     XXH3-64 of bytes 0 .. 4087
 *
 * Slot: where the newest commit is. Commits alternate between A and B; the valid slot with the
 * higher generation counts. All zeros: never written.
 *      0   8  magic        "faqslot\n"
 *      8   8  generation   1 and up
 *     16   8  offset       of the manifest's section header
 *     24   8  length       of the manifest's payload
 *     32   8  manifest     XXH3-64 of that payload
 *     40   8  end          first byte after everything this commit names
 *     48      zeros
 *   4088   8  checksum     XXH3-64 of bytes 0 .. 4087
 *
 * Section: a header, then the payload, then zeros up to a multiple of 64.
 *      0   4  magic        "FAQs"
 *      4   4  type         faq_section_type
 *      8   4  segment      1 and up; 0 for sections of the whole index
 *     12   4  zeros
 *     16   8  length       of the payload in bytes
 *     24   8  count        of what it holds; what that is stands with the type
 *     32   8  payload      XXH3-64 of the payload
 *     40  16  zeros
 *     56   8  checksum     XXH3-64 of bytes 0 .. 55
 *     64      payload
 *
 * Manifest payload: the sections of one commit.
 *      0   8  generation
 *      8   4  next segment number
 *     12   4  n            number of sections
 *     16  40n the sections, by segment, then type, then offset:
 *             type u32, segment u32, offset u64 (of the header), length u64, count u64, checksum
 * u64
 *
 * What the payloads of the other types are stands with their modules (see faq_section_type). A
 * section whose type has bit 31 set is optional: a reader that does not know it goes on without;
 * any other unknown type is refused as another version. A section named in the manifest is never
 * changed afterwards.
 */

#include <stdint.h>

#define FAQ_FORMAT_VERSION 1u
#define FAQ_FORMAT_MAGIC "faqsearch index\n"
#define FAQ_FORMAT_ENDIAN 0x01020304u
#define FAQ_RO_COMPAT_OFFSET 32u
#define FAQ_SLOT_MAGIC "faqslot\n"
#define FAQ_SECTION_MAGIC 0x73514146u /* "FAQs" */

#define FAQ_BLOCK_BYTES 4096u
#define FAQ_SLOT_OFFSET 4096u
#define FAQ_DATA_OFFSET 12288u
#define FAQ_SECTION_ALIGN 64u
#define FAQ_SECTION_HEADER_BYTES 64u
#define FAQ_MANIFEST_HEAD_BYTES 16u
#define FAQ_MANIFEST_ITEM_BYTES 40u
#define FAQ_UUID_BYTES 16u

/* Files up to this size have every checksum verified when they are opened. */
#define FAQ_VERIFY_BYTES (32u << 20)

#define FAQ_SECTION_OPTIONAL 0x80000000u

typedef enum faq_section_type {
    /* of the whole index */
    FAQ_SECTION_MANIFEST = 1,
    FAQ_SECTION_SETTINGS = 2, /* store/settings.h; count: settings */
    FAQ_SECTION_EPOCH = 3,    /* index/epoch.h; count: 1 */
    /* of a segment */
    FAQ_SECTION_TERMS = 16,        /* index/terms.h; count: terms */
    FAQ_SECTION_TERM_BLOCKS = 17,  /* index/terms.h; count: blocks */
    FAQ_SECTION_TERM_BUCKETS = 18, /* index/terms.h; count: buckets */
    FAQ_SECTION_POSTINGS = 19,     /* index/postings.h; count: words of 4 bytes */
    FAQ_SECTION_ROW_STARTS = 20,   /* u32: first row of each entry, then of none; count: entries */
    FAQ_SECTION_WEIGHTS = 21,      /* index/epoch.h; count: terms */
    FAQ_SECTION_LENGTHS = 22,      /* index/epoch.h; count: rows */
    FAQ_SECTION_ATTRIBUTES = 23,   /* text attributes by mask bit, length-prefixed; count: names */
    FAQ_SECTION_KEYS = 32,         /* store/keys.h; count: entries */
    FAQ_SECTION_KEY_STARTS = 33,   /* store/keys.h; count: entries */
    FAQ_SECTION_KEY_SLOTS = 34,    /* store/keys.h; count: slots */
    FAQ_SECTION_DOCUMENTS = 35,    /* store/documents.h; count: entries */
    FAQ_SECTION_DOCUMENT_BLOCKS = 36, /* store/documents.h; count: blocks */
    FAQ_SECTION_DICTIONARY = 37,      /* store/documents.h: zstd dictionary; count: 1 */
    FAQ_SECTION_HASHES = 38,          /* u64: XXH3-64 of each entry's record; count: entries */
    FAQ_SECTION_COUNTERS = 39,        /* store/counters.h; count: entries */
    FAQ_SECTION_COLUMN = 40,          /* store/columns.h, several a segment; count: entries */
    FAQ_SECTION_DELETIONS = 41,       /* a bit for each deleted entry, u64 words; count: deleted */
} faq_section_type;

/* The name of a type for people; NULL when this version knows none. */
const char *faq_section_name(uint32_t type);

#endif
