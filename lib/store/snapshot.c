/* SPDX-License-Identifier: MIT */
/*
 * Opening goes header, slots, manifest; each is checksummed, and nothing is used before its extent
 * is known to lie in the file. A slot that fails is passed over for the other one: after a crash
 * in the middle of a commit that is the commit before.
 */
#include "store/snapshot.h"

#include <errno.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

const char *faq_section_name(uint32_t type)
{
    static const struct {
        uint32_t type;
        const char *name;
    } names[] = {
        {FAQ_SECTION_MANIFEST, "manifest"},
        {FAQ_SECTION_SETTINGS, "settings"},
        {FAQ_SECTION_EPOCH, "epoch"},
        {FAQ_SECTION_TERMS, "terms"},
        {FAQ_SECTION_TERM_BLOCKS, "term blocks"},
        {FAQ_SECTION_TERM_BUCKETS, "term buckets"},
        {FAQ_SECTION_POSTINGS, "postings"},
        {FAQ_SECTION_ROW_STARTS, "row starts"},
        {FAQ_SECTION_WEIGHTS, "weights"},
        {FAQ_SECTION_LENGTHS, "lengths"},
        {FAQ_SECTION_ATTRIBUTES, "attributes"},
        {FAQ_SECTION_KEYS, "keys"},
        {FAQ_SECTION_KEY_STARTS, "key starts"},
        {FAQ_SECTION_KEY_SLOTS, "key slots"},
        {FAQ_SECTION_DOCUMENTS, "documents"},
        {FAQ_SECTION_DOCUMENT_BLOCKS, "document blocks"},
        {FAQ_SECTION_DICTIONARY, "dictionary"},
        {FAQ_SECTION_HASHES, "hashes"},
        {FAQ_SECTION_COUNTERS, "counters"},
        {FAQ_SECTION_COLUMN, "column"},
        {FAQ_SECTION_DELETIONS, "deletions"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type == type)
            return names[i].name;
    }
    return NULL;
}

static uint64_t hash_of(const uint8_t *at, uint64_t len)
{
    return faq_hash((faq_str){(const char *)at, (size_t)len});
}

static bool block_is_sound(const uint8_t *block)
{
    return hash_of(block, FAQ_BLOCK_BYTES - 8) == faq_load_u64(block + FAQ_BLOCK_BYTES - 8);
}

static bool all_zero(const uint8_t *at, uint64_t len)
{
    for (uint64_t i = 0; i < len; i++) {
        if (at[i])
            return false;
    }
    return true;
}

/* ---- header and slots */

static faq_status check_header(const uint8_t *at, uint64_t len, const char *path, faq_error *err)
{
    size_t magic = sizeof FAQ_FORMAT_MAGIC - 1;
    if (len < magic || memcmp(at, FAQ_FORMAT_MAGIC, magic) != 0)
        return faq_fail(err, FAQ_NOT_INDEX, 0, "%s is not a faqsearch index", path);
    if (len < FAQ_DATA_OFFSET)
        return faq_fail(err, FAQ_CORRUPT, len, "%s is cut off after %llu bytes", path,
                        (unsigned long long)len);
    if (!block_is_sound(at))
        return faq_corrupt(err, 0, "the header's checksum is wrong");
    uint32_t version = faq_load_u32(at + 16);
    uint64_t incompat = faq_load_u64(at + 40);
    if (faq_load_u32(at + 20) != FAQ_FORMAT_ENDIAN)
        return faq_corrupt(err, 20, "the endian tag is wrong");
    if (version != FAQ_FORMAT_VERSION || incompat)
        return faq_fail(err, FAQ_VERSION, 16,
                        "%s has format version %u%s, this faqsearch reads version %u", path,
                        (unsigned)version, incompat ? " with newer features" : "",
                        FAQ_FORMAT_VERSION);
    return FAQ_OK;
}

