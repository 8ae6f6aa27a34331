//! What the reader of cells does not tell of a workbook: rows that are hidden, formulas that nobody has computed, and which cells
//! of OpenDocument files are merged.
//!
//! Only marks are looked for; what they mean for a list is for [`table`](super::table) to say. The old binary format is not looked into.

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};

use super::book::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Region};
use super::read::Refused;

/// Of a sheet; rows and columns from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub hidden: BTreeSet<usize>,
    /// Cells of formulas without a value.
    pub pending: Vec<(usize, usize)>,
    pub merged: Vec<Region>,
}

/// A cell, what it says and a mark around that: three nodes, and some for rows.
const MAX_NODES: u32 = 4 * MAX_CELLS as u32;

type Archive<'b> = zip::ZipArchive<Cursor<&'b [u8]>>;

/// Of an archive that was weighed: a part may be read to its end.
fn part(archive: &mut Archive<'_>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The sheets of an Excel workbook, by name. Where it is put together in a way of its own, nothing is told of it.
pub fn xlsx(bytes: &[u8]) -> HashMap<String, Layout> {
    let Ok(mut archive) = Archive::new(Cursor::new(bytes)) else { return HashMap::new() };
    let mut text = |name: &str| String::from_utf8(part(&mut archive, name)?).ok();
    let (Some(book), Some(links)) = (text("xl/workbook.xml"), text("xl/_rels/workbook.xml.rels")) else {
        return HashMap::new();
    };
    let paths = sheets(&book, &links).unwrap_or_default();
    let read = |(name, path): (String, String)| Some((name, scan(&part(&mut archive, &path)?)));
    paths.into_iter().filter_map(read).collect()
}

/// Names of sheets, and the parts that hold them.
fn sheets(book: &str, links: &str) -> Option<Vec<(String, String)>> {
    let (book, links) = (Document::parse(book).ok()?, Document::parse(links).ok()?);
    let own = |node: Node<'_, '_>, name: &str| own(node, name).map(str::to_owned);
    let targets = links.descendants().filter(|node| node.tag_name().name() == "Relationship");
    let targets: HashMap<String, String> =
        targets.filter_map(|link| Some((own(link, "Id")?, own(link, "Target")?))).collect();
    let sheets = book.descendants().filter(|node| node.tag_name().name() == "sheet");
    let place = |sheet: Node<'_, '_>| {
        // `id` with a prefix: `sheetId` is another thing.
        let target = targets.get(&own(sheet, "id")?)?;
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        Some((own(sheet, "name")?, path))
    };
    Some(sheets.filter_map(place).collect())
}

#[derive(Default)]
struct Open {
    place: Option<(usize, usize)>,
    is_text: bool,
    has_formula: bool,
    has_value: bool,
}

/// Goes through the marks of a sheet, which may be a hundred megabytes: no tree is made of them.
fn scan(xml: &[u8]) -> Layout {
    let mut layout = Layout::default();
    let (mut row, mut cell) = (0, Open::default());
    let mut rest = xml;
    while let Some(start) = rest.iter().position(|&byte| byte == b'<') {
        rest = &rest[start + 1..];
        let Some(end) = rest.iter().position(|&byte| byte == b'>') else { break };
        let (mark, after) = (&rest[..end], &rest[end + 1..]);
        let name = mark.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        let is_end = name.starts_with(b"/");
        let local = name.rsplit(|&byte| byte == b':').next().unwrap_or_default();
        let bare = local.strip_prefix(b"/").unwrap_or(local);
        match bare.strip_suffix(b"/").unwrap_or(bare) {
            b"row" if !is_end => {
                row = attribute(mark, b"r").and_then(number).unwrap_or(row + 1);
                let is_hidden = matches!(attribute(mark, b"hidden"), Some(b"1" | b"true"));
                if is_hidden && (1..=MAX_ROWS).contains(&row) {
                    layout.hidden.insert(row - 1);
                }
            }
            b"c" if is_end => {
                let is_pending = cell.has_formula && !cell.has_value;
                layout.pending.extend(cell.place.filter(|_| is_pending));
                cell = Open::default();
            }
            b"c" => {
                let is_text = attribute(mark, b"t") == Some(b"str");
                cell = Open { place: attribute(mark, b"r").and_then(place), is_text, ..Open::default() };
            }
            b"f" => cell.has_formula = true,
            // The value of a text may be none; of a number it may not.
            b"v" if !is_end => {
                cell.has_value = cell.is_text || !mark.ends_with(b"/") && !after.starts_with(b"<")
            }
            b"is" => cell.has_value = true,
            _ => {}
        }
        rest = after;
    }
    layout
}

fn attribute<'m>(mark: &'m [u8], name: &[u8]) -> Option<&'m [u8]> {
    let at =
        (1..mark.len()).find(|&at| mark[at..].starts_with(name) && mark[at - 1].is_ascii_whitespace())?;
    let value = mark[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    value.split(|byte| byte == quote).next()
}

