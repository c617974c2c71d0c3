/* SPDX-License-Identifier: MIT */
#include "ingest/jsonnode.h"

#include <string.h>

#include "base/str.h"
#include "ingest/jsontext.h"

faq_json_walk faq_json_walk_start(faq_json_node of)
{
    return (faq_json_walk){.json = of.json,
                           .member = json_is_object(of.json) ? json_object_iter(of.json) : NULL,
                           .at = faq_json_skip_blank(of.at + 1)};
}

bool faq_json_walk_next(faq_json_walk *walk, const char **name, faq_json_node *out)
{
    if (json_is_object(walk->json)) {
        if (!walk->member)
            return false;
        *name = json_object_iter_key(walk->member);
        out->json = json_object_iter_value(walk->member);
        out->at = faq_json_member(walk->at);
        walk->member = json_object_iter_next(walk->json, walk->member);
    } else {
        if (walk->i == json_array_size(walk->json))
            return false;
        *name = NULL;
        out->json = json_array_get(walk->json, walk->i++);
        out->at = walk->at;
    }
    walk->at = faq_json_next(faq_json_skip(out->at));
    return true;
}

bool faq_json_is_compound(const json_t *json)
{
    return json_is_object(json) || json_is_array(json);
}

faq_str faq_json_source(faq_json_node node)
{
    return (faq_str){node.at, (size_t)(faq_json_skip(node.at) - node.at)};
}

bool faq_json_find(faq_json_node from, faq_str path, faq_json_node *out)
{
    const char *name;
    faq_json_node inner;
    while (path.len) {
        const char *dot = memchr(path.at, '.', path.len);
        size_t len = dot ? (size_t)(dot - path.at) : path.len;
        bool found = false;
        if (!faq_json_is_compound(from.json))
            return false;
        for (faq_json_walk walk = faq_json_walk_start(from);
             !found && faq_json_walk_next(&walk, &name, &inner);) {
            bool is_whole = name && faq_str_equal(faq_str_of(name), path);
            found =
                !name || is_whole || faq_str_equal(faq_str_of(name), faq_str_part(path, 0, len));
            if (is_whole)
                len = path.len;
        }
        if (!found)
            return false;
        from = inner;
        if (name) {
            size_t step = len < path.len ? len + 1 : len;
            path = faq_str_part(path, step, path.len - step);
        }
    }
    *out = from;
    return true;
}
