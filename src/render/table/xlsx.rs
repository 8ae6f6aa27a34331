//! A table as a workbook (ISO/IEC 29500): the few parts that spreadsheets ask for, in a ZIP archive.
//!
//! Rows are compressed as they come, so that a table of any length takes no more memory than its file. Texts are written
//! as texts: no program takes one for a formula. The archive bears no time.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

use crate::plan::{Cell, Column, Table};

/// What a sheet may have, its heading included; what is more goes to another sheet.
pub(super) const MAX_ROWS: usize = 1 << 20;

/// What a cell may hold, in units of UTF-16.
const MAX_TEXT: usize = 32_767;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

pub(super) fn bytes(table: &Table<'_>, max_rows: usize) -> Vec<u8> {
    let mut archive = Archive::default();
    let mut sheets = 0;
    let mut sheet: Option<Sheet> = None;
    let mut begin = |archive: &mut Archive, full: Option<Sheet>| {
        if let Some(full) = full {
            full.finish(archive, sheets);
        }
        sheets += 1;
        Sheet::new(table.columns)
    };
    table.each_row(&mut |row| {
        let open = match sheet.take() {
            Some(open) if open.rows < max_rows => open,
            full => begin(&mut archive, full),
        };
        sheet.insert(open).push(row);
    });
    let last = sheet.unwrap_or_else(|| begin(&mut archive, None));
    last.finish(&mut archive, sheets);
    for (name, text) in around(table.title, sheets) {
        archive.add(&name, Part::of(&text));
    }
    archive.finish()
}

/// The parts that say what the sheets are.
fn around(title: &str, sheets: usize) -> [(String, String); 5] {
    let numbers = || 1..=sheets;
    let types: String = numbers()
        .map(|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
            )
        })
        .collect();
    let listed: String = numbers()
        .map(|n| {
            let name = if n == 1 { title.to_owned() } else { format!("{title} {n}") };
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")
        })
        .collect();
    let targets: String = numbers()
        .map(|n| {
            format!("<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
        })
        .collect();
    let styles = sheets + 1;
    [
        ("[Content_Types].xml", format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
             <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPE}.styles+xml\"/>{types}</Types>"
        )),
        ("_rels/.rels", format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        )),
        ("xl/workbook.xml", format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{listed}</sheets></workbook>"
        )),
        ("xl/_rels/workbook.xml.rels", format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}<Relationship Id=\"rId{styles}\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"
        )),
        ("xl/styles.xml", format!(
            "<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font/><font><b/></font></fonts>\
             <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
             <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
             <cellXfs count=\"2\"><xf/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs>\
             <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
        )),
    ]
    .map(|(name, text)| (name.to_owned(), format!("{HEAD}{text}")))
}

/// A sheet while it is written.
struct Sheet {
    part: Part,
    rows: usize,
    row: String,
}

impl Sheet {
    /// With the headings in bold, which stay in view.
    fn new(columns: &[Column]) -> Sheet {
        let widths: String = (columns.iter().enumerate())
            .map(|(at, column)| {
                format!(
                    "<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>",
                    at + 1,
                    column.width
                )
            })
            .collect();
        let mut part = Part::new();
        part.write(&format!(
            "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
             <cols>{widths}</cols><sheetData><row>"
        ));
        let mut headings = String::new();
        columns.iter().for_each(|column| push_text(&mut headings, column.heading, " s=\"1\""));
        part.write(&headings);
        part.write("</row>");
        Sheet { part, rows: 1, row: String::new() }
    }

