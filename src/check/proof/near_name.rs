//! The name of a person or unit that the site knows, written with another character that sounds or looks alike.

use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::FxHashMap;

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::Draft;
use crate::say;
use crate::text::han::is_han;
use crate::text::pinyin::{self, Reads};

/// All names of a site as one tree of characters, so that a text is read once, however many there are.
#[derive(Default)]
pub struct Names<'d> {
    /// The node of a name's first character, by its place in the base block. That character is never the wrong one: too much would be near.
    first: Vec<u32>,
    next: FxHashMap<(u32, char), u32>,
    /// The nodes that may be meant, by the sound of what is written.
    heard: FxHashMap<(u32, u32), Vec<u32>>,
    /// The same by looks.
    seen: FxHashMap<(u32, char), Vec<u32>>,
    /// What ends at a node.
    ends: Vec<End<'d>>,
    /// The sounds of characters, once they have been asked for; 0 before that.
    sounds: Vec<AtomicU32>,
    /// What looks like a character.
    alike: FxHashMap<char, Vec<char>>,
}

#[derive(Clone, Copy)]
enum End<'d> {
    Nothing,
    /// A name that someone bears: whoever writes it means it.
    Known,
    /// One that is told where something else is written.
    Asked(&'d str, Span),
}

/// The base block of Unihan, in which first characters are.
const BASE: std::ops::Range<u32> = 0x4E00..0xA000;

/// Names shorter than these are too near to other words.
const SHORTEST_PERSON: usize = 3;
const SHORTEST_UNIT: usize = 5;

impl<'d> Names<'d> {
    /// `None` where no name is long enough.
    pub fn of(draft: &'d Draft) -> Option<Names<'d>> {
        let tables = &draft.tables;
        let long = |name: &str, least| name.chars().count() >= least && name.chars().all(is_han);
        let people = tables.people.iter().map(|record| (record.title(), record.data.name.span));
        let people = people.filter(|(name, _)| long(name, SHORTEST_PERSON));
        let units = tables.units.iter().map(|record| (record.title(), record.data.name.span));
        let asked: Vec<(&str, Span)> =
            people.chain(units.filter(|(name, _)| long(name, SHORTEST_UNIT))).collect();
        if asked.is_empty() {
            return None;
        }
        let mut names = Names::none();
        // Names that are right too: of whoever is on a list alone, of units before, of teams and places.
        let lines = tables.commendations.iter().flat_map(|record| &record.data.honors);
        let lines = lines.flat_map(|honor| honor.everyone());
        for name in lines.flat_map(|line| line.name.iter().chain(&line.who)) {
            names.add(&name.value, End::Known);
        }
        for unit in tables.units.iter() {
            unit.data
                .formerly
                .iter()
                .chain(&unit.data.short)
                .for_each(|name| names.add(&name.value, End::Known));
            names.add(unit.title(), End::Known);
        }
        tables.teams.iter().for_each(|team| names.add(team.title(), End::Known));
        tables.places.iter().for_each(|place| names.add(place.title(), End::Known));
        asked.into_iter().for_each(|(name, span)| names.add(name, End::Asked(name, span)));
        Some(names)
    }

    fn none() -> Names<'d> {
        let mut alike = FxHashMap::<char, Vec<char>>::default();
        for group in ALIKE.split(' ') {
            for c in group.chars() {
                alike.entry(c).or_default().extend(group.chars().filter(|other| *other != c));
            }
        }
        Names {
            first: vec![0; BASE.len()],
            ends: vec![End::Nothing],
            sounds: (0..BASE.len()).map(|_| AtomicU32::new(0)).collect(),
            alike,
            ..Names::default()
        }
    }

