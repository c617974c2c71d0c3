/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "ingest/attributes.h"
#include "ingest/html.h"
#include "support/fault.h"
#include "support/test.h"

/* Both outputs in buffers that the next call reuses. */
static faq_buf safe_buf, text_buf;

static void clean(faq_str html)
{
    faq_buf_init(&safe_buf, faq_mem_default());
    faq_buf_init(&text_buf, faq_mem_default());
    faq_html_clean(html, &safe_buf, &text_buf);
    ck_assert(!safe_buf.failed && !text_buf.failed);
}

static void release(void)
{
    faq_buf_release(&safe_buf);
    faq_buf_release(&text_buf);
}

START_TEST(display_keeps_what_is_harmless_and_nests_it)
{
    static const struct {
        const char *name, *in, *want;
    } rows[] = {
        {"paragraphs and emphasis", "<p>一 <b>二</b></p>", "<p>一 <b>二</b></p>"},
        {"attributes of style and events go", "<p class=x style='a:b' onclick=e()>t</p>",
         "<p>t</p>"},
        {"a link keeps address and title", "<a href=/hc/1 title='x\"y' target=_blank>t</a>",
         "<a href=\"/hc/1\" title=\"x&quot;y\">t</a>"},
        {"a picture keeps source and size", "<img src='a b.png' alt=\"<x>\" width=50% height=9px>",
         "<img src=\"a%20b.png\" alt=\"&lt;x&gt;\" width=\"50%\">"},
        {"open elements are closed", "<ul><li>一<li>二", "<ul><li>一</li><li>二</li></ul>"},
        {"a block ends a paragraph", "<p>一<div>二</div>三</p>", "<p>一</p><div>二</div>三"},
        {"misnested tags nest", "<b>一<i>二</b>三</i>", "<b>一<i>二</i></b>三"},
        {"stray end tags go", "一</b></p></table>二", "一二"},
        {"spans and fonts are unwrapped", "<span style=x><font color=red>红</font></span>", "红"},
        {"unknown elements are unwrapped", "<o:p>一</o:p><foo-bar>二</foo-bar>", "一二"},
        {"sections are divisions", "<section>一</section>", "<div>一</div>"},
        {"old names get new ones", "<strike>一</strike><tt>二</tt>", "<s>一</s><code>二</code>"},
        {"a cell gets its row", "<table><td>一<td>二</table>",
         "<table><tr><td>一</td><td>二</td></tr></table>"},
        {"a cell without a table is text", "<td>一</td>", "一"},
        {"a table in a cell",
         "<table><tr><td><table><tr><td>一</td></tr></table>二</td></tr></table>",
         "<table><tr><td><table><tr><td>一</td></tr></table>二</td></tr></table>"},
        {"an end tag stays in its cell", "<b><table><tr><td>一</b>二</td></tr></table></b>",
         "<b><table><tr><td>一二</td></tr></table></b>"},
        {"references are decoded once", "&amp;lt; &#20013; &#x6587; &mdash; &nbsp;x",
         "&amp;lt; 中 文 — \xC2\xA0x"},
        {"unknown references stay", "&foo; &notanent; AT&T a&b=c",
         "&amp;foo; &amp;notanent; AT&amp;T a&amp;b=c"},
        {"loose signs are escaped", "1 < 2 > 0", "1 &lt; 2 &gt; 0"},
        {"an unended tag is text", "价格 <b", "价格 &lt;b"},
        {"comments go",
         "一<!-- <b>x</b> -->二<!--[if gte mso 9]><xml>w</xml><![endif]-->三<![endif]>四",
         "一二三四"},
        {"quotes with a backslash are quotes", "<a class=\\\"x y\\\" href=\\\"http://a/b\\\">t</a>",
         "<a href=\"http://a/b\">t</a>"},
        {"a backslash before the slash of an end tag", "<p>一<\\/p>二", "<p>一</p>二"},
        {"line breaks, void elements", "一<br/>二</br>三<hr>", "一<br>二<br>三<hr>"},
        {"links do not nest", "<a href=/1>一<a href=/2>二</a>",
         "<a href=\"/1\">一</a><a href=\"/2\">二</a>"},
        {"a link without an address is text", "<a name=x>一</a>", "一"},
        {"lists count on", "<ol start=3><li value=7>一</ol>",
         "<ol start=\"3\"><li value=\"7\">一</li></ol>"},
        {"upper case", "<P>一<BR>二</P>", "<p>一<br>二</p>"},
        {"numbers of Windows", "&#150;&#0;&#xD800;&#1234567890;",
         "–\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        clean(faq_str_of(rows[i].in));
        CHECK_STR(faq_buf_text(&safe_buf), rows[i].want, rows[i].name);
        release();
    }
}
END_TEST

START_TEST(plain_text_has_blocks_on_lines_of_their_own)
{
    static const struct {
        const char *name, *in, *want;
    } rows[] = {
        {"paragraphs", "<p>一</p>\n<p>二</p>", "一\n二"},
        {"breaks and empty paragraphs", "一<br><br>二<p>&nbsp;</p><p></p>三", "一\n二\n三"},
        {"items", "<ol><li>一</li><li>二<ul><li>三</li></ul></li></ol>四", "一\n二\n三\n四"},
        {"rows and cells",
         "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "甲\t乙\n1\t2"},
        {"blanks fold", "  a \n\t b&nbsp;&nbsp;c  ", "a b c"},
        {"blanks in pre stay", "<pre>a  b\nc</pre>", "a  b\nc"},
        {"inline elements do not part words", "七<b>天</b><span>无</span>理由", "七天无理由"},
        {"no script, no style", "一<script>alert('</p>')</script><style>p{}</style>二", "一二"},
        {"no title, no template", "<title>x</title><template>y</template>一", "一"},
        {"references", "AT&amp;T &lt;b&gt; &copy;", "AT&T <b> ©"},
        {"headings and definitions", "<h2>一</h2>二<dl><dt>三<dd>四</dl>", "一\n二\n三\n四"},
        {"an unended script takes the rest", "一<script>alert(1)", "一"},
        {"an unended svg does not", "一<svg><text>二", "一二"},
        {"a tag in a tag is its name, as in browsers", "<scr<script>ipt>x</scr</script>ipt>",
         "ipt>xipt>"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        clean(faq_str_of(rows[i].in));
        CHECK_STR(faq_buf_text(&text_buf), rows[i].want, rows[i].name);
        release();
    }
}
END_TEST

/* ---- safety -------------------------------------------------------------------------------- */

/* The strict grammar of what may be written: nothing else is accepted, whatever a browser does. */
static bool is_strict(faq_str html)
{
    static const char *const names[] = {
        "a",          "abbr",   "b",       "blockquote", "br",   "caption", "cite",   "code",
        "dd",         "del",    "details", "dfn",        "div",  "dl",      "dt",     "em",
        "figcaption", "figure", "h1",      "h2",         "h3",   "h4",      "h5",     "h6",
        "hr",         "i",      "img",     "ins",        "kbd",  "li",      "mark",   "ol",
        "p",          "pre",    "q",       "s",          "samp", "small",   "strong", "sub",
        "summary",    "sup",    "table",   "tbody",      "td",   "tfoot",   "th",     "thead",
        "tr",         "u",      "ul",      "var",        "wbr"};
    for (size_t i = 0; i < html.len; i++) {
        if (html.at[i] == '>' || (uint8_t)html.at[i] == 0x7F ||
            ((uint8_t)html.at[i] < ' ' && html.at[i] != '\n' && html.at[i] != '\t'))
            return false;
        if (html.at[i] != '<')
            continue;
        i += 1 + (i + 1 < html.len && html.at[i + 1] == '/');
        size_t start = i;
        while (i < html.len && ((html.at[i] >= 'a' && html.at[i] <= 'z') ||
                                (html.at[i] >= '1' && html.at[i] <= '6')))
            i++;
        bool known = false;
        for (size_t j = 0; j < COUNT(names); j++)
            known |= faq_str_equal(faq_str_part(html, start, i - start), faq_str_of(names[j]));
        if (!known)
            return false;
        while (i < html.len && html.at[i] == ' ') { /* attributes: ` name="value"` */
            size_t name = ++i;
            while (i < html.len && html.at[i] >= 'a' && html.at[i] <= 'z')
                i++;
            faq_str attribute = faq_str_part(html, name, i - name);
            if (faq_str_starts(attribute, FAQ_STR("on")) ||
                faq_str_equal(attribute, FAQ_STR("style")) || i + 1 >= html.len ||
                html.at[i] != '=' || html.at[i + 1] != '"')
                return false;
            size_t value = i += 2;
            while (i < html.len && !strchr("\"<>\\", html.at[i]))
                i++;
            if (i == html.len || html.at[i] != '"')
                return false;
            bool is_url = faq_str_equal(attribute, FAQ_STR("href")) ||
                          faq_str_equal(attribute, FAQ_STR("src"));
            if (is_url && !faq_attributes_is_safe_url(faq_str_part(html, value, i - value)))
                return false;
            i++;
        }
        if (i == html.len || html.at[i] != '>')
            return false;
    }
    return true;
}

static void check_safe(faq_str html, const char *name)
{
    clean(html);
    faq_buf first = safe_buf, first_text = text_buf;
    ck_assert_msg(is_strict(faq_buf_text(&first)), "%s: %.*s gives %.*s", name, (int)html.len,
                  html.at, (int)first.len, (const char *)first.at);
    clean(faq_buf_text(&first));
    ck_assert_msg(faq_str_equal(faq_buf_text(&safe_buf), faq_buf_text(&first)),
                  "%s: cleaning again changes\n%.*s\ninto\n%.*s", name, (int)first.len,
                  (const char *)first.at, (int)safe_buf.len, (const char *)safe_buf.at);
    release();
    faq_buf_release(&first);
    faq_buf_release(&first_text);
}

START_TEST(no_payload_gets_through)
{
    static const char *const payloads[] = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil/x.js></SCRIPT>",
        "<script/x>alert(1)</script/x>",
        "<scr\0ipt>alert(1)</scr\0ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<img/src='x'/onerror=alert(1)>",
        "<img src=x:x onerror=alert(1)//>",
        "<img \"\"\"><script>alert(1)</script>\">",
        "<img src=javascript:alert(1)>",
        "<img src=data:image/svg+xml;base64,PHN2Zz4=>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<math href=javascript:alert(1)>x</math>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
        "<input autofocus onfocus=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='\x01javascript:alert(1)'>x</a>",
        "<a href=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>x</a>",
        "<a href=&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)>x</a>",
        "<a href=&#0000106&#0000097vascript:alert(1)>x</a>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<a href='jav&Tab;ascript&colon;alert(1)'>x</a>",
        "<a href='javascript&colon;alert(1)'>x</a>",
        "<a href='JaVaScRiPt:alert(1)'>x</a>",
        "<a href='vbscript:msgbox(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='file:///etc/passwd'>x</a>",
        "<a href='http:javascript:alert(1)'>x</a>",
        "<a href='\xEF\xBD\x8A"
        "avascript:alert(1)'>x</a>",
        "<a href='javascript\xEF\xBC\x9A"
        "alert(1)'>x</a>",
        "<a href=\\\"javascript:alert(1)\\\">x</a>",
        "<a href=\"x\" href=\"javascript:alert(1)\">x</a>",
        "<a href='x\"onmouseover=alert(1)//'>x</a>",
        "<a href=`x`onmouseover=alert(1)>x</a>",
        "<a title='\"><script>alert(1)</script>' href=/>x</a>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<p style=\"x:expression(alert(1))\">x</p>",
        "<style>@import 'http://evil'</style>",
        "<style><img src=\"</style><img src=x onerror=alert(1)//\">",
        "<link rel=stylesheet href=//evil>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<base href=javascript:alert(1)//>",
        "<body onload=alert(1)>",
        "<details open ontoggle=alert(1)>x</details>",
        "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<title><img title=\"</title><img src=x onerror=alert(1)>\">",
        "<xmp><img title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<plaintext><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--!><img src=x onerror=alert(1)>-->",
        "<!-- --!><img src=x onerror=alert(1)>",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?xml version='1.0'?><img src=x onerror=alert(1)>",
        "</p/onclick=alert(1)><img src=x onerror=alert(1)",
        "<img src='x' onerror='alert(1)'",
        "<<script>alert(1)//<</script>",
        "<\\/script><script>alert(1)<\\/script>",
        "<template><script>alert(1)</script></template>",
        "<table><caption><td><script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<b \"<script>alert(1)</script>\">x</b>",
        "<a href='//evil/\\\"onclick=alert(1) x=\\\"'>x</a>",
        "<img alt='=\\' src=x title='\\\" onerror=alert(1) '>",
    };
    for (size_t i = 0; i < COUNT(payloads); i++) {
        check_safe(faq_str_of(payloads[i]), payloads[i]);
        clean(faq_str_of(payloads[i]));
        faq_str text = faq_buf_text(&text_buf);
        ck_assert_msg(strstr(payloads[i], "&lt;") || strstr(payloads[i], "<<script") || !text.len ||
                          !memmem(text.at, text.len, "<script", 7),
                      "%s", payloads[i]);
        release();
    }
}
END_TEST

static size_t random_html(test_random *random, char *out, size_t room)
{
    static const char *const pieces[] = {
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<div>",
        "</div>",
        "<ul>",
        "</ul>",
        "<ol>",
        "</ol>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th>",
        "<tbody>",
        "</tbody>",
        "<caption>",
        "</caption>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<a href=/x>",
        "<a>",
        "</a>",
        "<br>",
        "<hr>",
        "<img src=i>",
        "<img>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<pre>",
        "</pre>",
        "<span>",
        "</span>",
        "<section>",
        "</section>",
        "<blockquote>",
        "</blockquote>",
        "<svg>",
        "</svg>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<select>",
        "<option>",
        "</select>",
        "<title>",
        "</title>",
        "<",
        ">",
        "&",
        "&amp;",
        "&lt;",
        "&nbsp;",
        "&#10;",
        "&#13;",
        "\"",
        "'",
        "=",
        "\\",
        "\\\"",
        " ",
        "\n",
        "\r\n",
        "中",
        "文字",
        "a",
        "href=",
        "title=\"a\\\"",
        "/",
        "</",
        "<a href=\\\"",
        "<p class='",
        "\xC2\xA0",
        "\xE2\x80\x8B",
        "\x01",
        "\t",
        "<font",
        "<a title=x href='j&#97;vascript:'>",
        "&quot",
        "&#x",
        "<figure>",
        "<details>",
        "<summary>",
    };
    size_t len = 0, count = 1 + test_below(random, 40);
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[test_below(random, COUNT(pieces))];
        if (len + strlen(piece) >= room)
            break;
        memcpy(out + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

START_TEST(any_html_becomes_safe_and_cleaning_again_changes_nothing)
{
    test_random random = {test_seed()};
    char html[1024];
    for (int round = 0; round < 50000; round++) {
        size_t len = random_html(&random, html, sizeof html);
        check_safe((faq_str){html, len}, "random");
    }
}
END_TEST

static void repeat(faq_buf *out, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        faq_buf_append(out, faq_str_of(piece));
}

START_TEST(hostile_sizes_take_linear_time)
{
    static const char *const pieces[] = {
        "<div>", "<b>",  "<p>",      "<a href=x>", "<table><tr><td>",
        "<svg>", "<!--", "<a ",      "&",          "<a b=\"",
        "</b>",  "<",    "<ul><li>", "<select>",   "<script>",
        "&#",    "\\\"", "<\\/",     "<textarea>", "<x y=\\\"",
    };
    for (size_t i = 0; i < COUNT(pieces); i++) {
        faq_buf html;
        faq_buf_init(&html, faq_mem_default());
        repeat(&html, pieces[i], 400000);
        clean(faq_buf_text(&html)); /* meson's timeout is the measure */
        release();
        faq_buf_release(&html);
    }
}
END_TEST

START_TEST(html_is_told_from_text)
{
    static const struct {
        const char *in;
        bool is_html;
    } rows[] = {
        {"<p>x</p>", true},
        {"a<br>b", true},
        {"x<BR/>y", true},
        {"a < b", false},
        {"a<b", false},
        {"满<100元", false},
        {"<3", false},
        {"<a@b.cn>", false},
        {"&nbsp;", true},
        {"AT&T", false},
        {"a&b;", false},
        {"5 &lt; 6", true},
        {"<请点击>", false},
        {"x</p>", true},
        {"", false},
        {"<o:p></o:p>", false},
        {"<div class=\\\"x\\\">", true},
        {"if (a<b && c>d)", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(faq_html_is(faq_str_of(rows[i].in)) == rows[i].is_html, rows[i].in);
}
END_TEST

START_TEST(both_texts_belong_to_the_caller_and_either_may_be_left_out)
{
    faq_str safe = {NULL, 0}, text = {NULL, 0};
    faq_error err;
    CHECK_OK(faq_ingest_html(FAQ_STR("<p>\xE5\xBC<b>x"), NULL, &safe, &text, &err), &err);
    CHECK_STR(safe, "<p>\xEF\xBF\xBD<b>x</b></p>", "safe");
    CHECK_STR(text, "\xEF\xBF\xBDx", "text");
    faq_ingest_release(NULL, safe);
    faq_ingest_release(NULL, text);
    CHECK_OK(faq_ingest_html(FAQ_STR("<b>x"), NULL, NULL, &text, &err), &err);
    faq_ingest_release(NULL, text);
    CHECK_OK(faq_ingest_html(FAQ_STR("<b>x"), NULL, &safe, NULL, &err), &err);
    faq_ingest_release(NULL, safe);
    CHECK_OK(faq_ingest_html(FAQ_STR("<!-- -->"), NULL, &safe, &text, &err), &err);
    ck_assert(safe.len == 0 && text.len == 0);
    faq_ingest_release(NULL, safe);
    faq_ingest_release(NULL, text);
}
END_TEST

START_TEST(out_of_memory_is_a_status)
{
    for (size_t n = 1;; n++) {
        test_memory memory;
        test_memory_init(&memory, n, false);
        faq_str safe = {NULL, 0}, text = {NULL, 0};
        faq_error err;
        faq_status status =
            faq_ingest_html(FAQ_STR("<p>\xE5 broken <b>x &amp; a much longer text than "
                                    "the first sixty-four bytes that a buffer takes</b>"),
                            &memory.allocator, &safe, &text, &err);
        ck_assert_int_eq(status, memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY);
        if (!status) {
            faq_ingest_release(&memory.allocator, safe);
            faq_ingest_release(&memory.allocator, text);
        }
        ck_assert_uint_eq(memory.live, 0);
        if (memory.calls < n)
            break;
    }
}
END_TEST

RUN_TESTS("ingest/html", CASE(display_keeps_what_is_harmless_and_nests_it),
          CASE(plain_text_has_blocks_on_lines_of_their_own), CASE(no_payload_gets_through),
          CASE(any_html_becomes_safe_and_cleaning_again_changes_nothing),
          CASE(hostile_sizes_take_linear_time), CASE(html_is_told_from_text),
          CASE(both_texts_belong_to_the_caller_and_either_may_be_left_out),
          CASE(out_of_memory_is_a_status))
