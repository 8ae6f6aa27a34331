//! Characters of published texts that fonts of common systems lack: a report for who asks, not a judgement.

use std::collections::BTreeMap;

use super::roll::Roll;
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::markdown;
use crate::model::decode::Decode;
use crate::model::{EachTable, InTables, Record, RecordKind, Table};
use crate::say;
use crate::text::glyphs::{System, is_private, lacking};

/// Warns once a character, at the first place where it stands, with up to nine other places, in the order of characters.
pub fn check(roll: &Roll, report: &mut Report) {
    let mut rare = Rare::default();
    roll.tables.each(&mut rare);
    for proposal in &roll.notices {
        rare.record(&proposal.record);
    }
    let site = &roll.site;
    let words = [&site.subtitle, &site.description, &site.publisher, &site.notice].into_iter().flatten();
    for word in words.chain([&site.title]).chain(site.menu.iter().map(|item| &item.title)) {
        rare.text(word, word.span, &say!("站点", "the site"));
    }
    for (c, places) in rare.0 {
        report.push(told(c, &places));
    }
}

/// Where each character stands that some system lacks, and in which record.
#[derive(Default)]
struct Rare(BTreeMap<char, Vec<(Span, Text)>>);

impl EachTable for Rare {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        table.iter().for_each(|record| self.record(record));
    }
}

impl Rare {
    fn record<T: RecordKind>(&mut self, record: &Record<T>) {
        let (kind, title) = (T::KIND, record.title());
        let (zh, en) = (kind.zh(), kind.en());
        let owner = say!("{zh}“{title}”", "{en} `{title}`");
        let mut look = |text: &str, span: Span| self.text(text, span, &owner);
        record.data.take_words(&mut look);
        record.common.sources.words(&mut look);
        record.common.tags.words(&mut look);
        if let Some(body) = &record.body {
            self.text(body.text(), body.span(), &owner);
        }
    }

    fn text(&mut self, text: &str, place: Span, owner: &Text) {
        for (at, c) in text.char_indices() {
            if lacking(c).next().is_some() {
                let span = markdown::locate(place, text, at..at + c.len_utf8());
                self.0.entry(c).or_default().push((span, owner.clone()));
            }
        }
    }
}

/// So many places of a character are shown; the others are counted.
const SHOWN: usize = 10;

fn told(c: char, places: &[(Span, Text)]) -> Diagnostic {
    let systems: Vec<Text> = lacking(c).map(name).collect();
    let all = |of: fn(&Text) -> &String, by: &str| {
        systems.iter().map(|s| of(s).as_str()).collect::<Vec<_>>().join(by)
    };
    let (zh, en) = (all(|text| &text.zh, "；"), all(|text| &text.en, "; "));
    let (code, count) = (format!("U+{:04X}", u32::from(c)), places.len());
    let (first, owner) = &places[0];
    let (owner_zh, owner_en) = (&owner.zh, &owner.en);
    let message = match is_private(c) {
        true => say!(
            "私用区字符 {code}，任何系统都没有统一的字形；{owner_zh}，共 {count} 处",
            "the private-use character {code}, which no system shows alike; {owner_en}, {count} in all"
        ),
        false => say!(
            "“{c}”（{code}）在这些系统上可能显示成方框：{zh}；{owner_zh}，共 {count} 处",
            "`{c}` ({code}) may be shown as a box on: {en}; {owner_en}, {count} in all"
        ),
    };
    let hint = match is_private(c) {
        true => say!("对照原件，换成有正式编码的字", "put the encoded character that the original shows"),
        false => say!(
            "字是对的就保留，不要换成同音字、拼音或图片；公开前在主题里加一个含这个字的网页字体，并在这些系统上各看一遍",
            "where the character is right, keep it, and put no homophone, pinyin or picture in its place; give the theme a web font that has it, and look at the page on these systems"
        ),
    };
    let mut diagnostic = Diagnostic::warning(Code::MissingGlyph, *first, message).hint(hint);
    for (span, owner) in places.iter().take(SHOWN).skip(1) {
        let (zh, en) = (&owner.zh, &owner.en);
        diagnostic = diagnostic.note(*span, say!("还在这里：{zh}", "here too: {en}"));
    }
    diagnostic
}

fn name(system: System) -> Text {
    match system {
        System::Windows10 => say!("Windows 10（宋体、微软雅黑）", "Windows 10 (SimSun, Microsoft YaHei)"),
        System::Windows11 => say!("Windows 11（宋体-ExtG）", "Windows 11 (SimSun-ExtG)"),
        System::Apple => say!("macOS、iOS（苹方）", "macOS, iOS (PingFang)"),
        System::Noto => say!("安卓、Linux（思源黑体）", "Android, Linux (Noto Sans CJK)"),
    }
}
