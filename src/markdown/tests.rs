//! What a body becomes. The holes of the HTML are shown as `⟨…⟩`.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::diag::{FileId, Language};

const START: u32 = 100;

fn parsed(input: &str) -> (Body, Report) {
    let mut report = Report::new();
    let place = Span { file: FileId(3), start: START, end: START + input.len() as u32 };
    (parse(input, place, &mut report), report)
}

fn html(body: &Body) -> String {
    body.html.fill(|out, hole| match hole {
        Hole::Reference(i) => out.push_str(&shown(&body.references[i])),
        Hole::Link(i) => {
            push_attribute(out, "href", &format!("⟨{}{}⟩", body.locals[i].path, body.locals[i].suffix))
        }
        Hole::Image(i) => {
            out.push_str("<picture><img");
            push_attribute(out, "src", &format!("⟨{}⟩", body.locals[i].path));
        }
    })
}

fn plain(text: &Holed, body: &Body) -> String {
    text.fill(|out, hole| match hole {
        Hole::Reference(i) => out.push_str(&shown(&body.references[i])),
        Hole::Link(_) | Hole::Image(_) => panic!("plain text has no links"),
    })
}

fn shown(reference: &Reference) -> String {
    let Reference { kind, target, label, alone, .. } = reference;
    let label = label.as_ref().map(|label| format!("|{label}")).unwrap_or_default();
    let alone = if *alone { " alone" } else { "" };
    let kind = match kind {
        Kind::Record => "record",
        Kind::Figure => "figure",
        Kind::Photo => "photo",
    };
    let mut shown = String::new();
    push_escaped(&mut shown, &format!("⟨{kind} {target}{label}{alone}⟩"));
    shown
}

/// What was reported: code and underlined text.
fn problems(input: &str) -> Vec<(&'static str, String)> {
    let (_, report) = parsed(input);
    let file = [" ".repeat(START as usize), input.to_owned()].concat();
    let files = One(file);
    report.sorted(&files).iter().map(|d| (d.code.name(), files.0[d.span.range()].to_owned())).collect()
}

struct One(String);

impl crate::diag::Files for One {
    fn path(&self, _: FileId) -> &str {
        "content/people/a.md"
    }
    fn text(&self, _: FileId) -> &str {
        &self.0
    }
}

#[track_caller]
fn check(input: &str, expect: &str) {
    let (body, report) = parsed(input);
    assert_eq!(html(&body).trim_end(), expect, "input: {input:?}");
    assert_eq!(report.errors() + report.warnings(), 0, "input: {input:?}");
}

#[track_caller]
fn check_problem(input: &str, code: &str, underlined: &str, expect: &str) {
    let (body, _) = parsed(input);
    assert_eq!(problems(input), [(code, underlined.to_owned())], "input: {input:?}");
    assert_eq!(html(&body).trim_end(), expect, "input: {input:?}");
}

