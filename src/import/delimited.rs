//! Text files of rows: which encoding, which separator, which cells.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::book::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, RawSheet, Value};
use super::read::Refused;
use crate::diag::Text;
use crate::say;

/// The rows of a text, with what was found out about it.
pub fn read(bytes: &[u8]) -> Result<(RawSheet, Text), Refused> {
    let (text, encoding) = decode(bytes).ok_or(Refused::Encoding)?;
    let declared = declared(&text);
    let separator = declared.unwrap_or_else(|| separator(&text));
    if let Some(row) = open_quote(&text, separator) {
        return Err(Refused::OpenQuote(row));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut cells = 0;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Refused::Damaged)? {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let row = rows.len() + blank_lines(&text, start);
        cells += record.len();
        if row >= MAX_ROWS || record.len() > MAX_COLUMNS || cells > MAX_CELLS {
            return Err(Refused::TooManyCells);
        }
        rows.resize_with(row, Vec::new);
        rows.push(record.iter().map(value).collect());
    }
    if let (Some(_), Some(first)) = (declared, rows.first_mut()) {
        first.clear();
    }
    let name = match separator {
        b'\t' => say!("制表符分隔", "separated by tabs"),
        b';' => say!("分号分隔", "separated by semicolons"),
        _ => say!("逗号分隔", "separated by commas"),
    };
    let (zh, en) = (&name.zh, &name.en);
    Ok((RawSheet { rows, ..RawSheet::default() }, say!("{encoding} 文本，{zh}", "text in {encoding}, {en}")))
}

/// Empty lines that the reader passes over: people count them as rows.
fn blank_lines(text: &str, start: usize) -> usize {
    let Some(rest) = text.get(start..) else { return 0 };
    // The second half of the break that ended the row before.
    let rest = if text[..start].ends_with('\r') { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
    let breaks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    breaks.replace("\r\n", "\n").len()
}

/// `sep=;` in the first line speaks to Excel, and is no row of the list.
fn declared(text: &str) -> Option<u8> {
    match text.lines().next()?.trim().strip_prefix("sep=")?.as_bytes() {
        [] => Some(b'\t'),
        [separator @ (b',' | b';' | b'\t')] => Some(*separator),
        _ => None,
    }
}

/// The row, from 1, in which a quotation mark opens a cell that nothing closes: all rows below would be one cell.
fn open_quote(text: &str, separator: u8) -> Option<usize> {
    let (mut row, mut begins, mut opened) = (1, true, None);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        row += usize::from(byte == b'\n' || byte == b'\r' && bytes.peek() != Some(&b'\n'));
        match (byte, opened) {
            // Two of them are one in the text.
            (b'"', Some(_)) if bytes.next_if_eq(&b'"').is_some() => {}
            (b'"', Some(_)) => opened = None,
            (b'"', None) if begins => opened = Some(row),
            _ => {}
        }
        begins = byte == separator || byte == b'\n' || byte == b'\r';
    }
    opened
}

/// Whether spreadsheets might take a text for a formula, marks before it aside.
pub fn is_like_a_formula(text: &str) -> bool {
    let bare = text.trim_start_matches('\'').trim_start();
    bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r'])
}

/// The mark that keeps a text from being a formula is none of the text.
fn value(field: &str) -> Value {
    let text = field.strip_prefix('\'').filter(|rest| is_like_a_formula(rest)).unwrap_or(field);
    if text.trim().is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

/// By its mark; else UTF-8 where it is that throughout, UTF-16 where every other byte is NUL, else GB 18030 where it is that
/// throughout. A text in another encoding may pass for GB 18030: the preview shows it.
fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    let strict = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return Some((String::from_utf8(rest.to_vec()).ok()?, "UTF-8")),
        [0xff, 0xfe, rest @ ..] => return Some((strict(UTF_16LE, rest)?, "UTF-16")),
        [0xfe, 0xff, rest @ ..] => return Some((strict(UTF_16BE, rest)?, "UTF-16")),
        _ => {}
    }
    let nuls =
        |offset: usize| bytes.iter().skip(offset).step_by(2).take(512).filter(|&&byte| byte == 0).count();
    match (nuls(0), nuls(1)) {
        (0, 0) => {}
        (0, _) => return Some((strict(UTF_16LE, bytes)?, "UTF-16")),
        (_, 0) => return Some((strict(UTF_16BE, bytes)?, "UTF-16")),
        _ => return None,
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some((text.to_owned(), "UTF-8")),
        Err(_) => Some((strict(GB18030, bytes)?, "GB 18030")),
    }
}

/// The one that stands most often in the first lines, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut is_quoted = false;
    for byte in text.lines().take(20).flat_map(str::bytes) {
        is_quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !is_quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map_or(b',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> (Vec<Vec<String>>, String) {
        let (sheet, how) = read(bytes).expect("it is text");
        (sheet.rows.iter().map(|row| row.iter().map(Value::shown).collect()).collect(), how.zh)
    }

    #[test]
    fn encodings_and_separators_are_found_out() {
        let expect =
            vec![vec!["姓名".to_owned(), "单位".to_owned()], vec!["张三".to_owned(), "示例市委".to_owned()]];
        let comma = "姓名,单位\n张三,示例市委\n";
        let tabs = comma.replace(',', "\t");
        let utf16 = |big: bool, text: &str| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for (bytes, how) in [
            (comma.as_bytes().to_vec(), "UTF-8 文本，逗号分隔"),
            ([b"\xef\xbb\xbf", comma.as_bytes()].concat(), "UTF-8 文本，逗号分隔"),
            (GB18030.encode(comma).0.into_owned(), "GB 18030 文本，逗号分隔"),
            ([&[0xff, 0xfe][..], &utf16(false, &tabs)].concat(), "UTF-16 文本，制表符分隔"),
            (utf16(true, &tabs), "UTF-16 文本，制表符分隔"),
            (comma.replace(',', ";").into_bytes(), "UTF-8 文本，分号分隔"),
        ] {
            assert_eq!(rows(&bytes), (expect.clone(), how.to_owned()));
        }
        assert!(matches!(read(b"\xff\xff\xff"), Err(Refused::Encoding)));
    }

    #[test]
    fn rows_are_those_that_people_count() {
        let (found, _) = rows("名单\n\n姓名\n\"张\n三\"\n李四\n".as_bytes());
        assert_eq!(found, [vec!["名单"], vec![], vec!["姓名"], vec!["张 三"], vec!["李四"]]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_refused_in_its_row() {
        let refused = |text: &str| read(text.as_bytes()).err();
        assert_eq!(refused("姓名,单位\r\n张三,\"示例市水务局\r\n李四,乙局\r\n"), Some(Refused::OpenQuote(2)));
        assert_eq!(refused("姓名,单位\n张三,\"示例市\"\"水务局\"\n李四,\"乙\n局\"\n王\"五,丙局\n"), None);
    }

    #[test]
    fn a_separator_that_the_first_line_names_is_taken_and_the_line_is_not() {
        let (found, how) = rows("sep=;\n姓名;单位\n张三;甲,乙,丙,丁\n".as_bytes());
        assert_eq!(found, [vec![], vec!["姓名", "单位"], vec!["张三", "甲,乙,丙,丁"]]);
        assert_eq!(how, "UTF-8 文本，分号分隔");
    }

    #[test]
    fn the_mark_before_a_formula_is_none_of_the_text() {
        let (found, _) = rows("'=1+1,'甲,''-1\n".as_bytes());
        assert_eq!(found, [["=1+1", "'甲", "'-1"]]);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
