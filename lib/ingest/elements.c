/* SPDX-License-Identifier: MIT */
#include "ingest/elements.h"

#include "base/str.h"

/* By name. */
static const faq_element elements[] = {
    {"a", NULL, FAQ_TAG_LINK, 0},
    {"abbr", NULL, 0, 0},
    {"address", "div", 0, FAQ_ELEMENT_BLOCK},
    {"article", "div", 0, FAQ_ELEMENT_BLOCK},
    {"aside", "div", 0, FAQ_ELEMENT_BLOCK},
    {"audio", NULL, 0, FAQ_ELEMENT_DROP},
    {"b", NULL, 0, 0},
    {"blockquote", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"body", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"br", NULL, 0, FAQ_ELEMENT_VOID},
    {"button", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"canvas", NULL, 0, FAQ_ELEMENT_DROP},
    {"caption", NULL, FAQ_TAG_CAPTION, FAQ_ELEMENT_BLOCK},
    {"center", "div", 0, FAQ_ELEMENT_BLOCK},
    {"cite", NULL, 0, 0},
    {"code", NULL, 0, 0},
    {"dd", NULL, FAQ_TAG_TERM, FAQ_ELEMENT_BLOCK},
    {"del", NULL, 0, 0},
    {"details", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"dfn", NULL, 0, 0},
    {"div", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"dl", NULL, FAQ_TAG_DL, FAQ_ELEMENT_BLOCK},
    {"dt", NULL, FAQ_TAG_TERM, FAQ_ELEMENT_BLOCK},
    {"em", NULL, 0, 0},
    {"embed", NULL, 0, FAQ_ELEMENT_UNWRAP | FAQ_ELEMENT_VOID},
    {"fieldset", "div", 0, FAQ_ELEMENT_BLOCK},
    {"figcaption", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"figure", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"font", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"footer", "div", 0, FAQ_ELEMENT_BLOCK},
    {"form", "div", 0, FAQ_ELEMENT_BLOCK},
    {"h1", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"h2", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"h3", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"h4", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"h5", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"h6", NULL, FAQ_TAG_HEADING, FAQ_ELEMENT_BLOCK},
    {"head", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"header", "div", 0, FAQ_ELEMENT_BLOCK},
    {"hr", NULL, 0, FAQ_ELEMENT_BLOCK | FAQ_ELEMENT_VOID},
    {"html", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"i", NULL, 0, 0},
    {"iframe", NULL, 0, FAQ_ELEMENT_DROP},
    {"img", NULL, FAQ_TAG_IMAGE, FAQ_ELEMENT_VOID},
    {"ins", NULL, 0, 0},
    {"kbd", NULL, 0, 0},
    {"label", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"li", NULL, FAQ_TAG_ITEM, FAQ_ELEMENT_BLOCK},
    {"main", "div", 0, FAQ_ELEMENT_BLOCK},
    {"mark", NULL, 0, 0},
    {"math", NULL, 0, FAQ_ELEMENT_DROP},
    {"nav", "div", 0, FAQ_ELEMENT_BLOCK},
    {"noembed", NULL, 0, FAQ_ELEMENT_DROP},
    {"noframes", NULL, 0, FAQ_ELEMENT_DROP},
    {"noscript", NULL, 0, FAQ_ELEMENT_DROP},
    {"object", NULL, 0, FAQ_ELEMENT_DROP},
    {"ol", NULL, FAQ_TAG_LIST, FAQ_ELEMENT_BLOCK},
    {"option", NULL, 0, FAQ_ELEMENT_UNWRAP | FAQ_ELEMENT_BLOCK},
    {"p", NULL, FAQ_TAG_P, FAQ_ELEMENT_BLOCK},
    {"pre", NULL, 0, FAQ_ELEMENT_BLOCK | FAQ_ELEMENT_KEEP_PRE},
    {"q", NULL, 0, 0},
    {"s", NULL, 0, 0},
    {"samp", NULL, 0, 0},
    {"script", NULL, 0, FAQ_ELEMENT_DROP | FAQ_ELEMENT_TO_END},
    {"section", "div", 0, FAQ_ELEMENT_BLOCK},
    {"select", NULL, 0, FAQ_ELEMENT_DROP},
    {"small", NULL, 0, 0},
    {"span", NULL, 0, FAQ_ELEMENT_UNWRAP},
    {"strike", "s", 0, 0},
    {"strong", NULL, 0, 0},
    {"style", NULL, 0, FAQ_ELEMENT_DROP | FAQ_ELEMENT_TO_END},
    {"sub", NULL, 0, 0},
    {"summary", NULL, 0, FAQ_ELEMENT_BLOCK},
    {"sup", NULL, 0, 0},
    {"svg", NULL, 0, FAQ_ELEMENT_DROP},
    {"table", NULL, FAQ_TAG_TABLE, FAQ_ELEMENT_BLOCK},
    {"tbody", NULL, FAQ_TAG_SECTION, FAQ_ELEMENT_BLOCK},
    {"td", NULL, FAQ_TAG_CELL, 0},
    {"template", NULL, 0, FAQ_ELEMENT_DROP},
    {"textarea", NULL, 0, FAQ_ELEMENT_DROP},
    {"tfoot", NULL, FAQ_TAG_SECTION, FAQ_ELEMENT_BLOCK},
    {"th", NULL, FAQ_TAG_CELL, 0},
    {"thead", NULL, FAQ_TAG_SECTION, FAQ_ELEMENT_BLOCK},
    {"title", NULL, 0, FAQ_ELEMENT_DROP},
    {"tr", NULL, FAQ_TAG_ROW, FAQ_ELEMENT_BLOCK},
    {"tt", "code", 0, 0},
    {"u", NULL, 0, 0},
    {"ul", NULL, FAQ_TAG_LIST, FAQ_ELEMENT_BLOCK},
    {"var", NULL, 0, 0},
    {"video", NULL, 0, FAQ_ELEMENT_DROP},
    {"wbr", NULL, 0, FAQ_ELEMENT_VOID},
    {"xmp", NULL, 0, FAQ_ELEMENT_DROP},
};

#define N_ELEMENTS (sizeof elements / sizeof *elements)

_Static_assert(N_ELEMENTS <= FAQ_ELEMENTS, "every element needs a number");

const faq_element *faq_element_named(faq_str name)
{
    char lower[12];
    if (name.len >= sizeof lower)
        return NULL;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)(name.at[i] >= 'A' && name.at[i] <= 'Z' ? name.at[i] + 32 : name.at[i]);
    size_t low = 0, high = N_ELEMENTS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = faq_str_compare((faq_str){lower, name.len}, faq_str_of(elements[middle].name));
        if (order == 0)
            return &elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

size_t faq_element_number(const faq_element *element)
{
    return (size_t)(element - elements);
}
