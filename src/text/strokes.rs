//! Which strokes a character is written with, in order, as the five classes 横竖撇点折.
//!
//! The table holds GB 2312, 通用规范汉字表 (2013), and what else of the base block and the extensions
//! could be settled; where it comes
//! from and how it was checked is told in `docs/decisions/0003-stroke-order.md`.

use std::sync::LazyLock;

use super::han::is_han;

/// How one character is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strokes {
    classes: &'static [u8],
    rank: u8,
}

impl Strokes {
    /// How many strokes: `王` has 4.
    pub fn count(self) -> u8 {
        self.classes.len() as u8
    }

    /// One ASCII digit a stroke: `1` 横 (and 提), `2` 竖 (and 竖钩), `3` 撇, `4` 点 (and 捺), `5` 折.
    pub fn classes(self) -> &'static [u8] {
        self.classes
    }

    /// Place among the characters with exactly these classes: 干 0, 于 1, as 通用规范汉字表 has them.
    pub fn rank(self) -> u8 {
        self.rank
    }
}

/// The strokes of `c`, or nothing where the table does not have it. Does not allocate.
///
/// ```
/// # use honorroll::text::strokes::strokes;
/// assert_eq!(strokes('李').unwrap().classes(), b"1234521");
/// assert_eq!(strokes('A'), None);
/// ```
pub fn strokes(c: char) -> Option<Strokes> {
    let at = PLACES.binary_search_by_key(&c, |(known, _)| *known).ok()?;
    let entry = &TABLE[PLACES[at].1 as usize..];
    Some(parse_entry(entry.split_once('\n').map_or(entry, |(entry, _)| entry)))
}

/// Each character of the table, in order, and where what follows it in its line begins.
static PLACES: LazyLock<Box<[(char, u32)]>> = LazyLock::new(|| {
    let mut start = 0;
    let mut places = Vec::with_capacity(TABLE.len() / 16);
    for line in TABLE.split_inclusive('\n') {
        let mut rest = line.chars();
        places.extend(rest.next().map(|c| (c, (start + line.len() - rest.as_str().len()) as u32)));
        start += line.len();
    }
    places.into_boxed_slice()
});

/// The strokes of characters that the table lacks or has otherwise: a person's `strokes 笔顺` field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenStrokes {
    chars: Vec<(char, Box<[u8]>)>,
}

impl GivenStrokes {
    /// The classes given for `c`, as in [`Strokes::classes`].
    pub fn classes(&self, c: char) -> Option<&[u8]> {
        self.chars.iter().find(|(given, _)| *given == c).map(|(_, classes)| &classes[..])
    }
}

/// What is wrong with a `strokes 笔顺` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenStrokesError {
    /// No stroke was given at all, or none after this character.
    Empty(Option<char>),
    /// Neither a stroke (`1`–`5`, 横竖撇点折提捺) nor a character of the name.
    NotAStroke(char),
    /// A run of strokes without its character, and no character of the name needs one.
    WhichCharacter,
    /// More strokes than a character can have (99).
    TooMany(char),
}

/// Reads the strokes given for characters of `name`.
///
/// Strokes are `1`–`5` or 横竖撇点折 (提 is 横, 捺 is 点). `喆=121251121251` says which character is meant; several are
/// separated by spaces or commas. Without a character, runs of strokes belong to the characters of the name that the
/// table lacks, in order.
pub fn parse_given(name: &str, text: &str) -> Result<GivenStrokes, GivenStrokesError> {
    let mut unknown = name.chars().filter(|&c| is_han(c) && strokes(c).is_none());
    let mut given = GivenStrokes::default();
    let mut target = None;
    let mut run = Vec::new();
    for c in text.chars().chain([' ']) {
        if let Some(class) = class_of(c) {
            run.push(class);
            continue;
        }
        if !run.is_empty() {
            let owner = target.take().or_else(|| unknown.next()).ok_or(GivenStrokesError::WhichCharacter)?;
            if run.len() > MAX_STROKES {
                return Err(GivenStrokesError::TooMany(owner));
            }
            given.chars.push((owner, std::mem::take(&mut run).into_boxed_slice()));
        }
        if is_separator(c) {
            continue;
        }
        if !name.contains(c) {
            return Err(GivenStrokesError::NotAStroke(c));
        }
        if let Some(earlier) = target.replace(c) {
            return Err(GivenStrokesError::Empty(Some(earlier)));
        }
    }
    match (target, given.chars.is_empty()) {
        (Some(c), _) => Err(GivenStrokesError::Empty(Some(c))),
        (None, true) => Err(GivenStrokesError::Empty(None)),
        (None, false) => Ok(given),
    }
}

const MAX_STROKES: usize = 99;

/// One line a character, sorted: the character, its classes, and where other characters are written with the same
/// classes a letter for its rank (`b` is 1). Written by `tools/strokes`.
static TABLE: &str = include_str!("data/strokes.txt");

fn parse_entry(entry: &'static str) -> Strokes {
    match entry.as_bytes() {
        [classes @ .., letter @ b'a'..=b'z'] => Strokes { classes, rank: letter - b'a' },
        classes => Strokes { classes, rank: 0 },
    }
}

