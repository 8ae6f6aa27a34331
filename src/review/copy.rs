//! What was signed, kept beside the ledger: the ledger has only a digest, and nobody can read one.

/// The lines of what was signed, and the digest that they had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub digest: String,
    pub lines: Vec<String>,
}

const HEAD: &str =
    "# 最近一次签发的内容。由 honorroll review sign 写入，供以后看改了什么；从不公开，请勿改动。";
const DIGEST: &str = "摘要: ";
/// Between what is said of the text and the text.
const RULE: &str = "----";

impl Copy {
    /// Of a file that is taken for a copy, in bytes; a longer one is none.
    pub const MOST: u64 = 4 << 20;

    /// Where the copy of a record is kept, from the site's root.
    pub fn path(folder: &str, slug: &str) -> String {
        format!("content/reviews/{folder}/{slug}.txt")
    }

    /// The file, of the record as the ledger names it.
    pub fn write(&self, record: &str) -> String {
        let mut text = format!("{HEAD}\n记录: {record}\n{DIGEST}{}\n{RULE}\n", self.digest);
        for line in &self.lines {
            text.push_str(&shown(line));
            text.push('\n');
        }
        text
    }

    /// Reads a file back; `None` where it is not of this form. It may have come from anywhere: no character of it commands a
    /// terminal.
    pub fn read(text: &str) -> Option<Copy> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines();
        let head: Vec<&str> = lines.by_ref().take_while(|line| *line != RULE).take(16).collect();
        let digest = head.iter().find_map(|line| line.strip_prefix(DIGEST))?.trim().to_owned();
        Some(Copy { digest, lines: lines.map(shown).collect() })
    }
}

/// A line without what cannot be seen.
fn shown(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_says_what_was_signed() {
        let copy = Copy {
            digest: "00ff".to_owned(),
            lines: ["张三", "----", "摘要: 甲"].map(str::to_owned).to_vec(),
        };
        assert_eq!(Copy::read(&copy.write("people/zhang-san")).as_ref(), Some(&copy));
        let windows = copy.write("people/zhang-san").replace('\n', "\r\n");
        assert_eq!(Copy::read(&format!("\u{feff}{windows}")), Some(copy));
    }

    #[test]
    fn what_is_no_copy_is_none_and_no_terminal_is_commanded() {
        for text in ["", "----\n", "摘要\n----\n甲"] {
            assert_eq!(Copy::read(text), None, "{text}");
        }
        let copy = Copy::read("摘要: 00\n----\n\u{1b}[31m甲\u{7}\n").expect("a copy");
        assert_eq!(copy.lines, ["[31m甲"]);
    }
}