#[test]
fn emphasis_beside_chinese() {
    check("**“先锋”**队", "<p><strong>“先锋”</strong>队</p>");
    check("队**“先锋”**队", "<p>队<strong>“先锋”</strong>队</p>");
    check("**《通知》**的要求", "<p><strong>《通知》</strong>的要求</p>");
    check("**“先锋”**队，**《通知》**的", "<p><strong>“先锋”</strong>队，<strong>《通知》</strong>的</p>");
    check("共10**“先锋”**队", "<p>共10<strong>“先锋”</strong>队</p>");
    check("奖金**¥100**元", "<p>奖金<strong>¥100</strong>元</p>");
    check("张三*（女）*、李四", "<p>张三<em>（女）</em>、李四</p>");
    check("**张三。**李四", "<p><strong>张三。</strong>李四</p>");
    check("**`代码`**说明", "<p><strong><code>代码</code></strong>说明</p>");
    check("**[[张三]]**说", "<p><strong>⟨record 张三⟩</strong>说</p>");
    check("示例~~（旧）~~市", "<p>示例<del>（旧）</del>市</p>");
    check("甲**。**乙**（**丙", "<p>甲<strong>。</strong>乙<strong>（</strong>丙</p>");
    check("*《**“示例”**通知》*的", "<p><em>《<strong>“示例”</strong>通知》</em>的</p>");
    check(
        "| 甲 |\n|-|\n| **“先锋”**队 |",
        &table("<th scope=\"col\">甲</th>", "<td><strong>“先锋”</strong>队</td>"),
    );
    // A variation selector counts as the character that it varies.
    check("葛\u{e0100}**(Ge)**姓", "<p>葛\u{e0100}<strong>(Ge)</strong>姓</p>");
    check("**“\u{fe01}Li”\u{fe01}**Hua", "<p><strong>“\u{fe01}Li”\u{fe01}</strong>Hua</p>");
    check("张三。\u{fe01}_Li_", "<p>张三。\u{fe01}<em>Li</em></p>");
    // What is no emphasis stays none.
    check("3~5人、8~10人", "<p>3~5人、8~10人</p>");
    check("** 张三** 李四", "<p>** 张三** 李四</p>");
    check("张_“三”_李", "<p>张_“三”_李</p>");
    check("`**“先锋”**队`", "<p><code>**“先锋”**队</code></p>");
    check(r"\**“先锋”*队", "<p>*<em>“先锋”</em>队</p>");
    check("&amp;**“先锋”**队&amp;", "<p>&amp;<strong>“先锋”</strong>队&amp;</p>");
}

#[test]
fn what_emphasis_changes_is_nothing_else() {
    check("[甲*“乙”*丙]\n\n[甲*“乙”*丙]: /a/", "<p><a href=\"⟨/a/⟩\">甲*“乙”*丙</a></p>");
    check(
        "**“甲”**乙 [丙](/**“丁”**戊/ \"**“己”**庚\")",
        "<p><strong>“甲”</strong>乙 <a href=\"⟨/**“丁”**戊/⟩\" title=\"**“己”**庚\">丙</a></p>",
    );
}

#[test]
fn line_breaks() {
    check("张三\n李四", "<p>张三李四</p>");
    check("张三，\r\n李四", "<p>张三，李四</p>");
    check("张三\nLi", "<p>张三\nLi</p>");
    check("Zhang\nLi", "<p>Zhang\nLi</p>");
    check("**张三**\n*李四*", "<p><strong>张三</strong><em>李四</em></p>");
    check("张三[^1]\n李四\n\n[^1]: 注", &footnote("<p>张三⟪1⟫李四</p>", "注"));
    check("[[people/zhang-san]]\n说", "<p>⟨record people/zhang-san⟩说</p>");
    check("见\n[[张三]]", "<p>见⟨record 张三⟩</p>");
    check("见\n[[张三|Zhang]]", "<p>见\n⟨record 张三|Zhang⟩</p>");
    check("张三  \n李四", "<p>张三<br>\n李四</p>");
}

#[test]
fn references() {
    check("见[[ 张三 ]]。", "<p>见⟨record 张三⟩。</p>");
    check("[[people/zhang-san|老张]]", "<p>⟨record people/zhang-san|老张⟩</p>");
    check("[[张三｜老张]]", "<p>⟨record 张三|老张⟩</p>");
    check("[[张三|]]", "<p>⟨record 张三⟩</p>");
    check("共{{figure: visits}}次", "<p>共⟨figure visits⟩次</p>");
    check("共{{ 指标：走访_人次 }}次", "<p>共⟨figure 走访_人次⟩次</p>");
    check("{{photo: a}}", "⟨photo a alone⟩");
    check("{{photo: a}}\n{{照片:b|合影}}", "⟨photo a alone⟩\n⟨photo b|合影 alone⟩");
    check("{{photo: a}}见", "<p>⟨photo a⟩见</p>");
    check("## 数据 {{figure: visits}}", "<h2 id=\"数据-visits\">数据 ⟨figure visits⟩</h2>");
    check("[[[张三]]]", "<p>[⟨record 张三⟩]</p>");
    check("| 甲 |\n|-|\n| [[a\\|乙]] |", &table("<th scope=\"col\">甲</th>", "<td>⟨record a|乙⟩</td>"));
    // In text only, and not where the author escaped it.
    check("`[[张三]]` `{{figure: a}}`", "<p><code>[[张三]]</code> <code>{{figure: a}}</code></p>");
    check("    {{figure: a}}", "<pre><code>{{figure: a}}</code></pre>");
    check(r"\[\[张三]] \[[张三]] \{{figure: a}}", "<p>[[张三]] [[张三]] {{figure: a}}</p>");
    check(r"&#91;[张三]]", "<p>[[张三]]</p>");
    check(r"\\[[张三]]", r"<p>\⟨record 张三⟩</p>");
}

