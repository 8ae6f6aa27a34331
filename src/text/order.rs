//! In which order names stand in a list: 姓氏笔画, 姓名笔画 and 拼音.
//!
//! A [`SortKey`] is made once a name and compared as bytes. All orders are total: two keys are equal only where the
//! names are the same text.

use super::han::is_han;
use super::pinyin;
use super::strokes::{GivenStrokes, strokes};
use super::surname;

/// A name's place in one of the orders. Keys of different orders must not be compared with each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey(Box<[u8]>);

/// 姓氏笔画为序: by the surname's stroke count, then its strokes 横竖撇点折 one by one; within a surname the shorter
/// name first, then the next character in the same way.
///
/// A surname of two characters stands by its first, after the surname of that one character alone (欧, then 欧阳). A
/// name with `·` stands by its first character. Characters with exactly the same strokes stand in the order of
/// 通用规范汉字表 (干 before 于). Characters without known strokes come after the others, and names that are not
/// Chinese after all Chinese ones, by letters.
pub fn surname_strokes_key(name: &str, given: Option<&GivenStrokes>) -> SortKey {
    let mut key = Vec::with_capacity(64);
    if starts_chinese(name) {
        let mut chars = significant(name);
        let compound = surname::split(name).0.chars().count().max(1);
        chars.by_ref().take(compound).for_each(|c| push_strokes(&mut key, c, given));
        key.push(END);
        let rest: Vec<char> = chars.collect();
        key.push(rest.len().min(usize::from(u8::MAX)) as u8);
        rest.into_iter().for_each(|c| push_strokes(&mut key, c, given));
    } else {
        push_letters(&mut key, name);
    }
    finish(key, name)
}

/// 姓名笔画为序: the whole name character by character, by stroke count, then strokes; a name that is the beginning
/// of another comes first. Unlike 姓氏笔画, the length of a name does not matter before that: 王丁一 stands before 王五.
pub fn name_strokes_key(name: &str, given: Option<&GivenStrokes>) -> SortKey {
    let mut key = Vec::with_capacity(64);
    if starts_chinese(name) {
        significant(name).for_each(|c| push_strokes(&mut key, c, given));
    } else {
        push_letters(&mut key, name);
    }
    finish(key, name)
}

/// 汉语拼音为序: character by character, by syllable, then tone, then strokes; surnames are read as surnames.
///
/// `pinyin` is the reading an editor gave instead (see [`pinyin::parse_given`]). Names that are not Chinese stand
/// after the Chinese ones of the same letter; names without a letter (see [`initial`]) come last.
pub fn pinyin_key(name: &str, pinyin: Option<&str>) -> SortKey {
    initial_and_pinyin_key(name, pinyin).1
}

/// [`initial`] and [`pinyin_key`] of a name, which is read only once for both.
pub fn initial_and_pinyin_key(name: &str, pinyin: Option<&str>) -> (char, SortKey) {
    let mut key = Vec::with_capacity(64);
    let is_chinese = starts_chinese(name);
    let readings = if is_chinese { pinyin::name_readings(name, pinyin) } else { Vec::new() };
    let letter = if is_chinese { letter_of_readings(&readings) } else { letter_of(name) };
    key.push(if letter == '#' { UNKNOWN } else { letter as u8 });
    if is_chinese {
        key.push(CHINESE);
        for (c, reading) in readings {
            match reading {
                Some(syllable) => {
                    key.extend(syllable.ascii().bytes());
                    key.extend([END, syllable.tone()]);
                }
                None => key.push(UNKNOWN),
            }
            push_strokes(&mut key, c, None);
        }
    } else {
        push_letters(&mut key, name);
    }
    (letter, finish(key, name))
}

/// The Chinese characters of a name that have no known strokes, so that the caller can warn about them.
pub fn unknown_strokes<'a>(
    name: &'a str,
    given: Option<&'a GivenStrokes>,
) -> impl Iterator<Item = char> + 'a {
    name.chars()
        .filter(move |&c| is_han(c) && strokes(c).is_none() && given.is_none_or(|g| g.classes(c).is_none()))
}

/// The stroke count of a name's first character, by which a roll in stroke order is grouped. Nothing for names that are
/// not Chinese and for characters without known strokes: they form the last group.
pub fn first_stroke_group(name: &str, given: Option<&GivenStrokes>) -> Option<u8> {
    let first = significant(name).next()?;
    match given.and_then(|g| g.classes(first)) {
        Some(classes) => Some(classes.len() as u8),
        None => strokes(first).map(|s| s.count()),
    }
}

