//! How characters are read: syllables with and without tones, surnames as surnames, place names as their people say them.
//!
//! Single readings come from the `pinyin` crate; where a character has several, the first is the common one, and the
//! tables of `readings.rs` correct it for surnames, given names and known words.

use std::borrow::Cow;

use ::pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use super::han::{base_letter, is_han, is_name_dot};
use super::readings::{COMPOUND_SURNAMES, GIVEN, PHRASES, SURNAMES, TEXT};
use super::surname;

/// One syllable, with its tone: `lǜ`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syllable(Cow<'static, str>);

impl Syllable {
    /// As shown on pages: `lǜ`.
    pub fn toned(&self) -> &str {
        &self.0
    }

    /// Without the tone: `lü`.
    pub fn plain(&self) -> String {
        self.0.nfd().filter(|c| !TONES.contains(c)).nfc().collect()
    }

    /// For URLs and sorting: `lv`, with `v` for `ü` as on keyboards. Lower-case ASCII letters only.
    pub fn ascii(&self) -> String {
        let mut ascii = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            if let Some((letter, _)) = usual(c) {
                ascii.push(letter);
                continue;
            }
            for c in std::iter::once(c).nfd() {
                match c {
                    '\u{308}' if ascii.ends_with('u') => {
                        ascii.pop();
                        ascii.push('v');
                    }
                    _ if c.is_ascii_alphabetic() => ascii.push(c.to_ascii_lowercase()),
                    _ => {}
                }
            }
        }
        ascii
    }

    /// Whether standard Chinese has such a syllable, near enough to tell pinyin from other words: `qīng`, not `fé`.
    pub fn is_possible(&self) -> bool {
        let ascii = self.ascii();
        let initials =
            ["zh", "ch", "sh"].into_iter().find(|initial| ascii.starts_with(initial)).map_or(1, str::len);
        let letter = ascii.chars().next().unwrap_or('-');
        let (initial, end) =
            if "aeo".contains(letter) { ("", &ascii[..]) } else { ascii.split_at(initials.min(ascii.len())) };
        let lips = matches!(initial, "b" | "p" | "f");
        let is_foreign = "iuv-".contains(letter)
            || lips && matches!(end, "e" | "ong" | "un" | "ui" | "uo" | "v")
            || initial == "f" && end.starts_with('i');
        FINALS.contains(&end) && !is_foreign
    }

    /// 1–4; 5 where the tone is neutral or was not given.
    pub fn tone(&self) -> u8 {
        let of = |c: char| match usual(c) {
            Some((_, tone)) => Some(tone).filter(|tone| *tone < 5),
            None => std::iter::once(c).nfd().find_map(|c| {
                let tone = TONES.iter().position(|tone| *tone == c)?;
                Some(tone as u8 + 1)
            }),
        };
        self.0.chars().find_map(of).unwrap_or(5)
    }
}

/// What kind of text is read: it decides what a character with several readings says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// A personal name: 单 at its beginning is shàn.
    Name,
    /// A title, a unit, a place: 单位 is dān wèi, 重庆 chóng qìng.
    Text,
}

/// Every character of `text` with its reading; nothing for what is not Chinese and for characters without a known one.
pub fn readings(text: &str, reads: Reads) -> Vec<(char, Option<Syllable>)> {
    let (mut read, mut rest) = (Vec::with_capacity(text.len() / 3), text);
    if reads == Reads::Name {
        let (surname, given) = surname::split(text);
        if !given.is_empty() {
            read.extend(surname_readings(surname));
            rest = given;
        }
    }
    while let Some(c) = rest.chars().next() {
        if let Some((phrase, syllables)) = phrase_at(rest) {
            read.extend(phrase.chars().zip(syllables.split(' ').map(|s| Some(Syllable(Cow::Borrowed(s))))));
            rest = &rest[phrase.len()..];
        } else {
            read.push((c, reading(c, if reads == Reads::Name { GIVEN } else { TEXT })));
            rest = &rest[c.len_utf8()..];
        }
    }
    read
}