fn table(head: &str, row: &str) -> String {
    format!(
        "<div class=\"table\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table>\n<thead><tr>{head}</tr></thead>\n\
         <tbody>\n<tr>{row}</tr>\n</tbody></table></div>"
    )
}

/// A text with one footnote, mentioned at `⟪1⟫`.
fn footnote(text: &str, note: &str) -> String {
    let mention = "<sup class=\"footnote-ref\" id=\"fnref:1\"><a href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"注释1\">1</a></sup>";
    let back = "<a class=\"footnote-back\" href=\"#fnref:1\" role=\"doc-backlink\" aria-label=\"返回注释1的第1处引用\">↩</a>";
    format!(
        "{}\n<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<ol>\n\
         <li id=\"fn:1\"><p>{note} {back}</p>\n</li>\n</ol>\n</section>",
        text.replace("⟪1⟫", mention)
    )
}

#[test]
fn headings() {
    check("# 甲\n\n### 乙", "<h2 id=\"甲\">甲</h2>\n<h4 id=\"乙\">乙</h4>");
    check("### 甲\n\n## 乙", "<h3 id=\"甲\">甲</h3>\n<h2 id=\"乙\">乙</h2>");
    check("# 甲\n\n###### 乙", "<h2 id=\"甲\">甲</h2>\n<h6 id=\"乙\">乙</h6>");
    check("## 一、Work  *of* 2030！", "<h2 id=\"一-work-of-2030\">一、Work  <em>of</em> 2030！</h2>");
    check(
        "## 甲\n## 甲\n## 甲-2\n## 甲",
        "<h2 id=\"甲\">甲</h2>\n<h2 id=\"甲-2\">甲</h2>\n<h2 id=\"甲-2-2\">甲-2</h2>\n<h2 id=\"甲-3\">甲</h2>",
    );
    check("## a\n## 甲 {#a}", "<h2 id=\"a-2\">a</h2>\n<h2 id=\"a\">甲</h2>");
    check("## 甲 {#My_id.1}\n## 乙 {#My_id.1}", "<h2 id=\"My_id.1\">甲</h2>\n<h2 id=\"My_id.1-2\">乙</h2>");
    check("## 甲 {#fn:1}", "<h2 id=\"fn-1\">甲</h2>");
    check("## ！", "<h2 id=\"section\">！</h2>");
    check("## 见[[张三]]", "<h2 id=\"见张三\">见⟨record 张三⟩</h2>");
    let (body, _) = parsed("# 甲*乙* [[a|丙]]\n\n> ## 丁");
    let shown: Vec<_> =
        body.headings.iter().map(|h| (h.level, h.id.as_str(), plain(&h.text, &body))).collect();
    assert_eq!(shown, [(2, "甲乙-丙", "甲乙 ⟨record a|丙⟩".to_owned()), (3, "丁", "丁".to_owned())]);
}