static faq_slot read_slot(const uint8_t *block)
{
    faq_slot slot = {0};
    if (all_zero(block, FAQ_BLOCK_BYTES))
        return slot;
    if (!block_is_sound(block) || memcmp(block, FAQ_SLOT_MAGIC, 8) != 0) {
        slot.damaged = true;
        return slot;
    }
    slot.generation = faq_load_u64(block + 8);
    slot.offset = faq_load_u64(block + 16);
    slot.length = faq_load_u64(block + 24);
    slot.manifest = faq_load_u64(block + 32);
    slot.end = faq_load_u64(block + 40);
    return slot;
}

/* Does the slot's manifest lie in the file, intact? */
static bool slot_holds(const faq_slot *slot, const uint8_t *at, uint64_t len)
{
    if (!slot->generation || slot->end > len || slot->end < FAQ_DATA_OFFSET ||
        slot->offset < FAQ_DATA_OFFSET || slot->offset % FAQ_SECTION_ALIGN ||
        slot->length < FAQ_MANIFEST_HEAD_BYTES)
        return false;
    if (!faq_within(slot->offset, FAQ_SECTION_HEADER_BYTES, slot->end) ||
        !faq_within(slot->offset + FAQ_SECTION_HEADER_BYTES, slot->length, slot->end))
        return false;
    return hash_of(at + slot->offset + FAQ_SECTION_HEADER_BYTES, slot->length) == slot->manifest;
}

static faq_status choose_slot(faq_snapshot *snapshot, uint64_t len, faq_error *err)
{
    int best = -1;
    for (int i = 0; i < 2; i++) {
        faq_slot *slot = &snapshot->slots[i];
        *slot = read_slot(snapshot->at + FAQ_SLOT_OFFSET + (size_t)i * FAQ_BLOCK_BYTES);
        if (!slot->generation)
            continue;
        if (!slot_holds(slot, snapshot->at, len)) {
            *slot = (faq_slot){.damaged = true};
            continue;
        }
        if (best < 0 || slot->generation > snapshot->slots[best].generation)
            best = i;
    }
    if (best < 0)
        return faq_corrupt(err, FAQ_SLOT_OFFSET, "neither commit slot is intact");
    snapshot->active = best;
    snapshot->generation = snapshot->slots[best].generation;
    snapshot->len = snapshot->slots[best].end;
    return FAQ_OK;
}

/* ---- manifest */

