//! Numbers in texts that the site states otherwise: “150名” in a decision that lists 147, or a figure of another value.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::silent::Listening;
use super::passage::{self, Passage};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Commendation, Draft, EachTable, Figure, InTables, Record, Table};
use crate::say;

/// Compares the bodies of commendations with their lists, and every body with the figures whose labels it names.
pub fn check(draft: &Draft, listening: &Listening, report: &mut Report) {
    listening.judge(&draft.tables.commendations, report, list);
    let mut figures: Vec<&Record<Figure>> = draft.tables.figures.iter().collect();
    // A label that several figures bear names none of them.
    figures.sort_by_key(|record| record.title());
    let figures: Vec<&Record<Figure>> = figures
        .chunk_by(|a, b| a.title() == b.title())
        .filter(|same| same.len() == 1)
        .map(|same| same[0])
        .collect();
    let figures: Vec<&Record<Figure>> =
        figures.into_iter().filter(|record| record.title().chars().count() >= 4).collect();
    let labels = figures.iter().map(|record| record.title());
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(labels) else {
        return;
    };
    if !figures.is_empty() {
        draft.tables.each(&mut Bodies { finder: &finder, figures: &figures, listening, report });
    }
}

/// “对张三等150名同志予以表扬”: the number is that of a list, or of several together.
fn list(record: &Record<Commendation>, report: &mut Report) {
    let Some(body) = &record.body else { return };
    passage::each(body.text(), body.span(), true, &mut |passage| {
        for (range, number) in counted(passage) {
            if let Some(found) = judge(passage, range, number, record) {
                report.push(found);
            }
        }
    });
}

/// What is to be said of a number that a text has for those whom a commendation honours; nothing where its lists are not complete.
pub fn judge(
    passage: &Passage<'_>,
    range: Range<usize>,
    number: usize,
    record: &Record<Commendation>,
) -> Option<Diagnostic> {
    let data = &record.data;
    let lists: Vec<usize> =
        data.honors.iter().map(|honor| honor.everyone().count()).filter(|count| *count > 0).collect();
    let mut declared = data.honors.iter().filter_map(|honor| honor.declared).map(|n| n.value as usize);
    let total: usize = lists.iter().sum();
    let is_known = number == total || lists.contains(&number) || declared.any(|stated| stated == number);
    if lists.is_empty() || data.open == Some(true) || is_known {
        return None;
    }
    let written = &passage.text[range.clone()];
    let found = Diagnostic::warning(
        Code::NumberContradiction,
        passage.span(range),
        say!("正文写“{written}”，名单列出 {total} 个", "the text says `{written}`, and {total} are listed"),
    );
    Some(
        found
            .note(data.title.span, say!("名单在这份表彰里", "the list is in this commendation"))
            .hint(say!("核对原件，改正其中一处", "check the document, and correct one of them")),
    )
}

/// “等150名同志”, “表彰了150名先进个人”, “授予150个集体”.
pub fn counted(passage: &Passage<'_>) -> Vec<(Range<usize>, usize)> {
    let text = passage.text;
    let mut found = Vec::new();
    for (at, whom) in text.match_indices(['名', '位', '个']) {
        let start = text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let Ok(number) = text[start..at].parse() else { continue };
        let lead = &text[..start];
        let is_of_list = lead.ends_with(['等', '予', '对']);
        let is_honoured = HONOURED.iter().any(|verb| lead.strip_suffix('了').unwrap_or(lead).ends_with(verb));
        let rest = &text[at + whom.len()..];
        let noun = NOUNS.iter().find(|noun| rest.starts_with(**noun));
        let Some(noun) = noun.filter(|_| (is_of_list || is_honoured) && passage.is_prose(at)) else {
            continue;
        };
        found.push((start..at + whom.len() + noun.len(), number));
    }
    found
}

/// Right before the number.
const HONOURED: &[&str] = &["表彰", "表扬", "授予", "嘉奖"];

/// Right behind the measure word.
const NOUNS: &[&str] = &[
    "同志",
    "个人",
    "先进个人",
    "集体",
    "先进集体",
    "先进工作者",
    "优秀共产党员",
    "优秀党务工作者",
    "劳动模范",
    "先进单位",
    "先进基层党组织",
];

struct Bodies<'a> {
    finder: &'a AhoCorasick,
    figures: &'a [&'a Record<Figure>],
    listening: &'a Listening,
    report: &'a mut Report,
}

impl EachTable for Bodies<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let (finder, figures) = (self.finder, self.figures);
        self.listening.judge(table, self.report, |record, report| {
            let Some(body) = &record.body else { return };
            passage::each(body.text(), body.span(), true, &mut |passage| {
                for found in finder.find_iter(passage.text).filter(|found| passage.is_prose(found.start())) {
                    figure(passage, found.end(), figures[found.pattern().as_usize()], report);
                }
            });
        });
    }
}

/// A number right behind the label, in the figure's measure and with another value.
fn figure(passage: &Passage<'_>, behind: usize, record: &Record<Figure>, report: &mut Report) {
    let (text, data) = (passage.text, &record.data);
    let rest = text[behind..]
        .trim_start_matches(['为', '达', '到', '是', '共', '约', '近', '超', '过', '有', '：', ' ', '了']);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '万' | '亿');
    let length = rest.len() - rest.trim_start_matches(is_number).len();
    let (number, measure) = rest.split_at(length);
    let plain = |number: &str| number.replace(',', "");
    let stated = data.measure.as_ref().map_or("", |measure| measure.value.as_str());
    let is_same = number.is_empty() || plain(number) == plain(&data.value.text);
    let is_measured = !stated.is_empty() && measure.trim_start_matches(['余', '多']).starts_with(stated);
    if is_same || !is_measured || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let start = text.len() - rest.len();
    let (written, right) = (format!("{number}{stated}"), data.stated());
    let span: Span = passage.span(start..start + length);
    report.push(
        Diagnostic::warning(
            Code::NumberContradiction,
            span,
            say!("正文写“{written}”，数据写“{right}”", "the text says `{written}`, the figure `{right}`"),
        )
        .note(data.value.span, say!("数据在这里", "the figure is here"))
        .hint(say!(
            "核对来源，改正其中一处；也可以写 {{{{figure: 标识}}}} 引用数据",
            "check the source, and correct one of them; or write {{{{figure: id}}}} to quote it"
        )),
    );
}