#[test]
fn links_and_images() {
    check(
        "[甲](https://example.cn/?a=1&b=2 \"\\\"乙\\\"\")",
        "<p><a href=\"https://example.cn/?a=1&amp;b=2\" rel=\"noopener\" title=\"&quot;乙&quot;\">甲</a></p>",
    );
    check(
        "<https://example.cn/甲>",
        "<p><a href=\"https://example.cn/%E7%94%B2\" rel=\"noopener\">https://example.cn/甲</a></p>",
    );
    check(
        "<zhang@example.cn>",
        "<p><a href=\"mailto:zhang@example.cn\" rel=\"noopener\">zhang@example.cn</a></p>",
    );
    check(r"[甲](\\example.cn/b)", "<p><a href=\"⟨/example.cn/b⟩\">甲</a></p>");
    check("[甲](#乙)", "<p><a href=\"#%E4%B9%99\">甲</a></p>");
    check("[甲](/people/zhang-san/?a#b)", "<p><a href=\"⟨/people/zhang-san/?a#b⟩\">甲</a></p>");
    check("[甲](media/%E4%B9%99.pdf)", "<p><a href=\"⟨media/乙.pdf⟩\">甲</a></p>");
    check(
        "![甲*乙*\n丙](media/a.jpg \"丁\")",
        "<p><span class=\"picture\"><picture><img src=\"⟨media/a.jpg⟩\" alt=\"甲乙丙\" title=\"丁\" loading=\"lazy\" decoding=\"async\"></picture></span></p>",
    );
    check(
        "![\"<](media/a.jpg)",
        "<p><span class=\"picture\"><picture><img src=\"⟨media/a.jpg⟩\" alt=\"&quot;&lt;\" loading=\"lazy\" decoding=\"async\"></picture></span></p>",
    );
    let input = "甲 [乙](a.md) ![丙](media/b.jpg)";
    let (body, _) = parsed(input);
    let shown: Vec<_> = body.locals.iter().map(|l| (&input[l.range.clone()], l.is_image)).collect();
    assert_eq!(shown, [("[乙](a.md)", false), ("![丙](media/b.jpg)", true)]);
}

#[test]
fn refused_urls() {
    for url in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#10;script:alert(1)",
        "java&Tab;script:alert(1)",
        "&#x6a;avascript:alert(1)",
        "&#1;javascript:alert(1)",
        "<  javascript:alert(1)>",
        "vbscript:a",
        "data:text/html,a",
        "file:///a",
        "blob:a",
        "C:\\a.doc",
        // Browsers complete these from the page that shows them, which may be a file.
        "//example.cn/a",
        "\\\\/example.cn/a",
        "https:example.cn",
        "HTTP:/example.cn",
    ] {
        let link = format!("[甲]({url})");
        check_problem(&link, "unsafe-url", &link, "<p>甲</p>");
        let image = format!("![甲]({url})");
        let code = if url.contains("example.cn") { "remote-image" } else { "unsafe-url" };
        check_problem(&image, code, &image, "<p>甲</p>");
    }
    check_problem("<javascript:a>", "unsafe-url", "<javascript:a>", "<p>javascript:a</p>");
    check_problem("甲[乙]\n\n[乙]: data:a", "unsafe-url", "[乙]", "<p>甲乙</p>");
    check_problem(
        "甲 ![乙](https://example.cn/a.jpg)",
        "remote-image",
        "![乙](https://example.cn/a.jpg)",
        "<p>甲 乙</p>",
    );
}

#[test]
fn images_without_words() {
    check_problem("![](media/a.jpg)", "missing-alt", "![](media/a.jpg)", &image("media/a.jpg", ""));
    check("见\n![甲](media/a.jpg)", &image("media/a.jpg", "甲").replace("<p>", "<p>见\n"));
}

fn image(path: &str, alt: &str) -> String {
    format!(
        "<p><span class=\"picture\"><picture><img src=\"⟨{path}⟩\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\"></picture></span></p>"
    )
}