/// The heading of such a group: `七画`, or `其他`.
pub fn stroke_group_label(group: Option<u8>) -> String {
    match group {
        Some(count) => super::han::numeral(u32::from(count)) + "画",
        None => "其他".to_owned(),
    }
}

/// The letter A–Z under which a name stands in a roll in pinyin order; `#` where it has none.
pub fn initial(name: &str, pinyin: Option<&str>) -> char {
    match starts_chinese(name) {
        true => letter_of_readings(&pinyin::name_readings(name, pinyin)),
        false => letter_of(name),
    }
}

fn letter_of_readings(readings: &[(char, Option<pinyin::Syllable>)]) -> char {
    let first = readings.first().and_then(|(_, reading)| reading.as_ref()?.ascii().chars().next());
    first.map_or('#', upper_letter)
}

/// Of a name that is not Chinese.
fn letter_of(name: &str) -> char {
    significant(name).next().and_then(super::han::base_letter).map_or('#', upper_letter)
}

fn upper_letter(c: char) -> char {
    Some(c.to_ascii_uppercase()).filter(char::is_ascii_uppercase).unwrap_or('#')
}

// Bytes that order the parts of a key. Stroke counts are 1–99 and lie between END and UNKNOWN.
const END: u8 = 0;
const CHINESE: u8 = 1;
const UNKNOWN: u8 = 0xF0;
const NOT_CHINESE: u8 = 0xF8;

fn starts_chinese(name: &str) -> bool {
    significant(name).next().is_some_and(is_han)
}

/// Spaces that pad a name and the dots in it do not count.
fn significant(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|&c| !c.is_whitespace() && !super::han::is_name_dot(c))
}

fn push_strokes(key: &mut Vec<u8>, c: char, given: Option<&GivenStrokes>) {
    let (given, known) = (given.and_then(|g| g.classes(c)), strokes(c));
    // What is given as the table has it changes nothing: the name stays among those of the same surname.
    let given = given.filter(|given| known.is_none_or(|known| known.classes() != *given));
    if let Some(classes) = given {
        push_known(key, classes, u8::MAX);
        push_char(key, c);
    } else if let Some(strokes) = known {
        push_known(key, strokes.classes(), strokes.rank());
    } else {
        key.push(if is_han(c) { UNKNOWN } else { NOT_CHINESE });
        push_char(key, c);
    }
}

fn push_known(key: &mut Vec<u8>, classes: &[u8], rank: u8) {
    key.push(classes.len() as u8);
    key.extend(classes);
    key.push(rank);
}

fn push_char(key: &mut Vec<u8>, c: char) {
    key.extend(&u32::from(c).to_be_bytes()[1..]);
}

fn push_letters(key: &mut Vec<u8>, name: &str) {
    key.push(NOT_CHINESE);
    key.extend(name.trim().to_lowercase().bytes());
}

