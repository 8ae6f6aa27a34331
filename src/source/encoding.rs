//! Bytes that ought to be UTF-8: the text, or a guess at what they are instead.

use crate::diag::{Code, Diagnostic, FileId, Span};
use crate::say;

/// The text without its byte-order mark, or an error that names the likely encoding and how to convert the file.
pub(super) fn decode<'b>(bytes: &'b [u8], file: FileId, path: &str) -> Result<&'b str, Box<Diagnostic>> {
    let guess = match utf16(bytes) {
        // UTF-16 of plain ASCII is valid UTF-8 full of NULs.
        true => Encoding::Utf16,
        false => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => guess(bytes, error.valid_up_to()),
        },
    };
    Err(Box::new(refusal(guess, file, path)))
}

#[derive(Debug, PartialEq, Eq)]
enum Encoding {
    Utf16,
    Gb18030 { line: usize },
    Unknown { line: usize },
}

fn guess(bytes: &[u8], valid_up_to: usize) -> Encoding {
    let line = bytes[..valid_up_to].iter().filter(|&&byte| byte == b'\n').count() + 1;
    if gb18030(bytes) { Encoding::Gb18030 { line } } else { Encoding::Unknown { line } }
}

/// A byte-order mark of UTF-16, or NULs in every other byte of the beginning.
fn utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let head = &bytes[..bytes.len().min(1024)];
    if !head.contains(&0) {
        return false;
    }
    let nuls = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    head.len() >= 8 && even.min(odd) == 0 && even.max(odd) * 8 > head.len()
}

/// Whether the bytes are a well-formed sequence of GB 18030 codes of one, two and four bytes.
fn gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, tail @ ..] => tail,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, tail @ ..] => tail,
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, tail @ ..] => tail,
            _ => return false,
        }
    }
}

fn refusal(encoding: Encoding, file: FileId, path: &str) -> Diagnostic {
    let message = match encoding {
        Encoding::Utf16 => {
            say!("“{path}”不是 UTF-8 编码，看起来是 UTF-16", "`{path}` is not UTF-8; it looks like UTF-16")
        }
        Encoding::Gb18030 { line } => say!(
            "“{path}”不是 UTF-8 编码，看起来是 GB 18030（GBK、ANSI），从第 {line} 行起",
            "`{path}` is not UTF-8; it looks like GB 18030 (GBK), from line {line} on"
        ),
        Encoding::Unknown { line } => say!(
            "“{path}”不是 UTF-8 编码，第 {line} 行有无法识别的字节",
            "`{path}` is not UTF-8: bytes on line {line} cannot be read"
        ),
    };
    Diagnostic::error(Code::NotUtf8, Span::whole(file), message).hint(say!(
        "用记事本打开，选“文件 → 另存为”，编码选 UTF-8，保存后再试；如果打开就是乱码，请向提供者要一份 UTF-8 的文件",
        "open it in an editor, save it as UTF-8, and try again; if it is garbled there too, ask its author for a UTF-8 copy"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: Result<&str, &str>) {
        let got = decode(bytes, FileId(3), "content/a.yaml");
        match (got, expect) {
            (Ok(text), Ok(expect)) => assert_eq!(text, expect),
            (Err(diagnostic), Err(part)) => {
                assert_eq!(diagnostic.code, Code::NotUtf8);
                assert!(diagnostic.message.en.contains(part), "{}", diagnostic.message.en);
                assert!(diagnostic.message.zh.contains("content/a.yaml"), "{}", diagnostic.message.zh);
            }
            (got, expect) => panic!("{got:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn encodings() {
        check(b"", Ok(""));
        check("姓名: 张三\r\n".as_bytes(), Ok("姓名: 张三\r\n"));
        check("\u{feff}姓名: 张三".as_bytes(), Ok("姓名: 张三"));
        // 姓名: 张三 in GBK, on the second line.
        check(b"id: a\n\xd0\xd5\xc3\xfb: \xd5\xc5\xc8\xfd\n", Err("GB 18030 (GBK), from line 2"));
        // A character of four bytes.
        check(b"\x81\x39\xef\x31", Err("GB 18030"));
        check(b"\xff\xfeY\x00", Err("UTF-16"));
        check(b"\xfe\xff\x00Y", Err("UTF-16"));
        check(b"n\x00a\x00m\x00e\x00:\x00 \x00", Err("UTF-16"));
        check(b"name: a\n\n\xff", Err("line 3"));
        // Truncated in the middle of a character.
        check(&"a\n张".as_bytes()[..4], Err("line 2"));
    }
}
