//! Text that was converted or pasted keeps what it does not need: traditional forms, readings, other widths, odd characters.

use std::collections::HashSet;

use super::super::silent::Listening;
use super::name_spelling;
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::markdown;
use crate::model::{Draft, EachTable, Fields, InTables, Kind as ModelKind, Site, Table, Word};
use crate::privacy;
use crate::say;
use crate::text::residue::{Finder, Kind, Residue};

/// Warns once a text and kind of residue, on sites in simplified Chinese. Passed over are quotations (`>`) and code in bodies,
/// words that the site's own terminology (用语) calls right, and the names of people, places and units where a text mentions
/// them: at the record of a person it is asked once whether they are really written so.
pub fn check(draft: &Draft, listening: &Listening, report: &mut Report) {
    let Some(site) = draft.site.as_ref().filter(|site| is_simplified(site)) else { return };
    let finder = Finder::default();
    let names: HashSet<Span> = name_spelling::names(draft).map(|name| name.span).collect();
    let mut accepted: Vec<&str> = site.terms.iter().map(|term| term.right.value.as_str()).collect();
    let of_names = Search { finder: &finder, accepted: accepted.clone() };
    for name in name_spelling::names(draft) {
        of_names.name(name, report);
    }
    let odd = |name: &&Word| {
        finder.find(name).iter().any(|residue| matches!(residue.kind, Kind::Form | Kind::Variant))
    };
    accepted.extend(name_spelling::names(draft).filter(odd).map(|name| name.value.as_str()));
    accepted.extend(draft.tables.places.iter().map(|place| place.title()));
    accepted.extend(draft.tables.units.iter().map(|unit| unit.title()));
    accepted.retain(|word| !finder.find(word).is_empty());
    let search = Search { finder: &finder, accepted };
    let words = [&site.subtitle, &site.description, &site.publisher, &site.notice];
    for word in words.into_iter().flatten().chain([&site.title]) {
        search.words(word, word.span, &|_| true, report);
    }
    draft.tables.each(&mut Records { search, of_names, names: &names, listening, report });
}

/// Whether the site is in simplified Chinese, as it is where it says nothing.
fn is_simplified(site: &Site) -> bool {
    let Some(language) = &site.language else { return true };
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    parts.next() == Some("zh") && !parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"))
}

struct Records<'a> {
    search: Search<'a>,
    /// Accepts only what the terminology says.
    of_names: Search<'a>,
    /// Where names of people stand, which are judged by themselves.
    names: &'a HashSet<Span>,
    listening: &'a Listening,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let (search, of_names, names) = (&self.search, &self.of_names, self.names);
        let is_place = matches!(T::KIND, ModelKind::Place | ModelKind::Unit);
        self.listening.judge(table, self.report, |record, report| {
            let own_name = record.data.title().span;
            // What the traditional edition writes is traditional.
            let own_form = record.common.traditional.as_ref().map(|form| form.span);
            let mut word = |text: &str, span: Span| {
                if own_form == Some(span) {
                    return;
                }
                if is_place && span == own_name {
                    of_names.words(text, span, &is_mistake_in_place, report);
                } else if !names.contains(&span) {
                    search.words(text, span, &|_| true, report);
                }
            };
            record.common.take_words(&mut word);
            record.data.take_words(&mut word);
            if let Some(body) = &record.body {
                search.text(body.text(), body.span(), &|_| true, true, report);
            }
        });
    }
}

struct Search<'a> {
    finder: &'a Finder,
    /// Words that are right although they hold residue.
    accepted: Vec<&'a str>,
}