    fn add(&mut self, name: &str, end: End<'d>) {
        let mut chars = name.chars();
        let Some(first) = chars.next().and_then(place) else { return };
        if self.first[first] == 0 {
            self.first[first] = self.node();
        }
        let mut node = self.first[first];
        for c in chars {
            node = match self.next.get(&(node, c)) {
                Some(next) => *next,
                None => {
                    let next = self.node();
                    self.next.insert((node, c), next);
                    if let Some(sound) = self.sound(c) {
                        self.heard.entry((node, sound)).or_default().push(next);
                    }
                    for alike in self.alike.get(&c).into_iter().flatten() {
                        self.seen.entry((node, *alike)).or_default().push(next);
                    }
                    next
                }
            };
        }
        self.ends[node as usize] = end;
    }

    fn node(&mut self) -> u32 {
        self.ends.push(End::Nothing);
        self.ends.len() as u32 - 1
    }

    /// Tells of 谢庆师 where the site knows 谢庆诗. One character differs, sounds or looks alike, and what is written is not a name
    /// that the site knows: a brother of nearly the same name is no slip.
    pub fn check(&self, passage: &Passage<'_>, report: &mut Report) {
        let mut behind = 0;
        for (at, c) in passage.text.char_indices() {
            let Some(node) = place(c).map(|first| self.first[first]).filter(|node| *node > 0) else {
                continue;
            };
            if at < behind {
                continue;
            }
            let Some((end, name, record)) = self.near(node, at + c.len_utf8(), passage.text) else {
                continue;
            };
            behind = end;
            if !passage.is_prose(at) {
                continue;
            }
            let written = &passage.text[at..end];
            // 胡先生 is not 胡贤生.
            if ADDRESSES.iter().any(|word| written[c.len_utf8()..].starts_with(word)) {
                continue;
            }
            report.push(
                Diagnostic::warning(
                    Code::NearName,
                    passage.span(at..end),
                    say!(
                        "“{written}”和“{name}”只差一个音同或形近的字",
                        "`{written}` differs from `{name}` by a character that sounds or looks alike"
                    ),
                )
                .note(record, say!("记录里这样写", "the record says so"))
                .hint(say!("是同一个名称就写成“{name}”", "where it is the same, write `{name}`")),
            );
        }
    }

    /// The longest name that is meant, with the end of what is written, unless a name as long stands there rightly.
    fn near(&self, from: u32, start: usize, text: &str) -> Option<(usize, &'d str, Span)> {
        let (mut node, mut at) = (from, start);
        let mut found: Option<(usize, &str, Span)> = None;
        while let Some(c) = text[at..].chars().next().filter(|c| is_han(*c)) {
            let end = at + c.len_utf8();
            let exact = self.next.get(&(node, c)).copied();
            let heard = self.sound(c).and_then(|sound| self.heard.get(&(node, sound)));
            let meant = heard.into_iter().chain(self.seen.get(&(node, c))).flatten();
            for other in meant.filter(|other| Some(**other) != exact) {
                if let Some(name) = self.rest(*other, end, text)
                    && found.is_none_or(|(longest, ..)| name.0 > longest)
                {
                    found = Some(name);
                }
            }
            match exact {
                Some(next) => (node, at) = (next, end),
                None => break,
            }
            if !matches!(self.ends[node as usize], End::Nothing) {
                found = found.filter(|(longest, ..)| *longest > at);
            }
        }
        found
    }

    /// The longest name that is asked for and goes on from a node as the text does.
    fn rest(&self, from: u32, start: usize, text: &str) -> Option<(usize, &'d str, Span)> {
        let (mut node, mut at, mut found) = (from, start, None);
        loop {
            if let End::Asked(name, span) = self.ends[node as usize] {
                found = Some((at, name, span));
            }
            let Some(c) = text[at..].chars().next() else { return found };
            match self.next.get(&(node, c)) {
                Some(next) => (node, at) = (*next, at + c.len_utf8()),
                None => return found,
            }
        }
    }

