//! What text brings along that was converted or pasted: traditional and variant forms in simplified text, readings
//! beside characters, other widths, wrong dots, invisible and private-use characters.
//!
//! It reads one line of text at a time and knows no Markdown but inline code, in which nothing is looked for. What is a
//! quotation, and what a name that is really written so, the caller knows.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::glyphs::is_private;
use super::han::{base_letter, is_cjk_punctuation, is_han, is_name_dot};
use super::pinyin;

/// A passage that does not belong into simplified Chinese text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residue {
    /// Where it is, in bytes of the text.
    pub range: Range<usize>,
    pub kind: Kind,
    /// What is written instead; empty where it is left out, nothing where that cannot be known.
    pub right: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A traditional, compatibility or radical form: 衝 for 冲.
    Form,
    /// A variant form: 峯 for 峰. Names of people and places may be written so.
    Variant,
    /// A reading beside its character: 茍（gǒu）.
    Reading,
    /// Full-width letters and digits, half-width katakana.
    Width,
    /// Another dot than `·` between two Chinese characters.
    Dot,
    /// A no-break space, or something without width, beside Chinese text.
    Invisible,
    /// A character that only its own font can show.
    PrivateUse,
}

/// Looks for residue. Made once and used for many texts: most characters are passed with one look at a bit.
pub struct Finder {
    /// Of the basic plane, which characters need a closer look.
    close: Box<[u64; 0x1_0000 / 64]>,
    /// A form, what is written for it, and as what it counts.
    forms: Vec<(char, char, Kind)>,
}

impl Default for Finder {
    fn default() -> Finder {
        let forms = FORMS
            .lines()
            .filter_map(|line| {
                let mut chars = line.chars();
                let (form, right) = (chars.next()?, chars.next()?);
                Some((form, right, if chars.next().is_some() { Kind::Variant } else { Kind::Form }))
            })
            .collect();
        let mut finder = Finder { close: Box::new([0; 0x1_0000 / 64]), forms };
        for index in 0..finder.forms.len() {
            finder.watch(finder.forms[index].0);
        }
        IN_WORDS.iter().for_each(|word| finder.watch(word.0));
        TONED.chars().for_each(|c| finder.watch(c));
        let ranges = ['\u{2F00}'..='\u{2FD5}', '\u{E000}'..='\u{FAFF}', '\u{FF10}'..='\u{FF9F}'];
        ranges.into_iter().flatten().for_each(|c| finder.watch(c));
        ['\0'..='\u{FFFF}']
            .into_iter()
            .flatten()
            .filter(|c| is_wrong_dot(*c) || is_invisible(*c))
            .for_each(|c| finder.watch(c));
        finder
    }
}

impl Finder {
    fn watch(&mut self, c: char) {
        if let Some(bits) = self.close.get_mut(c as usize / 64) {
            *bits |= 1 << (c as usize % 64);
        }
    }