    fn push(&mut self, row: &[Cell<'_>]) {
        self.row.clear();
        self.row.push_str("<row>");
        for cell in row {
            match cell {
                Cell::Number(number) => self.row.push_str(&format!("<c><v>{number}</v></c>")),
                Cell::Text(text) if text.is_empty() => self.row.push_str("<c/>"),
                Cell::Text(text) => push_text(&mut self.row, text, ""),
            }
        }
        self.row.push_str("</row>");
        self.part.write(&self.row);
        self.rows += 1;
    }

    fn finish(mut self, archive: &mut Archive, number: usize) {
        self.part.write("</sheetData></worksheet>");
        archive.add(&format!("xl/worksheets/sheet{number}.xml"), self.part);
    }
}

fn push_text(out: &mut String, text: &str, style: &str) {
    out.push_str("<c t=\"inlineStr\"");
    out.push_str(style);
    out.push_str("><is><t xml:space=\"preserve\">");
    let mut units = 0;
    for c in text.chars() {
        units += c.len_utf16();
        if units > MAX_TEXT {
            break;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            // XML 1.0 (2.2) cannot hold them.
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out.push_str("</t></is></c>");
}

/// A file of the archive while it is compressed.
struct Part {
    deflated: DeflateEncoder<Vec<u8>>,
    crc: Crc,
}

impl Part {
    fn new() -> Part {
        Part { deflated: DeflateEncoder::new(Vec::new(), Compression::fast()), crc: Crc::new() }
    }

    fn of(text: &str) -> Part {
        let mut part = Part::new();
        part.write(text);
        part
    }

    fn write(&mut self, text: &str) {
        self.crc.update(text.as_bytes());
        self.deflated.write_all(text.as_bytes()).expect("memory takes whatever is written");
    }
}

/// A ZIP archive (APPNOTE 6.3.3) of compressed files, without a time: two builds make the same bytes.
#[derive(Default)]
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

/// The first day that the format knows, 1980-01-01, in place of a time.
const NO_TIME: [u8; 4] = [0, 0, 0x21, 0];

impl Archive {
    fn add(&mut self, name: &str, part: Part) {
        let (crc, size) = (part.crc.sum(), part.crc.amount());
        let data = part.deflated.finish().expect("memory takes whatever is written");
        let start = self.bytes.len() as u32;
        let mut header = Vec::new();
        // Version 2.0, no flags (names are ASCII), deflate.
        header.extend([20, 0, 0, 0, 8, 0]);
        header.extend(NO_TIME);
        for number in [crc, data.len() as u32, size] {
            header.extend(number.to_le_bytes());
        }
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);

        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&header);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(data);

        self.directory.extend(b"PK\x01\x02\x14\x00");
        self.directory.extend(&header);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.files += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let (start, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        self.bytes.extend(self.directory);
        self.bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{MAX_ROWS, bytes};
    use crate::render::table::tests::table;

    /// The files of an archive in their order, as its own headers describe them.
    fn unpacked(archive: &[u8]) -> Vec<(String, String)> {
        let number = |at: usize, size: usize| {
            archive[at..at + size].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let (mut files, mut at) = (Vec::new(), 0);
        while archive[at..].starts_with(b"PK\x03\x04") {
            let (packed, name) = (number(at + 18, 4), number(at + 26, 2));
            let start = at + 30 + name;
            let name = String::from_utf8(archive[at + 30..start].to_vec()).expect("a name");
            let mut text = String::new();
            flate2::read::DeflateDecoder::new(&archive[start..start + packed])
                .read_to_string(&mut text)
                .expect("deflated text");
            assert_eq!(text.len(), number(at + 22, 4), "{name}");
            files.push((name, text));
            at = start + packed;
        }
        files
    }

    #[test]
    fn texts_are_texts_and_numbers_numbers() {
        let files = unpacked(&bytes(&table(&["张三", "=1+1", "<b>&\u{0}", ""]), MAX_ROWS));
        let (name, sheet) = &files[0];
        assert_eq!(name, "xl/worksheets/sheet1.xml");
        let text =
            |text: &str| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
        for (at, cell) in
            [text("张三"), text("=1+1"), text("&lt;b&gt;&amp;"), "<c/>".to_owned()].iter().enumerate()
        {
            let row = format!("<row>{cell}<c><v>{at}</v></c></row>");
            assert!(sheet.contains(&row), "{row} is not in {sheet}");
        }
        assert!(!sheet.contains("<f>"), "no formula");
    }

    #[test]
    fn what_one_sheet_cannot_hold_goes_to_the_next() {
        let files = unpacked(&bytes(&table(&["甲", "乙", "丙"]), 2));
        let rows: Vec<usize> =
            files.iter().take(3).map(|(_, sheet)| sheet.matches("<row>").count()).collect();
        assert_eq!(rows, [2, 2, 2], "each with its headings");
        let workbook = &files.iter().find(|(name, _)| name == "xl/workbook.xml").expect("a workbook").1;
        assert!(workbook.contains("name=\"名单 3\" sheetId=\"3\""), "{workbook}");
        assert_eq!(unpacked(&bytes(&table(&[]), 2)).len(), 6, "an empty table has its headings");
    }

    #[test]
    fn a_cell_holds_what_it_may_hold() {
        let long: &'static str = Box::leak("长".repeat(40_000).into_boxed_str());
        let files = unpacked(&bytes(&table(&[long]), MAX_ROWS));
        assert_eq!(files[0].1.matches('长').count(), 32_767);
    }
}