    /// What a character sounds like, without its tone; characters of other blocks have no sound here.
    fn sound(&self, c: char) -> Option<u32> {
        let known = &self.sounds[place(c)?];
        let sound = match known.load(Ordering::Relaxed) {
            0 => {
                let read = pinyin::readings(c.encode_utf8(&mut [0; 4]), Reads::Text);
                let syllable = read.into_iter().next().and_then(|(_, syllable)| Some(syllable?.ascii()));
                let number = |syllable: String| {
                    syllable
                        .bytes()
                        .fold(1, |sum: u32, letter| sum.wrapping_mul(31).wrapping_add(letter.into()))
                };
                let sound = syllable.map_or(NONE, number);
                known.store(sound, Ordering::Relaxed);
                sound
            }
            sound => sound,
        };
        (sound != NONE).then_some(sound)
    }
}

/// What stands behind a surname alone, and words that end like it.
const ADDRESSES: &[&str] = &[
    "先生", "女士", "大使", "同志", "主任", "书记", "教授", "老师", "师傅", "大爷", "大妈", "大姐", "学院",
    "总理",
];

/// The sound of what has none.
const NONE: u32 = u32::MAX;

fn place(c: char) -> Option<usize> {
    BASE.contains(&u32::from(c)).then(|| (u32::from(c) - BASE.start) as usize)
}

/// Characters that are mistaken for each other by their looks.
const ALIKE: &str = "织识职积 末未 己已巳 戍戌戊 拨拔 侯候 辨辩辫 晴睛请情清 蓝篮 晓哓烧 彬杉 杨扬场 诗侍待持 宁宇 雪霄 淼森 洁沽 莉荷 丹舟 凤风 竟竞 治冶 部陪 组祖 县具 镇填 局居 乡多 例列 思恩 千干 田由甲申 今令 瑞端 佳住 明朋 玉王";

#[cfg(test)]
mod tests {
    use super::super::passage;
    use super::*;
    use crate::diag::FileId;

    fn found(asked: &[&'static str], known: &[&'static str], text: &str) -> Vec<(String, String)> {
        let place = Span::new(FileId(0), 0..text.len());
        let mut names = Names::none();
        known.iter().for_each(|name| names.add(name, End::Known));
        asked.iter().for_each(|name| names.add(name, End::Asked(name, place)));
        let mut report = Report::new();
        passage::each(text, place, true, &mut |passage| names.check(passage, &mut report));
        let told = |diagnostic: &Diagnostic| {
            let meant = diagnostic.hint.as_ref().map(|hint| hint.zh.clone()).unwrap_or_default();
            (text[diagnostic.span.range()].to_owned(), meant)
        };
        report.iter().map(told).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let asked = ["李示里", "欧阳示例", "示例县组织部", "示例县组织部办公室"];
        let known = ["李诗礼", "示例县", "示例县组织科"];
        let written: Vec<String> =
            found(&asked, &known, text).into_iter().map(|(written, _)| written).collect();
        assert_eq!(written, expect, "{text}");
    }

    #[test]
    fn one_character_that_sounds_or_looks_alike() {
        check("那天李诗里说", &["李诗里"]);
        check("示例县组识部的李士里", &["示例县组识部", "李士里"]);
        check("示例县组识部办公室", &["示例县组识部办公室"]);
        check("示例县组织部办公事", &["示例县组织部办公事"]);
        check("欧洋示例到了", &["欧洋示例"]);
        check("**李诗里**", &["李诗里"]);
    }

    #[test]
    fn what_is_right_is_not_told() {
        for text in [
            "李示里说",
            "李大里说",
            "李诗礼说",
            "李诗",
            "李",
            "示例县组织科",
            "示例县组织部",
            "李师傅",
            "赵示里",
            "[[李诗里]]",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_right_name_is_offered() {
        let found = found(&["谢庆诗", "谢庆思"], &[], "谢庆师");
        assert_eq!(found, [("谢庆师".to_owned(), "是同一个名称就写成“谢庆诗”".to_owned())]);
    }
}