fn finish(mut key: Vec<u8>, name: &str) -> SortKey {
    key.push(END);
    key.extend(name.bytes());
    SortKey(key.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::super::strokes::parse_given;
    use super::*;

    /// The names as given must be the names in order, from whichever order they come.
    fn check(key: impl Fn(&str) -> SortKey, names: &str) {
        let names: Vec<&str> = names.split('、').collect();
        let mut sorted = names.clone();
        sorted.reverse();
        sorted.sort_by_key(|name| key(name));
        assert_eq!(sorted.join("、"), names.join("、"));
    }

    fn surname_strokes(name: &str) -> SortKey {
        surname_strokes_key(name, None)
    }

    #[test]
    fn surnames_by_count_then_by_strokes() {
        // Two to seven strokes; each line of one count, its strokes written out beside a few.
        check(
            surname_strokes,
            "丁一、卜一、刁一、\
             干一、于一、万一、马一、\
             王一、韦一、尤一、毛一、文一、方一、尹一、孔一、\
             甘一、艾一、石一、龙一、卢一、叶一、申一、田一、史一、白一、包一、冯一、皮一、\
             吉一、朱一、任一、华一、向一、庄一、刘一、江一、汤一、许一、阮一、孙一、\
             李一、杨一、肖一、吴一、何一、余一、谷一、邹一、汪一、沈一、宋一、张一、陆一、陈一、邵一",
        );
    }

    #[test]
    fn within_a_surname_the_shorter_name_comes_first() {
        check(surname_strokes, "王一、王二、王鑫、王一二、王丁一、王鑫一、王鑫鑫、韦一");
        check(|name| name_strokes_key(name, None), "王一、王一二、王二、王丁一、王鑫、王鑫一、王鑫鑫、韦一");
    }

    #[test]
    fn people_of_the_sample() {
        check(surname_strokes, "申甜甜、苟小莉、周沁雪、赵良熙、徐于超、陶体立、谢庆诗");
        check(|name| pinyin_key(name, None), "苟小莉、申甜甜、陶体立、谢庆诗、徐于超、赵良熙、周沁雪");
    }

    #[test]
    fn compound_surnames_stand_by_their_first_character() {
        check(surname_strokes, "王示例、欧示、欧鑫鑫、欧阳示、欧阳示例、周示、诸示、诸葛示");
    }

    #[test]
    fn minority_and_latin_names() {
        check(
            surname_strokes,
            "王示例、艾示例·买买提、阿·示、阿示例·买买提、鑫示例、𪚥示、1号、Ann Li、Bob、zoe",
        );
    }

    #[test]
    fn padding_does_not_matter() {
        check(surname_strokes, "王　二、王丁、王　三、王四");
        assert_eq!(initial("单　示", None), 'S');
    }

    #[test]
    fn given_strokes_place_a_rare_character() {
        let given = parse_given("𪚥示", "5252").expect("well-formed");
        assert_eq!(unknown_strokes("𪚥示", None).collect::<String>(), "𪚥");
        assert_eq!(unknown_strokes("𪚥示", Some(&given)).count(), 0);
        assert_eq!(first_stroke_group("𪚥示", Some(&given)), Some(4));
        let key = surname_strokes_key("𪚥示", Some(&given));
        assert!(surname_strokes("孔示") < key && key < surname_strokes("甘示"));
        // Strokes that the table has already leave a name in its place.
        let known = parse_given("王喆", "王=1121，喆=121251121251").expect("well-formed");
        assert_eq!(surname_strokes_key("王喆", Some(&known)), surname_strokes("王喆"));
    }

    #[test]
    fn pinyin_order() {
        check(|name| pinyin_key(name, None), "安示、敖示、区示、仇示、单示、商示、Sam、解示");
        check(|name| pinyin_key(name, None), "万示、汪示、王示");
        check(|name| pinyin_key(name, None), "卢示、陆示、吕示、张三、张四、张五");
        let given = pinyin_key("覃示", Some("Tán Shì"));
        assert!(pinyin_key("孙示", None) < given && given < pinyin_key("王示", None));
    }

    #[test]
    fn groups() {
        let check = |name, label: &str, letter| {
            assert_eq!(stroke_group_label(first_stroke_group(name, None)), label, "{name}");
            assert_eq!(initial(name, None), letter, "{name}");
        };
        check("李四", "七画", 'L');
        check("谢示例", "十二画", 'X');
        check("单示", "八画", 'S');
        check("𪚥示", "其他", 'Z');
        check("\u{30000}示", "其他", '#');
        check("Ann", "其他", 'A');
        check("Émile", "其他", 'E');
        check("3号", "其他", '#');
        check("", "其他", '#');
        assert_eq!(initial("覃示", Some("Tan Shi")), 'T');
    }

    /// The rule in the words of the format: surname character by character, then the length, then the others.
    fn by_the_rule(a: &str, b: &str) -> Ordering {
        fn places(part: &str) -> Vec<(u8, &'static [u8], u8)> {
            part.chars().filter_map(strokes).map(|s| (s.count(), s.classes(), s.rank())).collect()
        }
        let [(surname_a, rest_a), (surname_b, rest_b)] = [surname::split(a), surname::split(b)];
        places(surname_a)
            .cmp(&places(surname_b))
            .then(rest_a.chars().count().cmp(&rest_b.chars().count()))
            .then(places(rest_a).cmp(&places(rest_b)))
    }

    /// Chinese names of few characters, so that surnames and beginnings are often shared.
    fn name() -> impl Strategy<Value = String> {
        let chars: Vec<char> = "一丁卜干于王欧阳司马鑫土士".chars().collect();
        proptest::collection::vec(proptest::sample::select(chars), 1..5).prop_map(String::from_iter)
    }

    fn any_name() -> impl Strategy<Value = String> {
        prop_oneof![name(), "[A-Ca-c·　 1一丁𪚥欧阳]{0,4}", any::<String>()]
    }

    fn config() -> ProptestConfig {
        ProptestConfig {
            cases: 300,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(7),
            ..Default::default()
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn keys_agree_with_the_rule_spelt_out(a in name(), b in name()) {
            prop_assert_eq!(surname_strokes(&a).cmp(&surname_strokes(&b)), by_the_rule(&a, &b), "{} {}", a, b);
        }

        #[test]
        fn only_the_same_name_has_the_same_place(a in any_name(), b in any_name()) {
            for key in [surname_strokes, |n: &str| name_strokes_key(n, None), |n: &str| pinyin_key(n, None)] {
                prop_assert_eq!(key(&a) == key(&b), a == b);
            }
        }
    }
}