    fn is_watched(&self, c: char) -> bool {
        self.close.get(c as usize / 64).is_none_or(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    /// All residue of a line of text, from its beginning; neighbours of one kind are one passage.
    pub fn find(&self, line: &str) -> Vec<Residue> {
        let mut found: Vec<Residue> = Vec::new();
        let mut in_code = false;
        for (at, c) in line.char_indices() {
            if c == '`' {
                // A mark that has no other on its line begins no code.
                in_code = !in_code && line[at + 1..].contains('`');
            }
            if in_code {
                continue;
            }
            if !self.is_watched(c) || found.last().is_some_and(|last| at < last.range.end) {
                continue;
            }
            let Some(residue) = self.judge(line, at, c) else { continue };
            match found.last_mut() {
                Some(last) if last.kind == residue.kind && last.range.end == residue.range.start => {
                    last.range.end = residue.range.end;
                    let joined = last.right.take().zip(residue.right);
                    last.right = joined.map(|(a, b)| a.chars().chain(b.chars()).nfc().collect());
                }
                _ => found.push(residue),
            }
        }
        found
    }

    fn judge(&self, line: &str, at: usize, c: char) -> Option<Residue> {
        let end = at + c.len_utf8();
        let (before, after) = (line[..at].chars().next_back(), line[end..].chars().next());
        let residue = |kind, right: Option<String>| Some(Residue { range: at..end, kind, right });
        if is_private(c) {
            return residue(
                Kind::PrivateUse,
                GBK.iter().find(|(private, _)| *private == c).map(|(_, c)| c.to_string()),
            );
        }
        if matches!(c, '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{FF66}'..='\u{FF9F}')
        {
            return residue(Kind::Width, Some(std::iter::once(c).nfkc().collect()));
        }
        if is_wrong_dot(c) {
            let is_between = before.is_some_and(is_han) && after.is_some_and(is_han);
            // 一.加强领导 is a heading with its number.
            let is_numbered =
                matches!(c, '.' | '．') && before.is_some_and(|c| "一二三四五六七八九十".contains(c));
            return (is_between && !is_numbered).then(|| residue(Kind::Dot, Some("·".to_owned())))?;
        }
        if is_invisible(c) {
            let is_chinese = |c: char| is_han(c) || is_cjk_punctuation(c);
            return [before, after]
                .into_iter()
                .flatten()
                .any(is_chinese)
                .then(|| residue(Kind::Invisible, Some(String::new())))?;
        }
        if TONED.contains(c) {
            return reading_at(line, at);
        }
        let (kind, right) = self.form(c, before, after)?;
        residue(kind, Some(right.to_string()))
    }

    /// What is written for a form; nothing where it is right as it is.
    fn form(&self, c: char, before: Option<char>, after: Option<char>) -> Option<(Kind, char)> {
        if let Some((_, right, befores, afters)) = IN_WORDS.iter().find(|word| word.0 == c) {
            let is_word =
                before.is_some_and(|c| befores.contains(c)) || after.is_some_and(|c| afters.contains(c));
            return is_word.then_some((Kind::Form, *right));
        }
        if let Ok(index) = self.forms.binary_search_by_key(&c, |form| form.0) {
            let (_, right, kind) = self.forms[index];
            return Some((kind, right));
        }
        let is_compatible =
            matches!(c, '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}');
        let right = std::iter::once(c).nfkc().next().filter(|form| is_compatible && *form != c);
        right.map(|right| (Kind::Form, right))
    }
}

/// Written by `tools/variants`: a form that simplified text does not use, and what is written for it; `~` behind those that
/// are variants. Sorted.
static FORMS: &str = include_str!("data/variants.txt");

/// Characters that are right in some words and residue in others: what is written for them, and beside which they are
/// residue (before them, after them). 於 is a surname, 乾 a trigram, 瞭望 a word.
static IN_WORDS: [(char, char, &str, &str); 3] = [
    ('於', '于', "关對对由终終至在位处處基鉴鑒属屬等用善勇敢忠便利", "是"),
    ('乾', '干', "饼餅", "净淨燥杯旱部警"),
    ('瞭', '了', "明", "解如"),
];

/// Pinyin vowels that carry a tone, and the tone marks alone.
static TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u{304}\u{301}\u{30C}\u{300}";

fn is_wrong_dot(c: char) -> bool {
    c == '.' || is_name_dot(c) && c != '·'
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{AD}' | '\u{2007}' | '\u{200B}'..='\u{200F}' | '\u{202F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// The reading that the letter at `at` belongs to: pinyin right behind a Chinese character, in brackets or not.
fn reading_at(line: &str, at: usize) -> Option<Residue> {
    let is_letter = |c: char| base_letter(c).is_some_and(|c| c.is_ascii_alphabetic()) || TONED.contains(c);
    let is_inside = |c: char| is_letter(c) || matches!(c, ' ' | '\'' | '’');
    let start = line[..at]
        .rfind(|c| !is_inside(c))
        .map_or(0, |before| before + line[before..].chars().next().map_or(0, char::len_utf8));
    let end = line[at..].find(|c| !is_inside(c)).map_or(line.len(), |length| at + length);
    let (mut start, mut end) = (start, start + line[start..end].trim_end().len());
    let syllables = pinyin::parse_given(&line[start..end]);
    if syllables.is_empty() || !syllables.iter().all(pinyin::Syllable::is_possible) {
        return None;
    }
    let before = line[..start].chars().next_back()?;
    if matches!(before, '（' | '(' | '［' | '[' | '【') {
        start -= before.len_utf8();
        let close = line[end..].chars().next().filter(|c| matches!(c, '）' | ')' | '］' | ']' | '】'))?;
        end += close.len_utf8();
    }
    let is_behind = line[..start].chars().next_back().is_some_and(is_han);
    is_behind.then(|| Residue { range: start..end, kind: Kind::Reading, right: Some(String::new()) })
}

/// Places of the private-use area at which fonts of GBK and of GB 18030-2000 keep characters that Unicode has since
/// given a place of their own (GB 18030-2022, and the mappings of GBK before it).
#[rustfmt::skip]
static GBK: [(char, char); 92] = [
    ('\u{E78D}', '\u{FE10}'), ('\u{E78E}', '\u{FE12}'), ('\u{E78F}', '\u{FE11}'), ('\u{E790}', '\u{FE13}'),
    ('\u{E791}', '\u{FE14}'), ('\u{E792}', '\u{FE15}'), ('\u{E793}', '\u{FE16}'), ('\u{E794}', '\u{FE17}'),
    ('\u{E795}', '\u{FE18}'), ('\u{E796}', '\u{FE19}'), ('\u{E7C7}', '\u{1E3F}'), ('\u{E7C8}', '\u{1F9}'),
    ('\u{E815}', '\u{2E81}'), ('\u{E816}', '𠂇'), ('\u{E817}', '𠂉'), ('\u{E818}', '𠃌'),
    ('\u{E819}', '\u{2E84}'), ('\u{E81A}', '㑳'), ('\u{E81B}', '㑇'), ('\u{E81C}', '\u{2E88}'),
    ('\u{E81D}', '\u{2E8B}'), ('\u{E81E}', '龴'), ('\u{E81F}', '㖞'), ('\u{E820}', '㘚'), ('\u{E821}', '㘎'),
    ('\u{E822}', '\u{2E8C}'), ('\u{E823}', '\u{2E97}'), ('\u{E824}', '㥮'), ('\u{E825}', '㤘'),
    ('\u{E826}', '龵'), ('\u{E827}', '㧏'), ('\u{E828}', '㧟'), ('\u{E829}', '㩳'), ('\u{E82A}', '㧐'),
    ('\u{E82B}', '龶'), ('\u{E82C}', '龷'), ('\u{E82D}', '㭎'), ('\u{E82E}', '㱮'), ('\u{E82F}', '㳠'),
    ('\u{E830}', '\u{2EA7}'), ('\u{E831}', '𡗗'), ('\u{E832}', '龸'), ('\u{E833}', '\u{2EAA}'),
    ('\u{E834}', '䁖'), ('\u{E835}', '䅟'), ('\u{E836}', '\u{2EAE}'), ('\u{E837}', '䌷'),
    ('\u{E838}', '\u{2EB3}'), ('\u{E839}', '\u{2EB6}'), ('\u{E83A}', '\u{2EB7}'), ('\u{E83B}', '𢦏'),
    ('\u{E83C}', '䎱'), ('\u{E83D}', '䎬'), ('\u{E83E}', '\u{2EBB}'), ('\u{E83F}', '䏝'), ('\u{E840}', '䓖'),
    ('\u{E841}', '䙡'), ('\u{E842}', '䙌'), ('\u{E843}', '龹'), ('\u{E844}', '䜣'), ('\u{E845}', '䜩'),
    ('\u{E846}', '䝼'), ('\u{E847}', '䞍'), ('\u{E848}', '\u{2ECA}'), ('\u{E849}', '䥇'), ('\u{E84A}', '䥺'),
    ('\u{E84B}', '䥽'), ('\u{E84C}', '䦂'), ('\u{E84D}', '䦃'), ('\u{E84E}', '䦅'), ('\u{E84F}', '䦆'),
    ('\u{E850}', '䦟'), ('\u{E851}', '䦛'), ('\u{E852}', '䦷'), ('\u{E853}', '䦶'), ('\u{E854}', '龺'),
    ('\u{E855}', '𤇾'), ('\u{E856}', '䲣'), ('\u{E857}', '䲟'), ('\u{E858}', '䲠'), ('\u{E859}', '䲡'),
    ('\u{E85A}', '䱷'), ('\u{E85B}', '䲢'), ('\u{E85C}', '䴓'), ('\u{E85D}', '䴔'), ('\u{E85E}', '䴕'),
    ('\u{E85F}', '䴖'), ('\u{E860}', '䴗'), ('\u{E861}', '䴘'), ('\u{E862}', '䴙'), ('\u{E863}', '䶮'),
    ('\u{E864}', '龻'),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..Default::default() })]

        #[test]
        fn passages_lie_in_the_text_one_after_the_other(
            line in prop_oneof![any::<String>(), "[示衝於是乾净`.・（）() āqīngx１\u{A0}\u{E000}\u{301}]{0,30}"],
        ) {
            let mut end = 0;
            for residue in Finder::default().find(&line) {
                prop_assert!(residue.range.start >= end && residue.range.start < residue.range.end);
                prop_assert!(line.get(residue.range.clone()).is_some());
                end = residue.range.end;
            }
        }
    }