fn number(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// `C5` as row 4, column 2.
fn place(text: &[u8]) -> Option<(usize, usize)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (letters, digits) =
        text.split_at_checked(letters).filter(|(letters, _)| (1..=3).contains(&letters.len()))?;
    let column = letters.iter().fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    let row = number(digits)?;
    (1..=MAX_ROWS).contains(&row).then(|| (row - 1, column - 1)).filter(|(_, column)| *column < MAX_COLUMNS)
}

/// The sheets of an OpenDocument file, by name.
pub fn ods(bytes: &[u8]) -> Result<HashMap<String, Layout>, Refused> {
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    let text = part(&mut archive, "content.xml").and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or(Refused::Damaged)?;
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Refused::TooManyCells,
        _ => Refused::Damaged,
    })?;
    let tables = document.descendants().filter(|node| node.tag_name().name() == "table");
    let named = tables.filter_map(|table| Some((own(table, "name")?.to_owned(), layout(table))));
    Ok(named.collect())
}

fn own<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn layout(table: Node<'_, '_>) -> Layout {
    let mut layout = Layout::default();
    let count = |node: Node<'_, '_>, name: &str| {
        own(node, name).and_then(|number| number.parse().ok()).unwrap_or(1_usize).clamp(1, MAX_ROWS)
    };
    let mut row = 0;
    for line in table.descendants().filter(|node| node.tag_name().name() == "table-row") {
        if row >= MAX_ROWS {
            break;
        }
        let rows = count(line, "number-rows-repeated");
        if matches!(own(line, "visibility"), Some("collapse" | "filter")) {
            layout.hidden.extend(row..(row + rows).min(MAX_ROWS));
        }
        let mut column = 0;
        for cell in line.children().filter(Node::is_element) {
            let (down, across) = (count(cell, "number-rows-spanned"), count(cell, "number-columns-spanned"));
            if down > 1 || across > 1 {
                layout.merged.push(((row, column), (row + down - 1, column + across - 1)));
            }
            column += count(cell, "number-columns-repeated");
        }
        row += rows;
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_formulas_without_a_value_are_found() {
        let sheet = "<sheetData><row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1</v></c></row><x:row spans='1:2' hidden = 'true'/>\
            <row r=\"5\" hidden=\"0\" unhidden=\"1\"><c r=\"A5\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"B5\"><f>1+1</f><v></v></c>\
            <c r=\"C5\"><f>A1</f></c><c r=\"D5\"><f t=\"shared\" si=\"0\"/><v>2</v></c><c r=\"E5\"/><c r=\"F5\"><f>A1</f><v/></c></row></sheetData>";
        let layout = scan(sheet.as_bytes());
        assert_eq!(layout.hidden.into_iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(layout.pending, [(4, 1), (4, 2), (4, 5)]);
    }

    proptest::proptest! {
        #[test]
        fn no_marks_panic(xml in "[<>/ =\"'rcfvis1A:]{0,80}") {
            scan(xml.as_bytes());
        }
    }
}