#[test]
fn raw_html() {
    check_problem("甲<b onclick=\"a\">乙", "raw-html", "<b onclick=\"a\">", "<p>甲乙</p>");
    check_problem(
        "甲\n\n<script>\na\n\nb</script>\n\n乙",
        "raw-html",
        "<script>\na\n\nb</script>",
        "<p>甲</p>\n<p>乙</p>",
    );
    check_problem("<!-- 甲 -->", "raw-html", "<!-- 甲 -->", "");
    check(r"\<b> 甲 < 乙 & 丙 &lt;script>", "<p>&lt;b&gt; 甲 &lt; 乙 &amp; 丙 &lt;script&gt;</p>");
    check(
        "`<b>`\n\n```<i>\"\n<b>\n```",
        "<p><code>&lt;b&gt;</code></p>\n<pre><code class=\"language-&lt;i&gt;&quot;\">&lt;b&gt;\n</code></pre>",
    );
}

#[test]
fn malformed_references() {
    check_problem("共{{visits}}次", "malformed-reference", "{{visits}}", "<p>共{{visits}}次</p>");
    check_problem("{{video: a}}", "malformed-reference", "{{video: a}}", "<p>{{video: a}}</p>");
    check_problem("{{figure: }}", "malformed-reference", "{{figure: }}", "<p>{{figure: }}</p>");
    check_problem("甲{{figure: a", "malformed-reference", "{{", "<p>甲{{figure: a</p>");
    check_problem("甲[[]]", "malformed-reference", "[[]]", "<p>甲[[]]</p>");
    check_problem("[[甲*乙*]]", "malformed-reference", "[[", "<p>[[甲<em>乙</em>]]</p>");
    check_problem("[[甲\n乙]]", "malformed-reference", "[[", "<p>[[甲乙]]</p>");
    check_problem("[[甲 [[乙]]", "malformed-reference", "[[", "<p>[[甲 ⟨record 乙⟩</p>");
    check_problem("&lt;{{a}}", "malformed-reference", "{{a}}", "<p>&lt;{{a}}</p>");
    check_problem(
        "[甲 {{figure: a}}](/b/)",
        "malformed-reference",
        "{{figure: a}}",
        "<p><a href=\"⟨/b/⟩\">甲 {{figure: a}}</a></p>",
    );
}

#[test]
fn blocks() {
    check("1. 甲\n2. 乙", "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>");
    check("3) 甲", "<ol start=\"3\">\n<li>甲</li>\n</ol>");
    check(
        "- [x] 甲\n- [ ] 乙",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</li>\n<li><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</li>\n</ul>",
    );
    check("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>");
    for (marker, class, title) in [
        ("NOTE", "note", "说明"),
        ("TIP", "tip", "提示"),
        ("IMPORTANT", "important", "重要"),
        ("WARNING", "warning", "注意"),
        ("CAUTION", "caution", "警告"),
    ] {
        check(
            &format!("> [!{marker}]\n> 甲"),
            &format!(
                "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n<p>甲</p>\n</div>"
            ),
        );
    }
    check("甲\n\n---\n\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>");
    check(
        "| 甲 |\n|-:|\n| 乙 |",
        &table("<th scope=\"col\" class=\"right\">甲</th>", "<td class=\"right\">乙</td>"),
    );
}

#[test]
fn footnotes() {
    check("[^b]: 注\n\n甲[^b]", &footnote("<p>甲⟪1⟫</p>", "注"));
    let (body, _) = parsed("甲[^b]乙[^a]丙[^b]\n\n[^a]: 一\n\n[^b]: 二\n\n    - 三\n\n[^c]: 四\n[^a]: 五");
    let html = html(&body);
    for (part, times) in [
        ("id=\"fnref:1\"", 1),
        ("id=\"fnref:1:2\"", 1),
        ("id=\"fnref:2\"", 1),
        ("href=\"#fnref:1:2\"", 1),
        ("<li id=\"fn:1\"><p>二", 1),
        ("<li id=\"fn:2\"><p>一", 1),
        ("<li id=\"fn:3\"><p>四</p>", 1),
        ("<p>五", 1),
    ] {
        assert_eq!(html.matches(part).count(), times, "{part} in {html}");
    }
}