int faq_section_compare(const faq_section *a, const faq_section *b)
{
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static faq_status check_section(const faq_snapshot *snapshot, const faq_section *section,
                                uint64_t at, faq_error *err)
{
    if (section->offset < FAQ_DATA_OFFSET || section->offset % FAQ_SECTION_ALIGN ||
        !faq_within(section->offset, FAQ_SECTION_HEADER_BYTES, snapshot->len) ||
        !faq_within(section->offset + FAQ_SECTION_HEADER_BYTES, section->length, snapshot->len))
        return faq_corrupt(err, at, "a section lies outside the file");
    if (!faq_section_name(section->type) && !(section->type & FAQ_SECTION_OPTIONAL))
        return faq_fail(err, FAQ_VERSION, at, "the index holds sections of an unknown type %u",
                        (unsigned)section->type);
    return FAQ_OK;
}

static faq_status read_manifest(faq_snapshot *snapshot, faq_error *err)
{
    const faq_slot *slot = &snapshot->slots[snapshot->active];
    uint64_t offset = slot->offset + FAQ_SECTION_HEADER_BYTES;
    faq_span in = faq_span_of(snapshot->at + offset, (size_t)slot->length, offset);
    uint64_t generation = faq_take_u64(&in);
    snapshot->next_segment = faq_take_u32(&in);
    uint64_t count = faq_take_u32(&in);
    if (generation != snapshot->generation ||
        slot->length != FAQ_MANIFEST_HEAD_BYTES + count * FAQ_MANIFEST_ITEM_BYTES)
        return faq_corrupt(err, offset, "the manifest contradicts its slot");
    snapshot->sections = faq_mem_new(&snapshot->mem, (size_t)count, sizeof *snapshot->sections);
    if (!snapshot->sections)
        return faq_no_memory(err, "read the manifest");
    for (size_t i = 0; i < count; i++) {
        uint64_t at = faq_span_offset(&in);
        faq_section *section = &snapshot->sections[i];
        section->type = faq_take_u32(&in);
        section->segment = faq_take_u32(&in);
        section->offset = faq_take_u64(&in);
        section->length = faq_take_u64(&in);
        section->count = faq_take_u64(&in);
        section->checksum = faq_take_u64(&in);
        faq_status status = check_section(snapshot, section, at, err);
        if (status)
            return status;
        if (i && faq_section_compare(section - 1, section) >= 0)
            return faq_corrupt(err, at, "the manifest is out of order");
    }
    snapshot->n_sections = (size_t)count;
    return FAQ_OK;
}

/* ---- opening */

static faq_status load_bytes(faq_snapshot *snapshot, int file, const char *path, bool copy,
                             faq_error *err)
{
    const faq_io *io = &snapshot->io;
    uint64_t len = snapshot->info.bytes;
    if (len > SIZE_MAX)
        return faq_fail(err, FAQ_NO_MEMORY, 0, "%s is too large for this machine", path);
    if (copy) {
        uint8_t *bytes = faq_mem_resize(&snapshot->mem, NULL, (size_t)len, 1);
        if (!bytes)
            return faq_no_memory(err, "copy the index");
        snapshot->at = bytes;
        snapshot->copied = true;
        return faq_file_read(io, file, bytes, (size_t)len, 0, path, err);
    }
    const void *at;
    int failed = io->map(io->ctx, file, (size_t)len, &at);
    if (failed)
        return faq_file_failed(err, failed, "map", path);
    snapshot->at = at;
    snapshot->n_mapped = (size_t)len;
    return FAQ_OK;
}

/* The manifest's own section, which no manifest names. */
static faq_section manifest_section(const faq_snapshot *snapshot)
{
    const faq_slot *slot = &snapshot->slots[snapshot->active];
    faq_span head = faq_span_of(snapshot->at + slot->offset, FAQ_SECTION_HEADER_BYTES, 0);
    return (faq_section){
        .type = FAQ_SECTION_MANIFEST,
        .offset = slot->offset,
        .length = slot->length,
        .count = faq_load_u64(head.at + 24),
        .checksum = slot->manifest,
    };
}

static faq_status verify_all(const faq_snapshot *snapshot, faq_error *err)
{
    faq_section manifest = manifest_section(snapshot);
    faq_status status = faq_snapshot_verify(snapshot, &manifest, err);
    for (size_t i = 0; i < snapshot->n_sections && !status; i++)
        status = faq_snapshot_verify(snapshot, &snapshot->sections[i], err);
    return status;
}

static faq_status read_commit(faq_snapshot *snapshot, int file, const char *path,
                              faq_snapshot_options options, faq_error *err)
{
    const faq_io *io = &snapshot->io;
    int failed = io->stat_file(io->ctx, file, &snapshot->info);
    if (failed)
        return faq_file_failed(err, failed, "look at", path);
    uint64_t len = snapshot->info.bytes;
    if (snapshot->info.is_folder)
        return faq_fail(err, FAQ_NOT_INDEX, 0, "%s is a folder, not an index", path);
    if (len == 0)
        return faq_fail(err, FAQ_NOT_INDEX, 0, "%s is empty, not a faqsearch index", path);
    faq_status status = load_bytes(snapshot, file, path, options.copy, err);
    if (!status)
        status = check_header(snapshot->at, len, path, err);
    if (!status)
        status = choose_slot(snapshot, len, err);
    if (!status)
        status = read_manifest(snapshot, err);
    if (!status && (options.verify || len <= FAQ_VERIFY_BYTES))
        status = verify_all(snapshot, err);
    if (!status)
        memcpy(snapshot->uuid, snapshot->at + 48, FAQ_UUID_BYTES);
    return status;
}

static faq_snapshot *new_snapshot(const faq_allocator *mem, const faq_io *io)
{
    faq_snapshot *snapshot = faq_mem_new(mem, 1, sizeof *snapshot);
    if (!snapshot)
        return NULL;
    atomic_init(&snapshot->references, 1);
    snapshot->mem = *mem;
    snapshot->io = *io;
    return snapshot;
}

faq_status faq_snapshot_assemble(faq_snapshot **out, int file, uint64_t len,
                                 const faq_section *sections, size_t n_sections,
                                 const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_snapshot *snapshot = new_snapshot(mem, io);
    if (!snapshot)
        return faq_no_memory(err, "view a commit");
    snapshot->info.bytes = snapshot->len = len;
    snapshot->sections = faq_mem_resize(mem, NULL, n_sections, sizeof *sections);
    faq_status status = snapshot->sections ? FAQ_OK : faq_no_memory(err, "view a commit");
    if (!status) {
        if (n_sections)
            memcpy(snapshot->sections, sections, n_sections * sizeof *sections);
        snapshot->n_sections = n_sections;
        status = load_bytes(snapshot, file, "the new commit", false, err);
    }
    if (status) {
        faq_snapshot_release(snapshot);
        return status;
    }
    *out = snapshot;
    return FAQ_OK;
}

faq_status faq_snapshot_read(faq_snapshot **out, int file, const char *path,
                             const faq_allocator *mem, const faq_io *io,
                             faq_snapshot_options options, faq_error *err)
{
    faq_snapshot *snapshot = new_snapshot(mem, io);
    if (!snapshot)
        return faq_no_memory(err, "open an index");
    faq_status status = read_commit(snapshot, file, path, options, err);
    if (status) {
        faq_snapshot_release(snapshot);
        return status;
    }
    *out = snapshot;
    return FAQ_OK;
}

/* Has the file grown, or another one taken its path, since `seen`? */
static bool has_moved(const faq_io *io, const char *path, const faq_file_info *seen)
{
    faq_file_info now;
    return io->stat_path(io->ctx, path, &now) == 0 &&
           (now.bytes != seen->bytes || now.inode != seen->inode || now.device != seen->device);
}

static faq_status open_once(faq_snapshot **out, const char *path, const faq_allocator *mem,
                            const faq_io *io, faq_snapshot_options options, faq_file_info *seen,
                            faq_error *err)
{
    int file = io->open(io->ctx, path, FAQ_IO_READ, 0);
    if (file < 0)
        return faq_file_failed(err, file, "open", path);
    int failed = io->stat_file(io->ctx, file, seen);
    faq_status status = failed ? faq_file_failed(err, failed, "look at", path)
                               : faq_snapshot_read(out, file, path, mem, io, options, err);
    io->close(io->ctx, file);
    return status;
}

/*
 * Two commits may pass between the look at a file's length and the reading of its slots: then both
 * slots name bytes beyond that length, though nothing is wrong. So damage counts only in a file
 * that stood still.
 */
faq_status faq_snapshot_open(faq_snapshot **out, const char *path, const faq_allocator *mem,
                             const faq_io *io, faq_snapshot_options options, faq_error *err)
{
    faq_file_info seen = {0};
    faq_status status;
    do
        status = open_once(out, path, mem, io, options, &seen, err);
    while (status == FAQ_CORRUPT && has_moved(io, path, &seen));
    return status;
}

faq_snapshot *faq_snapshot_retain(faq_snapshot *snapshot)
{
    atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    return snapshot;
}

void faq_snapshot_release(faq_snapshot *snapshot)
{
    if (!snapshot || atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) != 1)
        return;
    faq_allocator mem = snapshot->mem;
    if (snapshot->copied)
        faq_mem_free(&mem, (void *)(uintptr_t)snapshot->at);
    else if (snapshot->at)
        snapshot->io.unmap(snapshot->io.ctx, snapshot->at, snapshot->n_mapped);
    faq_mem_free(&mem, snapshot->sections);
    faq_mem_free(&mem, snapshot);
}

