//! What the headings of a site's own rosters mean: `import.yaml`, and what is said on the command line.

use std::collections::BTreeMap;

use super::column::Column;
use crate::diag::{Code, Diagnostic, FileId, Report};
use crate::model::yaml::{self, Data, Node};
use crate::say;

/// Where a site keeps it.
pub const FILE: &str = "import.yaml";

/// Headings by what they mean, beside those that the program knows, and what holds for every row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<String, Column>,
    values: BTreeMap<Column, String>,
}

const COLUMNS: [&str; 2] = ["列", "columns"];
const VALUES: [&str; 2] = ["取值", "values"];

impl Mapping {
    /// Reads `import.yaml`.
    pub fn parse(text: &str, file: FileId, report: &mut Report) -> Mapping {
        let mut mapping = Mapping::default();
        let Some(node) = yaml::parse(yaml::Source { file, text, offset: 0 }, report) else { return mapping };
        for (part, node) in entries(node) {
            let is_columns = COLUMNS.contains(&part.0.as_str());
            if !is_columns && !VALUES.contains(&part.0.as_str()) {
                let name = &part.0;
                report.push(
                    Diagnostic::error(
                        Code::UnknownField,
                        part.1,
                        say!("没有“{name}”这一项", "there is no `{name}` here"),
                    )
                    .hint(say!("可以写：列、取值", "it may be: columns, values")),
                );
                continue;
            }
            for ((key, span), value) in entries(node) {
                let Data::Scalar(value) = value.data else { continue };
                let done = if is_columns { mapping.map(&key, &value) } else { mapping.set(&key, &value) };
                if !done {
                    let unknown = if is_columns { value.into_owned() } else { key };
                    let hint = names();
                    report.push(
                        Diagnostic::error(
                            Code::UnknownValue,
                            span,
                            say!("没有“{unknown}”这一列", "there is no column `{unknown}`"),
                        )
                        .hint(say!("可以写：{hint}", "it may be: {hint}")),
                    );
                }
            }
        }
        mapping
    }

    /// A heading that means `column`; false where there is no such column.
    pub fn map(&mut self, heading: &str, column: &str) -> bool {
        let known = Column::of(column);
        known.is_some_and(|column| {
            self.columns.insert(key(heading), column);
            true
        })
    }

    /// What holds for rows that say nothing else; false where there is no such column.
    pub fn set(&mut self, column: &str, value: &str) -> bool {
        let known = Column::of(column).filter(|column| column.is_taken());
        known.is_some_and(|column| {
            self.values.insert(column, value.trim().to_owned());
            true
        })
    }

    pub fn column(&self, heading: &str) -> Option<Column> {
        self.columns.get(&key(heading)).copied().or_else(|| Column::of(heading))
    }

    pub fn value(&self, column: Column) -> Option<&str> {
        self.values.get(&column).map(String::as_str)
    }

    /// As `import.yaml`.
    pub fn yaml(&self) -> String {
        let mut text = String::from("# honorroll import 怎样读表头；可以直接修改。\n");
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        if !self.columns.is_empty() {
            text.push_str("列:\n");
            self.columns
                .iter()
                .for_each(|(heading, column)| text += &format!("  {}: {}\n", quoted(heading), column.name()));
        }
        if !self.values.is_empty() {
            text.push_str("取值:\n");
            self.values
                .iter()
                .for_each(|(column, value)| text += &format!("  {}: {}\n", column.name(), quoted(value)));
        }
        text
    }

    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.values.is_empty()
    }
}

/// Every column that a mapping may name.
pub fn names() -> String {
    Column::ALL.iter().map(|column| column.name()).collect::<Vec<_>>().join("、")
}

fn key(heading: &str) -> String {
    heading.chars().filter(|c| !c.is_whitespace() && *c != '/').collect()
}

type Entry<'t> = ((String, crate::diag::Span), Node<'t>);

fn entries(node: Node<'_>) -> Vec<Entry<'_>> {
    match node.data {
        Data::Map(entries) => {
            entries.into_iter().map(|(key, node)| ((key.text.into_owned(), key.span), node)).collect()
        }
        Data::Null | Data::Scalar(_) | Data::List(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut mapping = Mapping::default();
        assert!(mapping.map("获评: 时间", "表彰时间") && mapping.set("文号", "示委发〔2030〕15号"));
        assert!(!mapping.map("甲", "没有这一列") && !mapping.set("不导入", "甲"));
        let mut report = Report::new();
        assert_eq!(Mapping::parse(&mapping.yaml(), FileId(0), &mut report), mapping);
        assert_eq!(report.iter().count(), 0);
    }

    #[test]
    fn mistakes_are_told() {
        let mut report = Report::new();
        Mapping::parse("列:\n  甲: 乙丙\n什么: 1\n", FileId(0), &mut report);
        assert_eq!(report.errors(), 2);
    }
}