#[test]
fn plain_text() {
    let (body, _) = parsed(
        "# 甲\n\n乙**丙**\n丁 [戊](https://a.cn) ![己](media/a.jpg)\n\n- 庚\n- `辛`\n\n| 壬 | 癸 |\n|-|-|\n| 子 | 丑 |\n\n<b>\n\n[[a]]{{figure: b}}[^1]\n\n[^1]: 寅",
    );
    assert_eq!(
        plain(&body.plain, &body),
        "甲\n乙丙丁 戊 己\n庚\n辛\n壬 癸\n子 丑\n⟨record a⟩⟨figure b⟩\n寅\n"
    );
}

#[test]
fn limits() {
    let long = "字".repeat(MAX_BYTES / 3 + 1);
    assert_eq!(problems(&long)[0].0, "too-large");
    for deep in ["> ".repeat(100), "- ".repeat(100) + "a", "1. ".repeat(100), "  ".repeat(100) + "- a"] {
        check_problem(&format!("甲\n{deep}\n乙"), "too-deep", deep.trim_end(), "");
    }
    check(&"- ".repeat(100), "<hr>");
    check("一\n\n        - 二", "<p>一</p>\n<pre><code>    - 二</code></pre>");
}

#[test]
fn diagnostics_point_to_all_of_a_text_that_was_unfolded() {
    let mut report = Report::new();
    let place = Span { file: FileId(3), start: 7, end: 90 };
    parse("甲<b>", place, &mut report);
    let files = One(String::new());
    assert_eq!(report.sorted(&files)[0].span, place);
    assert!(report.sorted(&files)[0].message.get(Language::Zh).contains("HTML"));
}

/// Runs that are known to cost some parsers the square of their length: were it so here, this would not end.
#[test]
fn hostile_runs() {
    for part in [
        "*",
        "**",
        "*a",
        "*a ",
        "**a ",
        "a**",
        "_a ",
        "~~a",
        "~a",
        "[",
        "]",
        "[[",
        "[[a",
        "{{",
        "{{a",
        "[a](",
        "![",
        "![a](",
        "[^",
        "[^a]",
        "<",
        "<a ",
        "<!--",
        "&",
        "`",
        "`a``",
        "\\",
        "\\[[",
        "|",
        "a|\n|-|\n",
        "[a]: b\n",
        "[a]\n",
        "# a\n",
        "**“a",
        "”**队",
        "队**“",
        "\n\n    a\n",
        "- a\n",
        "a\n",
        "[^a]: b\n\n",
        "[^a]: ",
        "![[a]",
        "&#91;[",
        "\r",
        "\0",
    ] {
        let input = part.repeat(50_000 / part.len());
        let (body, _) = parsed(&input);
        assert!(html(&body).len() < 500 * input.len(), "{part:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn nothing_unsafe_comes_out(input in soup()) {
        let (body, _) = parsed(&input);
        let html = html(&body);
        let mut rest = html.as_str();
        let mut open: Vec<&str> = Vec::new();
        while let Some(at) = rest.find('<') {
            let end = at + rest[at..].find('>').expect("tags end");
            let tag = &rest[at + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                prop_assert_eq!(open.pop(), Some(name), "unbalanced: {}", html);
                continue;
            }
            let name = tag.split(' ').next().unwrap_or_default();
            prop_assert!(KNOWN.contains(&name), "<{}> in {}", tag, html);
            if !["br", "hr", "img", "input"].contains(&name) {
                prop_assert!(name != "a" || !open.contains(&"a"), "link in link: {}", html);
                open.push(name);
            }
            for (attribute, value) in attributes(tag) {
                prop_assert!(ATTRIBUTES.contains(&attribute), "{} in {}", attribute, html);
                if matches!(attribute, "href" | "src") {
                    let is_safe = ["https://", "http://", "mailto:", "#", "⟨"].iter().any(|p| value.starts_with(p));
                    prop_assert!(is_safe, "{} in {}", value, html);
                }
            }
        }
        prop_assert!(open.is_empty(), "{:?} left open in {}", open, html);
    }

    #[test]
    fn places_are_true(input in soup()) {
        let (body, report) = parsed(&input);
        for reference in &body.references {
            let written = &input[reference.range.clone()];
            prop_assert!(written.starts_with("[[") && written.ends_with("]]") || written.starts_with("{{") && written.ends_with("}}"), "{}", written);
        }
        for local in &body.locals {
            prop_assert!(input.get(local.range.clone()).is_some());
        }
        let files = One(String::new());
        for diagnostic in report.sorted(&files) {
            let range = diagnostic.span.range();
            prop_assert!(input.get(range.start - START as usize..range.end - START as usize).is_some());
        }
        let mut ids: Vec<_> = body.headings.iter().map(|heading| &heading.id).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), body.headings.len());
    }

    #[test]
    fn line_endings_make_no_difference(input in soup()) {
        let lf = input.replace('\r', "");
        let (one, _) = parsed(&lf);
        let (other, _) = parsed(&lf.replace('\n', "\r\n"));
        prop_assert_eq!(html(&one), html(&other));
        prop_assert_eq!(plain(&one.plain, &one), plain(&other.plain, &other));
        prop_assert_eq!(one.headings, other.headings);
    }

    /// Emphasis is all that the shadow changes: the words of a body are those of the same body without marks.
    #[test]
    fn what_is_surely_prose_is_prose(pieces in proptest::collection::vec(
        proptest::sample::select("**§*§~~§_§“§”§甲§乙。§，§a§1.§-§#§>§|§!§[§]§(§)§](§:§ §  §\n§\n\n§`§<a>§\\§[^1]§&amp;§\u{fe0f}".split('§').collect::<Vec<_>>()), 1..24)
    ) {
        let text = pieces.concat();
        prop_assert_eq!(emphasis::shadow(&text), emphasis::shadow_by_parser(&text));
    }

    #[test]
    fn emphasis_loses_no_words(words in proptest::collection::vec("[甲乙“”《》（）。、a1.(]{1,3}", 1..8)) {
        let marked = format!("甲{}", words.join("**"));
        let (body, _) = parsed(&marked);
        let shown = plain(&body.plain, &body).replace("**", "");
        prop_assert_eq!(shown.trim(), format!("甲{}", words.concat()));
    }
}

