//! Which characters the fonts of common systems lack, as far as that is documented: `docs/decisions/0012-fonts.md` has
//! the sources.
//!
//! It answers for Chinese characters and the private-use area, by whole blocks and published character sets. What is not
//! documented counts as lacking, so that an answer means “look at it there”: a font may well hold a few characters more.

use super::han::is_han;

/// A system as readers have it, with the fonts that it shows Chinese pages in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum System {
    /// Windows 10, and 11 before its update of 2023: 宋体 and 微软雅黑 (GB 18030-2000), 宋体-ExtB.
    Windows10,
    /// Windows 11 from 2023 on: the same with 宋体-ExtG.
    Windows11,
    /// macOS, iOS: 苹方.
    Apple,
    /// Android and Linux: 思源黑体, which is Noto Sans CJK SC.
    Noto,
}

impl System {
    pub const ALL: [System; 4] = [System::Windows10, System::Windows11, System::Apple, System::Noto];

    fn has(self, c: char) -> bool {
        match self {
            System::Windows10 => is_gb18030_2000(c) || matches!(c, '\u{20000}'..='\u{2A6D6}'),
            System::Windows11 => {
                is_gb18030_2000(c)
                    || matches!(c, '\u{9FA6}'..='\u{9FFF}' | '\u{4DB6}'..='\u{4DBF}')
                    || matches!(c, '\u{20000}'..='\u{2EBE0}' | '\u{30000}'..='\u{3134A}' | '\u{F900}'..='\u{FAFF}')
            }
            System::Apple => is_gb18030_2000(c) || is_standard(c) || matches!(c, '\u{F900}'..='\u{FAFF}'),
            System::Noto => {
                is_gb18030_2000(c)
                    || is_standard(c)
                    || matches!(c, '\u{9FA6}'..='\u{9FEF}' | '\u{F900}'..='\u{FAFF}')
            }
        }
    }
}

/// The systems whose fonts lack a character. For anything but Chinese characters and the private-use area there is no
/// answer, and nothing is lacking.
pub fn lacking(c: char) -> impl Iterator<Item = System> {
    let is_asked = !is_gb18030_2000(c) && (is_han(c) || is_private(c));
    System::ALL.into_iter().filter(move |system| is_asked && !system.has(c))
}

/// A place that the standard gives to nobody: what stands there only the writer's own font knows.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The Chinese characters of GB 18030-2000: 20,902 unified ideographs, extension A, 21 compatibility ideographs, 〇 and
/// 々. Every system in use has them.
fn is_gb18030_2000(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FA5}' | '\u{3400}'..='\u{4DB5}' | '〇' | '々')
        || "\u{F92C}\u{F979}\u{F995}\u{F9E7}\u{F9F1}\u{FA0C}\u{FA0D}\u{FA0E}\u{FA0F}\u{FA11}\u{FA13}"
            .contains(c)
        || "\u{FA14}\u{FA18}\u{FA1F}\u{FA20}\u{FA21}\u{FA23}\u{FA24}\u{FA27}\u{FA28}\u{FA29}".contains(c)
}

/// 通用规范汉字表 (2013), which level 2 of GB 18030-2022 asks for; 199 of its characters are not in GB 18030-2000.
fn is_standard(c: char) -> bool {
    include_str!("data/tongyong.txt").contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(c: char, expect: &[System]) {
        assert_eq!(lacking(c).collect::<Vec<_>>(), expect, "{c} U+{:04X}", u32::from(c));
    }

    #[test]
    fn what_everyone_has() {
        for c in "a中㐂喆〇堃\u{FA0E}🎉①".chars() {
            check(c, &[]);
        }
    }

    #[test]
    fn what_only_some_have() {
        use System::*;
        check('𬭎', &[Windows10]);
        check('鿍', &[Windows10]);
        check('𠙶', &[]);
        check('𠮷', &[Apple, Noto]);
        check('𪚥', &[Apple, Noto]);
        check('\u{30EDE}', &[Windows10, Apple, Noto]);
        check('\u{31350}', &System::ALL);
        check('\u{E000}', &System::ALL);
    }

    #[test]
    fn characters_of_the_standard_beyond_gb_18030_2000() {
        let chars = include_str!("data/tongyong.txt").chars().filter(|c| is_han(*c));
        assert_eq!(chars.filter(|c| !is_gb18030_2000(*c)).count(), 199);
    }
}