    /// Each passage with what is written instead: `衝鋒→冲锋`.
    fn check(line: &str, expect: &[&str]) {
        let found = Finder::default().find(line);
        let shown: Vec<String> = found
            .iter()
            .map(|residue| {
                format!("{}→{}", &line[residue.range.clone()], residue.right.as_deref().unwrap_or("?"))
            })
            .collect();
        assert_eq!(shown, expect, "{line}");
    }

    #[test]
    fn forms() {
        check("沖鋒在前，衝鋒不止", &["沖鋒→冲锋", "衝鋒→冲锋"]);
        check("茍示例", &["茍→苟"]);
        check("佔線説爲遊", &["佔線説爲遊→占线说为游"]);
        check("羣衆峯", &["羣衆峯→群众峰"]);
        check("⽅案由﨎", &["⽅→方"]);
        check("方\u{F90A}", &["\u{F90A}→金"]);
        // All of these are in 通用规范汉字表, or right in these words.
        check("昇堃喆甯钜著名乾坤於示例瞭望徵角干部后来千里", &[]);
        check("对於乾净的认识，瞭解基层", &["於乾→于干", "瞭→了"]);
    }

    #[test]
    fn readings() {
        check("谢qīng石", &["qīng→"]);
        check("茍（gǒu）小莉", &["茍→苟", "（gǒu）→"]);
        check("示例(shì lì)", &["(shì lì)→"]);
        check("示例[Shìlì]", &["[Shìlì]→"]);
        check("一家咖啡café，résumé，Zhāng Sān", &[]);
        check("Shì（gǒu）", &[]);
        check("（gǒu", &[]);
    }