const KNOWN: [&str; 31] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "",
    "",
];

const ATTRIBUTES: [&str; 17] = [
    "alt",
    "aria-label",
    "checked",
    "class",
    "decoding",
    "disabled",
    "href",
    "id",
    "loading",
    "rel",
    "role",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
    "type",
];

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest).trim_start();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = &rest[..end];
        let mut value = "";
        rest = &rest[end..];
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("values are quoted");
            value = &quoted[..end];
            rest = &quoted[end + 1..];
        }
        attributes.push((name, value));
        rest = rest.trim_start();
    }
    attributes
}

/// Pieces of Markdown, of Chinese and of attacks, in any order, with some text of any kind between them.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "]",
        "](",
        ")",
        "![",
        "[[",
        "]]",
        "{{",
        "}}",
        "{{figure: a}}",
        "{{photo: b}}",
        "[[张三|三]]",
        "<",
        ">",
        "<script>",
        "</script>",
        "<b onclick=a>",
        "<!--",
        "-->",
        "javascript:a",
        "(javascript:a)",
        "(JAVA&#10;SCRIPT:a)",
        "data:a",
        "https://example.cn/\"onload=a",
        "(//example.cn/a)",
        "(media/a.jpg)",
        "(/people/a/ \"b\")",
        "&",
        "&lt;",
        "&#91;",
        "&quot;",
        "\"",
        "'",
        "\\",
        "|",
        "| a |\n|-|\n",
        "# ",
        "## 甲 {#a}",
        "> ",
        "> [!NOTE]\n",
        "- ",
        "- [ ] ",
        "1. ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "[a]",
        "---\n",
        "甲",
        "乙丙",
        "“",
        "”",
        "《",
        "》",
        "，",
        "。",
        "（",
        "\u{fe01}",
        "\u{e0100}",
        "𠮟",
        "a",
        "1",
        " ",
        "\0",
        "\u{202e}",
    ];
    let piece =
        prop_oneof![9 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}
