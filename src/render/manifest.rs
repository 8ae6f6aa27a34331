//! `theme.yaml`: a few `key: value` lines. It is that simple on purpose, so that no YAML parser is needed here.

use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::say;

/// What `theme.yaml` says that matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The theme that stands in for what this one lacks, and the place where it is named.
    pub extends: Option<(String, Span)>,
}

/// The keys: English, Chinese.
const KEYS: [(&str, &str); 4] =
    [("name", "名称"), ("extends", "继承"), ("description", "说明"), ("author", "作者")];

pub(super) fn parse(file: FileId, text: &str, report: &mut Report) -> Manifest {
    let mut manifest = Manifest::default();
    for Line { span, pair } in lines(file, text) {
        let known = pair.and_then(|(key, value)| {
            KEYS.iter().find(|&&(en, zh)| key == en || key == zh).map(|(key, _)| (*key, value))
        });
        match known {
            Some(("extends", value)) => manifest.extends = Some((value.to_owned(), span)),
            Some(_) => {}
            None => report.push(bad_line(span)),
        }
    }
    manifest
}

/// A line of a file of `key: value` lines.
pub(super) struct Line<'t> {
    pub span: Span,
    /// Key and value, without quotes around it; nothing where the line is no such pair.
    pub pair: Option<(&'t str, &'t str)>,
}

/// The lines that say something.
pub(super) fn lines(file: FileId, text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let placed = text.split_inclusive('\n').map(move |line| {
        let span = Span::new(file, start..start + line.trim_end().len());
        start += line.len();
        (span, line.trim_end())
    });
    let said = placed.filter(|(_, line)| !(line.is_empty() || line.starts_with('#') || *line == "---"));
    said.map(|(span, line)| {
        let pair = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
        Line { span, pair: pair.map(|(key, value)| (key, unquote(value.trim()))) }
    })
}

fn unquote(value: &str) -> &str {
    let inside = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

fn bad_line(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BadTheme,
        span,
        say!("theme.yaml 里看不懂这一行", "theme.yaml does not know this line"),
    )
    .hint(say!(
        "每行写一个“键: 值”，键可以是 name（名称）、extends（继承）、description（说明）、author（作者）",
        "write one `key: value` a line; the keys are `name`, `extends`, `description` and `author`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, extends: Option<&str>, errors: usize) {
        let mut report = Report::new();
        let manifest = parse(FileId(1), text, &mut report);
        assert_eq!(manifest.extends.as_ref().map(|(name, _)| name.as_str()), extends, "{text}");
        assert_eq!(report.errors(), errors, "{text}");
    }

    #[test]
    fn theme_files() {
        check("", None, 0);
        check("name: mine\nextends: default\n", Some("default"), 0);
        check("名称: 我的\r\n继承: \"plain\"\r\n", Some("plain"), 0);
        check("---\n# ours\ndescription: a: b\nextends: 'x'", Some("x"), 0);
        check("extend: default", None, 1);
        check("extends:default\n- a\n", None, 2);
    }
}
