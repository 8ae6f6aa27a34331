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

/// A hash of the table and of the program that writes it.
pub(super) fn hash(table: &Table<'_>, format: TableFormat) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut row_text = String::new();
    let headings = table.columns.iter().map(|column| column.heading);
    let program = [env!("HONORROLL_PROGRAM"), format.extension(), table.title];
    program.into_iter().chain(headings).for_each(|text| push(&mut row_text, text));
    hasher.update(row_text.as_bytes());
    table.each_row(&mut |row| {
        row_text.clear();
        for cell in row {
            match cell {
                Cell::Text(text) => push(&mut row_text, text),
                Cell::Number(number) => push(&mut row_text, &format!("#{number}")),
            }
        }
        hasher.update(row_text.as_bytes());
    });
    hasher.finalize()
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