impl Search<'_> {
    /// Spaces, dots and invisible characters of a name are told of with `name-spelling`.
    fn name(&self, word: &Word, report: &mut Report) {
        let name = word.value.as_str();
        let mut found = self.finder.find(name);
        found.retain(|residue| {
            !matches!(residue.kind, Kind::Dot | Kind::Invisible) && !self.accepts(name, residue)
        });
        if found.is_empty() {
            return;
        }
        let right = corrected(name, &found);
        let is_form = found.iter().all(|residue| matches!(residue.kind, Kind::Form | Kind::Variant));
        let shown = passages(name, &found);
        let hint = match (is_form, right) {
            (true, Some(right)) => say!(
                "是转换出来的就写成 {right}；本人确实这样写，就在 site.yaml 的“用语”里加一条“误: {right}，正: {name}”，以后不再提示",
                "where a conversion made it, write {right}; where the person is really called so, add `wrong: {right}, right: {name}` to `terms` in site.yaml, and this is asked no more"
            ),
            (false, Some(right)) if found.iter().any(|residue| residue.kind == Kind::Reading) => say!(
                "姓名里不写拼音：是 {right}，还是丢了一个字？读音写在“拼音”字段里",
                "a name holds no pinyin: is it {right}, or was a character lost? Its reading goes into `pinyin`"
            ),
            (false, Some(right)) => say!("写成 {right}", "write {right}"),
            (_, None) => say!("核对原件，重新键入这个姓名", "type the name again from the original"),
        };
        report.push(
            Diagnostic::warning(
                Code::ConversionResidue,
                word.span,
                say!(
                    "姓名“{name}”里有转换或粘贴留下的字符：{shown}",
                    "the name `{name}` holds what a conversion or paste left behind: {shown}"
                ),
            )
            .hint(hint),
        );
    }

    fn words(&self, text: &str, place: Span, counts: &dyn Fn(&Residue) -> bool, report: &mut Report) {
        self.text(text, place, counts, false, report);
    }

    fn text(
        &self,
        text: &str,
        place: Span,
        counts: &dyn Fn(&Residue) -> bool,
        is_body: bool,
        report: &mut Report,
    ) {
        if text.is_ascii() {
            return;
        }
        let mut found = Vec::new();
        for (start, line) in prose(text, is_body) {
            let of_line = self
                .finder
                .find(line)
                .into_iter()
                .filter(|residue| counts(residue) && !self.accepts(line, residue));
            found.extend(of_line.map(|residue| Residue {
                range: start + residue.range.start..start + residue.range.end,
                ..residue
            }));
        }
        found.sort_by_key(|residue| (residue.kind, residue.range.start));
        for same in found.chunk_by(|a, b| a.kind == b.kind) {
            let span = markdown::locate(place, text, same[0].range.clone());
            let (message, hint) = told(text, same);
            report.push(Diagnostic::warning(Code::ConversionResidue, span, message).hint(hint));
        }
    }

    /// Whether the passage lies in a word that is right as it is.
    fn accepts(&self, line: &str, residue: &Residue) -> bool {
        self.accepted.iter().any(|word| {
            let mut at = line.match_indices(word);
            at.any(|(start, _)| start <= residue.range.start && residue.range.end <= start + word.len())
        })
    }
}

/// Official names of places hold variants (里砦镇) and forms whose simplified character few computers have (鮀莲街道).
fn is_mistake_in_place(residue: &Residue) -> bool {
    let is_common = |right: &String| right.chars().all(|c| c <= '\u{FFFF}');
    residue.kind != Kind::Variant && residue.right.as_ref().is_none_or(is_common)
}

/// The lines of a text with where they begin; of a body without quotations and blocks of code, which say what others wrote.
fn prose(text: &str, is_body: bool) -> impl Iterator<Item = (usize, &str)> {
    let (mut at, mut in_code) = (0, false);
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let begin = line.trim_start();
        let is_fence = is_body && (begin.starts_with("```") || begin.starts_with("~~~"));
        in_code ^= is_fence;
        let is_other = is_body && (in_code || is_fence || begin.starts_with('>'));
        (!is_other).then_some((start, line))
    })
}

