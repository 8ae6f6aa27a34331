//! The name of the person that a profile is about, or of the unit, written with another character that sounds or looks alike.

use std::collections::HashSet;

use super::super::abreast;
use super::passage::{self, Passage};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Draft, Person, Record};
use crate::say;
use crate::text::han::is_han;
use crate::text::pinyin::{self, Reads};

/// Looks in profiles for 谢庆师 where the record is that of 谢庆诗. One character differs, sounds or looks alike, and it is not a name that
/// the site knows: a brother of nearly the same name is no slip.
pub fn check(draft: &Draft, report: &mut Report) {
    let known: HashSet<&str> = draft.tables.people.iter().map(|record| record.title()).collect();
    abreast::judge(&draft.tables.people, report, |record, report| {
        let Some(body) = &record.body else { return };
        let own = names(draft, record);
        passage::each(body.text(), body.span(), true, &mut |passage| {
            for (name, span) in &own {
                find(passage, name, *span, &known, report);
            }
        });
    });
}

/// The person's own name and that of the unit, where they are long enough to be told from other words.
fn names<'d>(draft: &'d Draft, record: &'d Record<Person>) -> Vec<(&'d str, Span)> {
    let unit = record
        .data
        .unit
        .as_ref()
        .and_then(|unit| unit.key())
        .and_then(|key| draft.tables.units.get(key.index()));
    let unit =
        unit.map(|unit| (unit.title(), unit.data.name.span)).filter(|(title, _)| title.chars().count() >= 5);
    let name = Some((record.title(), record.data.name.span)).filter(|(name, _)| name.chars().count() >= 3);
    name.into_iter().chain(unit).filter(|(name, _)| name.chars().all(is_han)).collect()
}

fn find(passage: &Passage<'_>, name: &str, record: Span, known: &HashSet<&str>, report: &mut Report) {
    let text = passage.text;
    let Some(first) = name.chars().next() else { return };
    for (at, _) in text.match_indices(first) {
        let rest = &text[at..];
        let Some(end) = near(rest, name) else { continue };
        let written = &rest[..end];
        let is_other = known.contains(written) || !passage.is_prose(at);
        if is_other {
            continue;
        }
        report.push(
            Diagnostic::warning(
                Code::NearName,
                passage.span(at..at + end),
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

/// The length of what stands at the beginning of `text` and is the name but for one character of the same sound.
fn near(text: &str, name: &str) -> Option<usize> {
    let mut differing = None;
    let mut end = 0;
    let mut written = text.char_indices();
    for right in name.chars() {
        let (at, c) = written.next()?;
        end = at + c.len_utf8();
        if c != right && differing.replace((c, right)).is_some() {
            return None;
        }
    }
    let (wrong, right) = differing?;
    let is_alike = || ALIKE.split(' ').any(|alike| alike.contains(wrong) && alike.contains(right));
    (is_han(wrong) && (sound(wrong) == sound(right) || is_alike())).then_some(end)
}

/// Characters that are mistaken for each other by their looks.
const ALIKE: &str = "织识职积 末未 己已巳 戍戌戊 拨拔 侯候 辨辩辫 晴睛请情清 蓝篮 晓哓烧 彬杉 杨扬场 诗侍待持 宁宇 雪霄 淼森 洁沽 莉荷 丹舟 凤风 竟竞 治冶 部陪 组祖 县具 镇填 局居 乡多";

fn sound(c: char) -> Option<String> {
    let read = pinyin::readings(c.encode_utf8(&mut [0; 4]), Reads::Text);
    read.into_iter().next()?.1.map(|syllable| syllable.ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_that_sounds_or_looks_alike() {
        assert_eq!(near("李诗里说", "李示里"), Some(9));
        assert_eq!(near("示例县组识部", "示例县组织部"), Some(18));
        assert_eq!(near("李示里说", "李示里"), None);
        assert_eq!(near("李大里说", "李示里"), None);
        assert_eq!(near("李诗", "李示里"), None);
    }
}