/* Slots are read twice when a checksum fails: a writer may have been in the middle of one. */
static faq_status read_newest_slot(const faq_io *io, int file, const char *path, faq_slot *out,
                                   faq_error *err)
{
    uint8_t block[FAQ_BLOCK_BYTES];
    *out = (faq_slot){0};
    for (int i = 0; i < 2; i++) {
        for (int attempt = 0; attempt < 2; attempt++) {
            uint64_t offset = FAQ_SLOT_OFFSET + (uint64_t)i * FAQ_BLOCK_BYTES;
            faq_status status = faq_file_read(io, file, block, sizeof block, offset, path, err);
            if (status)
                return status;
            faq_slot slot = read_slot(block);
            if (slot.generation > out->generation)
                *out = slot;
            if (!slot.damaged)
                break;
        }
    }
    return FAQ_OK;
}

static bool is_same_file(const faq_file_info *a, const faq_file_info *b)
{
    return a->inode == b->inode && a->device == b->device;
}

/* The generation alone would not do: a lost commit's number is given again. */
static bool names_commit(const faq_slot *slot, const faq_snapshot *snapshot)
{
    return slot->generation == snapshot->generation &&
           slot->manifest == snapshot->slots[snapshot->active].manifest;
}

bool faq_snapshot_is_same(const faq_snapshot *a, const faq_snapshot *b)
{
    return is_same_file(&a->info, &b->info) && names_commit(&a->slots[a->active], b);
}

