//! A table as comma-separated values (RFC 4180), with the mark by which Excel knows UTF-8.

use std::borrow::Cow;

use crate::plan::{Cell, Table};

/// Excel takes a cell that begins with one of these for a formula, also in full width; so a mark goes in front, as OWASP
/// advises (“CSV Injection”). Spreadsheets show the mark, programs take it off.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
const MARK: char = '\'';

pub(super) fn bytes(table: &Table<'_>) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let headings: Vec<Cell<'_>> =
        table.columns.iter().map(|column| Cell::Text(Cow::Borrowed(column.heading))).collect();
    push_row(&mut out, &headings);
    table.each_row(&mut |row| push_row(&mut out, row));
    out.into_bytes()
}

fn push_row(out: &mut String, row: &[Cell<'_>]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match cell {
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Text(text) => push_text(out, text),
        }
    }
    out.push_str("\r\n");
}

fn push_text(out: &mut String, text: &str) {
    let is_quoted = text.contains([',', '"', '\r', '\n']);
    if is_quoted {
        out.push('"');
    }
    // A space before it does not keep some programs from seeing a formula.
    if text.starts_with(FORMULA) || text.trim_start().starts_with(FORMULA) {
        out.push(MARK);
    }
    if is_quoted {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;
    use crate::render::table::tests::table;

    #[test]
    fn rows() {
        let check = |text: &'static str, expect: &str| {
            let file = String::from_utf8(bytes(&table(&[text]))).expect("UTF-8");
            assert_eq!(file, format!("\u{feff}姓名,人数\r\n{expect},0\r\n"), "{text}");
        };
        check("张三", "张三");
        check("", "");
        check("甲,乙", "\"甲,乙\"");
        check("“甲”\"乙\"", "\"“甲”\"\"乙\"\"\"");
        check("甲\n乙", "\"甲\n乙\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "  =1", "=HYPERLINK(\"http://a.example\")"]
        {
            let file = String::from_utf8(bytes(&table(&[text]))).expect("UTF-8");
            let row = file.lines().nth(1).expect("a row");
            assert!(row.trim_start_matches('"').starts_with('\''), "{row}");
        }
    }
}