/// The characters of a personal name, without spaces and dots, with their readings. `given` is an editor's own pinyin:
/// it replaces the table's, syllable by syllable; where it has no tones and agrees, the table's tones stay.
pub fn name_readings(name: &str, given: Option<&str>) -> Vec<(char, Option<Syllable>)> {
    let mut read = readings(name, Reads::Name);
    read.retain(|(c, _)| !c.is_whitespace() && !is_name_dot(*c));
    let mut syllables = given.map(parse_given).unwrap_or_default().into_iter();
    for (_, reading) in read.iter_mut().filter(|(c, _)| is_han(*c)) {
        let Some(syllable) = syllables.next() else { break };
        let agrees = reading.as_ref().is_some_and(|r| r.ascii() == syllable.ascii());
        if !(agrees && syllable.tone() == 5) {
            *reading = Some(syllable);
        }
    }
    read
}

/// A name in pinyin as GB/T 28039-2011 spells it: `Zhāng Sān`, `Ōuyáng Shìlì`, `Lǐ Xī'ān`. An editor's own pinyin is
/// taken as it is; what has no reading stays as it is.
pub fn spell_name(name: &str, given: Option<&str>) -> String {
    if let Some(given) = given {
        return given.trim().to_owned();
    }
    let surname = surname::split(name).0.chars().count();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, (c, reading)) in readings(name, Reads::Name).into_iter().enumerate() {
        let breaks = c.is_whitespace() || is_name_dot(c);
        if (breaks || index == surname) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        match reading {
            Some(syllable) if word.is_empty() => word = capitalised(syllable.toned()),
            Some(syllable) => {
                let toned = syllable.toned();
                if toned.nfd().next().is_some_and(|c| matches!(c, 'a' | 'e' | 'o')) {
                    word.push('\'');
                }
                word.push_str(toned);
            }
            None if breaks => {}
            None => word.push(c),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words.join(" ")
}

/// The syllables of pinyin as people write it: `Zhāng Sānfēng`, `zhang san feng`, `Xī'ān`.
pub fn parse_given(text: &str) -> Vec<Syllable> {
    text.split(|c: char| !c.is_alphabetic() && !TONES.contains(&c) && c != '\u{308}')
        .flat_map(split_word)
        .collect()
}

/// The letter of a keyboard and the tone of nearly every letter of the tables, which need not be taken apart.
fn usual(c: char) -> Option<(char, u8)> {
    const TONED: [(char, [char; 5]); 6] = [
        ('a', ['ā', 'á', 'ǎ', 'à', 'a']),
        ('e', ['ē', 'é', 'ě', 'è', 'e']),
        ('i', ['ī', 'í', 'ǐ', 'ì', 'i']),
        ('o', ['ō', 'ó', 'ǒ', 'ò', 'o']),
        ('u', ['ū', 'ú', 'ǔ', 'ù', 'u']),
        ('v', ['ǖ', 'ǘ', 'ǚ', 'ǜ', 'ü']),
    ];
    if c.is_ascii_lowercase() {
        return Some((c, 5));
    }
    let find = |(letter, tones): &(char, [char; 5])| {
        let tone = tones.iter().position(|toned| *toned == c)?;
        Some((*letter, tone as u8 + 1))
    };
    TONED.iter().find_map(find)
}

/// Macron, acute, caron, grave: the first to the fourth tone.
const TONES: [char; 4] = ['\u{304}', '\u{301}', '\u{30C}', '\u{300}'];

const FINALS: [&str; 36] = [
    "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ve", "ue", "er", "an", "en",
    "in", "un", "ang", "eng", "ing", "ong", "ia", "iao", "ian", "iang", "iong", "ua", "uai", "uan", "uang",
    "uo", "ueng", "io",
];

/// A consonant before a vowel begins a syllable; `n` and `ng` before anything else end one. Syllables that begin with
/// a vowel are set off by an apostrophe, which has split the word already.
fn split_word(word: &str) -> Vec<Syllable> {
    let letters: Vec<char> = word.to_lowercase().nfc().collect();
    let is_vowel = |c: &char| matches!(base_letter(*c), Some('a' | 'e' | 'i' | 'o' | 'u' | 'v'));
    let mut syllables = Vec::new();
    let mut start = 0;
    let mut seen_vowel = false;
    for index in 0..letters.len() {
        if is_vowel(&letters[index]) {
            seen_vowel = true;
            continue;
        }
        let next_is_vowel = letters.get(index + 1).is_some_and(is_vowel);
        let next_two = matches!(letters.get(index..index + 2), Some(['z' | 'c' | 's', 'h']));
        let ends = matches!(letters[index], 'n' | 'g' | 'r') && !next_is_vowel;
        if seen_vowel && (next_is_vowel || next_two || !ends) {
            syllables.push(letters[start..index].iter().collect::<String>());
            start = index;
            seen_vowel = false;
        }
    }
    syllables.push(letters[start..].iter().collect());
    syllables.into_iter().filter(|s| !s.is_empty()).map(|s| Syllable(Cow::Owned(s))).collect()
}

fn capitalised(syllable: &str) -> String {
    let mut chars = syllable.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn surname_readings(surname: &str) -> Vec<(char, Option<Syllable>)> {
    match find(COMPOUND_SURNAMES, surname) {
        Some(syllables) => {
            surname.chars().zip(syllables.split(' ').map(|s| Some(Syllable(Cow::Borrowed(s))))).collect()
        }
        None => surname.chars().map(|c| (c, reading(c, SURNAMES))).collect(),
    }
}

fn reading(c: char, table: &'static [(&str, &str)]) -> Option<Syllable> {
    let corrected = find(table, c.encode_utf8(&mut [0; 4]));
    let toned = corrected.or_else(|| c.to_pinyin().map(|p| p.with_tone()))?;
    Some(Syllable(Cow::Borrowed(toned)))
}

/// The longest known word at the beginning of `text`.
fn phrase_at(text: &str) -> Option<(&'static str, &'static str)> {
    let first = text.chars().next()?;
    let start = PHRASES.partition_point(|(phrase, _)| phrase.chars().next() < Some(first));
    PHRASES[start..]
        .iter()
        .take_while(|(phrase, _)| phrase.starts_with(first))
        .filter(|(phrase, _)| text.starts_with(phrase))
        .max_by_key(|(phrase, _)| phrase.len())
        .copied()
}

fn find(table: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    table.binary_search_by(|(entry, _)| (*entry).cmp(key)).ok().map(|index| table[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toned(text: &str, reads: Reads) -> String {
        let syllables: Vec<_> = readings(text, reads)
            .into_iter()
            .map(|(c, r)| r.map_or(c.to_string(), |r| r.toned().to_owned()))
            .collect();
        syllables.join(" ")
    }

    #[test]
    fn usual_letters_are_what_taking_them_apart_gives() {
        let lower = ('\0'..='\u{24f}').filter(|c| usual(*c).is_some());
        for c in lower {
            let apart: Vec<char> = std::iter::once(c).nfd().collect();
            let tone = apart.iter().find_map(|c| TONES.iter().position(|tone| tone == c));
            let letter = if apart.contains(&'\u{308}') { 'v' } else { apart[0] };
            assert_eq!(usual(c), Some((letter, tone.map_or(5, |tone| tone as u8 + 1))), "{c}");
        }
    }

    #[test]
    fn surnames() {
        for (surname, reading) in [
            ("单", "shàn"),
            ("仇", "qiú"),
            ("查", "zhā"),
            ("解", "xiè"),
            ("区", "ōu"),
            ("曾", "zēng"),
            ("任", "rén"),
            ("华", "huà"),
            ("朴", "piáo"),
            ("盖", "gě"),
            ("纪", "jǐ"),
            ("缪", "miào"),
            ("宓", "mì"),
            ("召", "shào"),
            ("种", "chóng"),
            ("乐", "yuè"),
            ("员", "yùn"),
            ("翟", "zhái"),
            ("覃", "qín"),
            ("葛", "gě"),
            ("尹", "yǐn"),
            ("尉迟", "yù chí"),
            ("万俟", "mò qí"),
            ("长孙", "zhǎng sūn"),
            ("单于", "chán yú"),
            ("令狐", "líng hú"),
            ("欧阳", "ōu yáng"),
            ("诸葛", "zhū gě"),
            ("司马", "sī mǎ"),
        ] {
            assert_eq!(toned(&format!("{surname}示例"), Reads::Name), format!("{reading} shì lì"));
        }
    }

    #[test]
    fn a_surname_is_one_only_at_the_beginning_of_a_name() {
        assert_eq!(toned("单位", Reads::Text), "dān wèi");
        assert_eq!(toned("王单", Reads::Name), "wáng dān");
        assert_eq!(toned("单", Reads::Name), "dān");
    }

    #[test]
    fn places_and_words() {
        let check = |text, expect| assert_eq!(toned(text, Reads::Text), expect);
        check("重庆市", "chóng qìng shì");
        check("长安", "cháng ān");
        check("朝阳区", "zhāo yáng qū");
        check("乐山市", "lè shān shì");
        check("成都市", "chéng dū shì");
        check("组织部部长", "zǔ zhī bù bù zhǎng");
        check("党员干部", "dǎng yuán gàn bù");
        check("调查组", "diào chá zǔ");
        check("行政处", "xíng zhèng chù");
        check("中国银行行长", "zhōng guó yín háng háng zhǎng");
        check("重走长征路", "chóng zǒu cháng zhēng lù");
        check("民乐团、音乐厅、快乐", "mín yuè tuán 、 yīn yuè tīng 、 kuài lè");
        check("应急反应、要求、积累", "yìng jí fǎn yìng 、 yāo qiú 、 jī lěi");
        check("济南、涡阳、大城县、解池", "jǐ nán 、 guō yáng 、 dài chéng xiàn 、 xiè chí");
        check("第5号A", "dì 5 hào A");
    }

    #[test]
    fn syllables() {
        let check = |toned, plain: &str, ascii: &str, tone| {
            let syllable = Syllable(Cow::Borrowed(toned));
            assert_eq!(
                (syllable.plain().as_str(), syllable.ascii().as_str(), syllable.tone()),
                (plain, ascii, tone)
            );
        };
        check("lǜ", "lü", "lv", 4);
        check("nǚ", "nü", "nv", 3);
        check("zhāng", "zhang", "zhang", 1);
        check("méi", "mei", "mei", 2);
        check("de", "de", "de", 5);
    }

    #[test]
    fn names_are_spelt_by_the_standard() {
        let check = |name, expect| assert_eq!(spell_name(name, None), expect);
        check("张三", "Zhāng Sān");
        check("欧阳示例", "Ōuyáng Shìlì");
        check("李西安", "Lǐ Xī'ān");
        check("张　三", "Zhāng Sān");
        check("吕示", "Lǚ Shì");
        check("示例·买买提", "Shìlì Mǎimǎití");
        check("阿依示·麦麦提", "Āyīshì Màimàití");
        check("约翰・示例", "Yuēhàn Shìlì");
        check("王长乐", "Wáng Chánglè");
        check("张重阳", "Zhāng Chóngyáng");
        check("单雄示", "Shàn Xióngshì");
        check("李降行", "Lǐ Jiàngxíng");
        check("孙朝晖", "Sūn Zhāohuī");
        check("女示", "Nǚ Shì");
        check("John Doe", "John Doe");
        assert_eq!(spell_name("覃示", Some(" Tán Shì ")), "Tán Shì");
    }

    #[test]
    fn given_pinyin_is_split_into_syllables() {
        let check = |text, expect: &str| {
            let ascii: Vec<_> = parse_given(text).iter().map(Syllable::ascii).collect();
            assert_eq!(ascii.join(" "), expect, "{text}");
        };
        check("Zhāng Sānfēng", "zhang san feng");
        check("zhangshan", "zhang shan");
        check("Xī'ān", "xi an");
        check("Xi’an", "xi an");
        check("jingan", "jin gan");
        check("Lǚ Shì", "lv shi");
        check("Lu\u{308}\u{30C}", "lv");
        check("Ōuyáng", "ou yang");
        check("", "");
    }

    #[test]
    fn given_pinyin_without_tones_keeps_the_known_ones() {
        let read = |name, given| {
            let syllables: Vec<_> = name_readings(name, Some(given))
                .iter()
                .filter_map(|(_, r)| Some(r.as_ref()?.toned().to_owned()))
                .collect();
            syllables.join(" ")
        };
        assert_eq!(read("张三", "zhang san"), "zhāng sān");
        assert_eq!(read("覃示", "tan shi"), "tan shì");
        assert_eq!(read("单示例", "Dān"), "dān shì lì");
    }

    #[test]
    fn the_tables_are_sorted_and_fit_their_characters() {
        for table in [SURNAMES, COMPOUND_SURNAMES, GIVEN, TEXT, PHRASES] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
            for (text, reading) in table {
                assert_eq!(text.chars().count(), reading.split(' ').count(), "{text}");
            }
        }
    }
}
