//! Diagnostics: what is wrong with the content, where, and what to do about it.
//!
//! Comes in: problems found by any phase, each a [`Diagnostic`] with a [`Span`] into a file of the site.
//! Goes out: a [`Report`], sorted by file and line, rendered for people ([`render()`]) or as JSON lines ([`json()`]).
//! It deliberately does not read files, print, or decide exit codes: the text of the files comes through [`Files`].

mod code;
mod json;
mod lines;
mod render;

pub use code::Code;
pub use json::json;
pub use lines::{Lines, Location};
pub use render::{render, summary};

use std::fmt;
use std::ops::Range;

/// Index of a file in the `SourceTree`; 0 is always `content/site.yaml`, even where that file is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in a file of the site (the text without its byte-order mark).
///
/// An empty span at 0 speaks of the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        Span { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The file as a whole: no line is underlined.
    pub fn whole(file: FileId) -> Span {
        Span { file, start: 0, end: 0 }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text in both of the program's languages. Both are always complete; which one is shown is decided at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// Makes a [`Text`] from two format strings, Chinese first: `say!("没有“{name}”", "there is no `{name}`")`.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diag::Text { zh: format!($zh), en: format!($en) }
    };
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while one of these stands.
    Error,
    Warning,
}

/// One problem, located and explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub span: Span,
    pub message: Text,
    /// Other places that belong to the problem, such as the first of two duplicates.
    pub notes: Vec<(Span, Text)>,
    /// What to do.
    pub hint: Option<Text>,
    /// What must not be shown, be it in a source line that another diagnostic is about: logs are read by many.
    pub hidden: Option<Span>,
}

impl Diagnostic {
    pub fn error(code: Code, span: Span, message: Text) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            span,
            message,
            notes: Vec::new(),
            hint: None,
            hidden: None,
        }
    }

    pub fn warning(code: Code, span: Span, message: Text) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    pub fn note(mut self, span: Span, text: Text) -> Diagnostic {
        self.notes.push((span, text));
        self
    }

    pub fn hint(mut self, hint: Text) -> Diagnostic {
        self.hint = Some(hint);
        self
    }

    pub fn hiding(mut self, span: Span) -> Diagnostic {
        self.hidden = Some(span);
        self
    }
}

/// Proof that at least one error is in the [`Report`]; only a `Report` makes one.
#[derive(Clone, Copy, Debug)]
pub struct Reported(());

/// All problems of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub fn new() -> Report {
        Report::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn extend(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// All diagnostics in the order in which they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
    }

    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }

    pub fn has_warnings(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|d| d.code == code && d.severity == Severity::Warning)
    }

    /// `Err` where an error was reported.
    pub fn verdict(&self) -> Result<(), Reported> {
        if self.errors() > 0 { Err(Reported(())) } else { Ok(()) }
    }

    /// All diagnostics by file path, then position, then code.
    pub fn sorted(&self, files: &dyn Files) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        all.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.span.start, d.span.end, d.code);
            files.path(a.span.file).cmp(files.path(b.span.file)).then_with(|| key(a).cmp(&key(b)))
        });
        all
    }
}

/// What rendering a diagnostic needs to know of the site's files.
pub trait Files {
    /// Path from the site's root with `/` between folders, as people see it.
    fn path(&self, file: FileId) -> &str;
    /// Text without byte-order mark; empty where the file is missing or is not text.
    fn text(&self, file: FileId) -> &str;
    /// What spreadsheets call the place of `span` (`C5`), where the file is a sheet of one; its lines are the rows.
    fn cell(&self, _: Span) -> Option<String> {
        None
    }
}

/// A machine failure: the disk, the file system, a permission. Not the content's fault (exit code 2).
#[derive(Debug)]
pub struct IoError {
    /// What was being done, as a sentence fragment: “读取文件” / “reading the file”.
    pub doing: Text,
    pub path: std::path::PathBuf,
    pub source: std::io::Error,
}

impl IoError {
    /// The whole message in one language; the system's own words, which know only one, where there are no better.
    pub fn message(&self, language: Language) -> String {
        let (doing, path) = (self.doing.get(language), self.path.display());
        let why = match self.source.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
            Some(Refusal(why)) => why.get(language).to_owned(),
            None => reason(&self.source, language),
        };
        match language {
            Language::Zh => format!("{doing}“{path}”：{why}"),
            Language::En => format!("{doing} `{path}`: {why}"),
        }
    }
}

/// The source of an [`IoError`] where the program itself refuses, rather than the system.
#[derive(Debug)]
pub struct Refusal(pub Text);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Refusal {}

fn reason(error: &std::io::Error, language: Language) -> String {
    use std::io::ErrorKind;
    let known = match error.kind() {
        ErrorKind::NotFound => Some("文件或文件夹不存在"),
        ErrorKind::PermissionDenied => Some("没有权限"),
        ErrorKind::StorageFull => Some("磁盘满了"),
        ErrorKind::ReadOnlyFilesystem => Some("磁盘是只读的"),
        ErrorKind::IsADirectory => Some("这是一个文件夹"),
        ErrorKind::NotADirectory => Some("路径中有一段不是文件夹"),
        ErrorKind::QuotaExceeded => Some("磁盘配额用完了"),
        // EIO, for which the standard library has no name yet.
        _ if cfg!(unix) && error.raw_os_error() == Some(5) => Some("磁盘读写出错，磁盘可能有故障"),
        _ => None,
    };
    match (language, known) {
        (Language::Zh, Some(known)) => format!("{known}（{error}）"),
        (Language::Zh, None) | (Language::En, _) => error.to_string(),
    }
}

impl fmt::Display for IoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for IoError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