fn told(text: &str, found: &[Residue]) -> (Text, Text) {
    let (shown, right, count) = (passages(text, found), rights(found), found.len());
    match found[0].kind {
        Kind::Form => (
            say!(
                "简体文字里有繁体字：{shown}，共 {count} 处",
                "simplified text holds traditional forms: {shown} ({count} in all)"
            ),
            say!(
                "写成 {right}；照录的原文用引用（>）标出；专用名称确实这样写的，加进 site.yaml 的“用语”",
                "write {right}; set what is quoted as a quotation (>); a name that is really written so goes into `terms` in site.yaml"
            ),
        ),
        Kind::Variant => (
            say!("有异体字：{shown}，共 {count} 处", "variant forms: {shown} ({count} in all)"),
            say!(
                "写成 {right}；姓名、地名确实这样写的，加进 site.yaml 的“用语”",
                "write {right}; a name that is really written so goes into `terms` in site.yaml"
            ),
        ),
        Kind::Reading => (
            say!(
                "汉字后面夹着拼音：{shown}，共 {count} 处",
                "readings stand behind characters: {shown} ({count} in all)"
            ),
            say!(
                "删去拼音，并核对这个字有没有丢失；姓名的读音写在人物的“拼音”字段里",
                "remove them, and see whether a character was lost; the reading of a name goes into the person's `pinyin`"
            ),
        ),
        Kind::Width => (
            say!(
                "有全角的字母、数字，或半角的假名：{shown}，共 {count} 处",
                "full-width letters or digits, or half-width kana: {shown} ({count} in all)"
            ),
            say!("写成 {right}", "write {right}"),
        ),
        Kind::Dot => (
            say!(
                "两个汉字之间用了“{shown}”，共 {count} 处",
                "`{shown}` stands between two Chinese characters ({count} in all)"
            ),
            say!(
                "姓名的间隔号写成“·”（U+00B7）；是句子就用“。”",
                "the dot of a name is `·` (U+00B7), the end of a sentence `。`"
            ),
        ),
        Kind::Invisible => (
            say!("有看不见的字符：{shown}，共 {count} 处", "invisible characters: {shown} ({count} in all)"),
            say!(
                "删去；汉字与字母之间的空隙由网页样式来留",
                "remove them; the gap beside letters is left by the style of the page"
            ),
        ),
        Kind::PrivateUse => (
            say!(
                "有私用区字符，别人的电脑上显示不出来：{shown}，共 {count} 处",
                "private-use characters, which other computers cannot show: {shown} ({count} in all)"
            ),
            match found.iter().all(|residue| residue.right.is_some()) {
                true => say!("写成 {right}", "write {right}"),
                false => say!(
                    "对照原件，换成有正式编码的字；没有编码的字，用文字说明，不要造字",
                    "put the encoded character that the original shows; where there is none, describe it in words"
                ),
            },
        ),
    }
}

/// At most so many different passages are shown.
const SHOWN: usize = 5;

/// What was found, each once: `衝鋒、臺…`; by code point where it cannot be seen.
fn passages(text: &str, found: &[Residue]) -> String {
    let name = |residue: &Residue| {
        let passage = &text[residue.range.clone()];
        let codes =
            || passage.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ");
        match residue.kind {
            Kind::Invisible | Kind::PrivateUse => codes(),
            _ => passage.to_owned(),
        }
    };
    once_each(found.iter().map(name))
}

fn rights(found: &[Residue]) -> String {
    once_each(found.iter().filter_map(|residue| residue.right.clone()))
}

const LONG: usize = 7;

fn once_each(words: impl Iterator<Item = String>) -> String {
    let mut different: Vec<String> = Vec::new();
    for word in words {
        // So many digits may be someone's number, which no message repeats.
        let is_long = word.chars().filter(|c| c.is_numeric()).count() >= LONG;
        let word = if is_long { privacy::stars(&word) } else { word };
        if !different.contains(&word) {
            different.push(word);
        }
    }
    let more = if different.len() > SHOWN { "…" } else { "" };
    different.truncate(SHOWN);
    different.join("、") + more
}

/// The text with everything that was found put right; nothing where that is not known.
fn corrected(text: &str, found: &[Residue]) -> Option<String> {
    let (mut right, mut from) = (String::new(), 0);
    for residue in found {
        right.push_str(&text[from..residue.range.start]);
        right.push_str(residue.right.as_deref()?);
        from = residue.range.end;
    }
    right.push_str(&text[from..]);
    Some(right)
}