faq_status faq_snapshot_is_old(const faq_snapshot *snapshot, const char *path, bool *old,
                               faq_error *err)
{
    const faq_io *io = &snapshot->io;
    int file = io->open(io->ctx, path, FAQ_IO_READ, 0);
    if (file < 0)
        return faq_file_failed(err, file, "open", path);
    faq_file_info info;
    faq_slot newest;
    int failed = io->stat_file(io->ctx, file, &info);
    faq_status status = failed ? faq_file_failed(err, failed, "look at", path) : FAQ_OK;
    if (!status && is_same_file(&info, &snapshot->info)) {
        status = read_newest_slot(io, file, path, &newest, err);
        if (!status)
            *old = !names_commit(&newest, snapshot);
    } else if (!status) {
        *old = true;
    }
    io->close(io->ctx, file);
    return status;
}

/* ---- sections */

faq_span faq_snapshot_payload(const faq_snapshot *snapshot, const faq_section *section)
{
    uint64_t offset = section->offset + FAQ_SECTION_HEADER_BYTES;
    return faq_span_of(snapshot->at + offset, (size_t)section->length, offset);
}

const faq_section *faq_snapshot_find(const faq_snapshot *snapshot, uint32_t type, uint32_t segment,
                                     faq_span *out)
{
    faq_section wanted = {.type = type, .segment = segment};
    size_t low = 0, high = snapshot->n_sections;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (faq_section_compare(&snapshot->sections[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out = (faq_span){0};
    if (low == snapshot->n_sections || snapshot->sections[low].type != type ||
        snapshot->sections[low].segment != segment)
        return NULL;
    *out = faq_snapshot_payload(snapshot, &snapshot->sections[low]);
    return &snapshot->sections[low];
}

faq_status faq_snapshot_verify(const faq_snapshot *snapshot, const faq_section *section,
                               faq_error *err)
{
    const uint8_t *header = snapshot->at + section->offset;
    faq_span payload = faq_snapshot_payload(snapshot, section);
    if (hash_of(header, FAQ_SECTION_HEADER_BYTES - 8) != faq_load_u64(header + 56) ||
        faq_load_u32(header) != FAQ_SECTION_MAGIC || faq_load_u32(header + 4) != section->type ||
        faq_load_u32(header + 8) != section->segment ||
        faq_load_u64(header + 16) != section->length ||
        faq_load_u64(header + 24) != section->count ||
        faq_load_u64(header + 32) != section->checksum)
        return faq_corrupt(err, section->offset, "a section's header is wrong");
    if (hash_of(payload.at, payload.len) != section->checksum)
        return faq_fail(err, FAQ_CORRUPT, payload.origin,
                        "damaged at byte %llu: the checksum of section \"%s\" is wrong",
                        (unsigned long long)payload.origin,
                        faq_section_name(section->type) ? faq_section_name(section->type) : "?");
    uint64_t end = payload.origin + payload.len;
    uint64_t padded = faq_round_up(end, FAQ_SECTION_ALIGN);
    if (padded > snapshot->len)
        padded = snapshot->len;
    if (!all_zero(snapshot->at + end, padded - end))
        return faq_corrupt(err, end, "padding is not zero");
    return FAQ_OK;
}