    #[test]
    fn widths() {
        check("共１２３人，Ａ组Ｂ", &["１２３→123", "Ａ→A", "Ｂ→B"]);
        check("ｶﾞイド", &["ｶﾞ→ガ"]);
        check("（一）；：！％～", &[]);
    }

    #[test]
    fn dots() {
        check("示例・买买提", &["・→·"]);
        check("示例•买买提", &["•→·"]);
        check("示例.买买提", &[".→·"]);
        check("示例·买买提。3.5万元，一.加强领导，v1.2版，www.示例", &[]);
        check("• 要点", &[]);
    }

    #[test]
    fn invisible_and_private() {
        check("张\u{A0}三\u{200B}，", &["\u{A0}→", "\u{200B}→"]);
        check("John\u{A0}Doe 👨\u{200D}👩", &[]);
        check("\u{E81E}\u{E000}", &["\u{E81E}\u{E000}→?"]);
        check("\u{E81E}示", &["\u{E81E}→龴"]);
        check("\u{F0000}", &["\u{F0000}→?"]);
    }

    #[test]
    fn code_is_not_looked_at() {
        check("写成`衝鋒`，不是衝", &["衝→冲"]);
        check("一个`衝", &["衝→冲"]);
    }

    #[test]
    fn the_table_is_sorted_and_leads_to_the_standard() {
        let standard = include_str!("data/tongyong.txt");
        let forms = Finder::default().forms;
        assert!(forms.is_sorted_by(|a, b| a.0 < b.0) && forms.len() > 3000);
        for (form, right, _) in forms {
            assert!(standard.contains(right) && form != right, "{form}{right}");
        }
    }
}
