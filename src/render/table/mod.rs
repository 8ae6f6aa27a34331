//! Tables as files that spreadsheets open.
//!
//! Comes in: a [`Table`]. Goes out: its bytes in one of two formats, or a hash of all that they are made from, which is
//! much cheaper. Whatever a record says, no cell of them is a formula.

mod csv;
mod xlsx;

use crate::plan::{Cell, Table, TableFormat};

pub(super) fn bytes(table: &Table<'_>, format: TableFormat) -> Vec<u8> {
    match format {
        TableFormat::Csv => csv::bytes(table),
        TableFormat::Xlsx => xlsx::bytes(table, xlsx::MAX_ROWS),
    }
}

/// BLAKE3 is several times as fast where it is given many kilobytes at once.
const AT_ONCE: usize = 64 << 10;

/// A hash of the table and of the program that writes it.
pub(super) fn hash(table: &Table<'_>, format: TableFormat) -> blake3::Hash {
    let mut text = String::new();
    [env!("HONORROLL_PROGRAM"), format.extension()].into_iter().for_each(|part| push(&mut text, part));
    let contents = table.mark_once(contents);
    blake3::Hasher::new().update(text.as_bytes()).update(&contents).finalize()
}

/// A hash of all that the table says, whatever its format.
fn contents(table: &Table<'_>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut text = String::new();
    push(&mut text, table.title);
    table.columns.iter().for_each(|column| push(&mut text, column.heading));
    table.each_row(&mut |row| {
        for cell in row {
            match cell {
                Cell::Text(cell) => push(&mut text, cell),
                Cell::Number(number) => push(&mut text, &format!("#{number}")),
            }
        }
        if text.len() >= AT_ONCE {
            hasher.update(text.as_bytes());
            text.clear();
        }
    });
    *hasher.update(text.as_bytes()).finalize().as_bytes()
}

/// Each text with its length, so that no two rows are written alike.
fn push(out: &mut String, text: &str) {
    out.push_str(&text.len().to_string());
    out.push(':');
    out.push_str(text);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::plan::Column;

    pub const COLUMNS: [Column; 2] = [
        Column { heading: "姓名", meaning: "姓名", width: 10 },
        Column { heading: "人数", meaning: "人数", width: 8 },
    ];

    pub fn table(texts: &[&'static str]) -> Table<'static> {
        let texts = texts.to_vec();
        Table::new("名单", &COLUMNS, move |row| {
            for (at, text) in texts.iter().enumerate() {
                row(&[Cell::Text((*text).into()), Cell::Number(at as u32)]);
            }
        })
    }

    #[test]
    fn every_difference_shows_in_the_hash() {
        let of = |texts: &[&'static str], format| hash(&table(texts), format);
        let csv = TableFormat::Csv;
        assert_eq!(of(&["甲", "乙"], csv), of(&["甲", "乙"], csv));
        assert_ne!(of(&["甲", "乙"], csv), of(&["甲乙"], csv));
        assert_ne!(of(&["甲"], csv), of(&["甲"], TableFormat::Xlsx));
    }
}