fn class_of(c: char) -> Option<u8> {
    Some(match c {
        '1' | '横' | '提' => b'1',
        '2' | '竖' => b'2',
        '3' | '撇' => b'3',
        '4' | '点' | '捺' => b'4',
        '5' | '折' => b'5',
        _ => return None,
    })
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '=' | '＝' | ':' | '：' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(c: char) -> &'static str {
        strokes(c).map_or("", |s| std::str::from_utf8(s.classes()).expect("digits"))
    }

    #[test]
    fn well_known_characters() {
        for (c, expect) in [
            ('一', "1"),
            ('丁', "12"),
            ('王', "1121"),
            ('申', "25112"),
            ('李', "1234521"),
            ('张', "5153154"),
            ('陈', "5215234"),
            ('周', "35121251"),
            ('苟', "12235251"),
            ('赵', "121213434"),
            ('徐', "3323411234"),
            ('陶', "5235311252"),
            ('谢', "453251113124"),
            ('皙', "1234331232511"),
            ('喆', "121251121251"),
            ('赟', "4134112121542534"),
            ('龍', "4143125111515111"),
            ('𬭎', "311154451354"),
            // Put together from their parts: in the base block and in the extensions.
            ('玃', "35325111251113241112154"),
            ('羣', "5113251431112"),
            ('峯', "2523541112"),
        ] {
            assert_eq!(classes(c), expect, "{c}");
        }
    }

    #[test]
    fn rising_and_hooked_strokes_count_as_their_class() {
        assert_eq!(classes('江'), "441121", "提 is 横");
        assert_eq!(classes('人'), "34", "捺 is 点");
        assert_eq!(classes('小'), "234", "竖钩 is 竖");
        assert_eq!(classes('家'), "4451353334", "弯钩 is 折");
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let lines: Vec<&str> = TABLE.lines().collect();
        assert!(lines.is_sorted_by(|a, b| a.chars().next() < b.chars().next()));
        for line in lines {
            let c = line.chars().next().expect("no empty lines");
            let found = strokes(c).unwrap_or_else(|| panic!("{c} is not found"));
            assert!(is_han(c) && found.count() > 0, "{line}");
            assert!(found.classes().iter().all(|b| (b'1'..=b'5').contains(b)), "{line}");
        }
    }

    /// 通用规范汉字表 is printed in stroke order, part by part: our data must give that order and no other.
    #[test]
    fn the_official_table_is_in_order() {
        let parts: Vec<&str> = include_str!("data/tongyong.txt").lines().collect();
        assert_eq!(parts.iter().map(|p| p.chars().count()).collect::<Vec<_>>(), [3500, 3000, 1605]);
        // These the table prints where their strokes do not belong.
        let misplaced = ['麀', '𦝼', '𨱇'];
        for part in parts {
            let known: Vec<(char, Strokes)> = (part.chars())
                .map(|c| (c, strokes(c).unwrap_or_else(|| panic!("{c} has no strokes"))))
                .filter(|(c, _)| !misplaced.contains(c))
                .collect();
            for pair in known.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|(c, s)| (s.count(), s.classes(), s.rank(), c));
                assert!((a.0, a.1, a.2) < (b.0, b.1, b.2), "{} before {}", a.3, b.3);
            }
        }
    }

    /// What the generator is told by hand is what the table has; its other inputs are not in this repository.
    #[test]
    fn the_table_is_made_from_its_supplement() {
        let mut known: Vec<(char, String)> = Vec::new();
        let of = |known: &[(char, String)], c: char| match known.iter().rfind(|(part, _)| *part == c) {
            Some((_, strokes)) => strokes.clone(),
            None => classes(c).to_owned(),
        };
        for line in include_str!("../../tools/strokes/supplement.txt").lines() {
            let Some((head, parts)) = line.split_once("= ").filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let c = head.chars().next().expect("a character stands first");
            // `@A-B` takes a part away and is left to the generator.
            if parts.contains('@') {
                known.push((c, classes(c).to_owned()));
                continue;
            }
            let each = parts.chars().map(|part| match part {
                '1'..='5' => part.to_string(),
                _ => of(&known, part),
            });
            let strokes: String = each.collect();
            // Radicals beyond the ideographs serve as parts only.
            if is_han(c) {
                assert_eq!(classes(c), strokes, "{line}");
            }
            known.push((c, strokes));
        }
        assert!(known.len() > 1300);
    }

    #[test]
    fn given_strokes() {
        let check = |name, text, c, expect: &str| {
            let given = parse_given(name, text).expect("well-formed");
            assert_eq!(given.classes(c), Some(expect.as_bytes()), "{text}");
        };
        check("张𪚥", "5252", '𪚥', "5252");
        check("张𪚥", "折竖折竖", '𪚥', "5252");
        check("张三", "三=111", '三', "111");
        check("张𪚥三", "三：横横提，𪚥：5252", '三', "111");
        check("张𪚥三", "三：横横提，5252", '𪚥', "5252");
        let refuse = |name, text, error| assert_eq!(parse_given(name, text), Err(error), "{text}");
        refuse("张三", "", GivenStrokesError::Empty(None));
        refuse("张三", "三=", GivenStrokesError::Empty(Some('三')));
        refuse("张三", "121", GivenStrokesError::WhichCharacter);
        refuse("张𪚥", "526", GivenStrokesError::NotAStroke('6'));
        refuse("张𪚥", "李=121", GivenStrokesError::NotAStroke('李'));
        refuse("张𪚥", &"1".repeat(100), GivenStrokesError::TooMany('𪚥'));
    }
}
