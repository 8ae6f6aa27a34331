//! Diagnostics for programs: one JSON object a line.

use serde::Serialize;

use super::{Diagnostic, Language, Lines, Location, Severity};

/// A diagnostic as one line of JSON, without a line break at its end.
///
/// `{code, severity, file, line, column, end_line, end_column, message, hint, notes}`: `severity` is `error` or
/// `warning` whatever the language, `hint` is null where there is none, `notes` is a list of
/// `{file, line, column, end_line, end_column, message}`. Lines and columns are those of [`Location`]. In a spreadsheet there is also
/// `cell`, such as `C5`, and lines are rows.
pub fn json(diagnostic: &Diagnostic, lines: &mut Lines<'_>, language: Language) -> String {
    let notes =
        diagnostic.notes.iter().map(|(span, text)| Note::new(lines.locate(*span), text.get(language)));
    let notes = notes.collect();
    let place = lines.locate(diagnostic.span);
    let object = Object {
        code: diagnostic.code.name(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        file: place.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        cell: lines.cell(diagnostic.span),
        message: diagnostic.message.get(language),
        hint: diagnostic.hint.as_ref().map(|hint| hint.get(language)),
        notes,
    };
    ascii_controls(&serde_json::to_string(&object).expect("texts and numbers are JSON"))
}

#[derive(Serialize)]
struct Object<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    message: &'a str,
    hint: Option<&'a str>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
}

impl<'a> Note<'a> {
    fn new(place: Location<'a>, message: &'a str) -> Note<'a> {
        let Location { file, line, column, end_line, end_column } = place;
        Note { file, line, column, end_line, end_column, message }
    }
}

/// Writes as `\uXXXX` what JSON allows to stand as it is and a terminal would obey.
fn ascii_controls(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_control() || super::render::is_invisible(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, FileId, Files, Span};
    use crate::say;

    struct One(&'static str);

    impl Files for One {
        fn path(&self, _: FileId) -> &str {
            "content/people/张三.yaml"
        }

        fn text(&self, _: FileId) -> &str {
            self.0
        }
    }

    #[test]
    fn one_line_with_every_field_in_its_place() {
        let one = One("姓名: 张三\n姓名: 李四\n");
        let second = Span::new(FileId(0), 15..21);
        let diagnostic = Diagnostic::error(
            Code::DuplicateField,
            second,
            say!("“姓名”写了两次", "`姓名` is written twice"),
        )
        .note(Span::new(FileId(0), 0..6), say!("第一次", "first"))
        .hint(say!("删去一个", "delete one"));
        assert_eq!(
            json(&diagnostic, &mut Lines::new(&one), Language::Zh),
            concat!(
                r#"{"code":"duplicate-field","severity":"error","file":"content/people/张三.yaml","#,
                r#""line":2,"column":1,"end_line":2,"end_column":3,"message":"“姓名”写了两次","hint":"删去一个","#,
                r#""notes":[{"file":"content/people/张三.yaml","line":1,"column":1,"end_line":1,"end_column":3,"#,
                r#""message":"第一次"}]}"#
            )
        );
    }

    #[test]
    fn a_whole_file_is_an_empty_range_at_its_start_and_no_hint_is_null() {
        let diagnostic =
            Diagnostic::warning(Code::UnknownFile, Span::whole(FileId(0)), say!("多余", "stray"));
        assert_eq!(
            json(&diagnostic, &mut Lines::new(&One("a\nb\n")), Language::En),
            concat!(
                r#"{"code":"unknown-file","severity":"warning","file":"content/people/张三.yaml","#,
                r#""line":1,"column":1,"end_line":1,"end_column":1,"message":"stray","hint":null,"notes":[]}"#
            )
        );
    }

    #[test]
    fn control_and_bidirectional_characters_are_escaped_and_come_back_unchanged() {
        let value = "\u{1b}[2J\u{9b}\u{202e}\u{e0041}\n";
        let diagnostic =
            Diagnostic::error(Code::UnknownValue, Span::whole(FileId(0)), say!("{value}", "{value}"));
        let line = json(&diagnostic, &mut Lines::new(&One("")), Language::Zh);
        assert!(line.contains(r"\u001b[2J\u009b\u202e\udb40\udc41\n"), "{line}");
        let read: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
        assert_eq!(read["message"], value);
    }
}
