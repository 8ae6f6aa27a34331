//! What the commands print: problems to the error stream, results to standard output.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};

use super::Outcome;
use super::settings::{MessageFormat, SiteArgs};
use crate::diag::{self, Code, Files, IoError, Language, Lines, Report, Severity, Text};
use crate::emit::Stopped;
use crate::say;
use crate::source::SourceTree;

/// Warnings of one code are shown in full so many times; the rest are counted. Errors are never left out.
const MOST_WARNINGS: usize = 10;

/// A list that was asked for is shown to its end.
fn is_whole(code: Code) -> bool {
    code == Code::MissingGlyph
}

/// How this run speaks.
#[derive(Clone)]
pub struct Printer {
    pub language: Language,
    format: MessageFormat,
    quiet: bool,
    color: bool,
}

impl Printer {
    pub fn new(site: &SiteArgs, language: Language) -> Printer {
        Printer {
            language,
            format: site.message_format,
            quiet: site.quiet,
            color: std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// A result, unless only problems are wanted or the output is for a program.
    pub fn result(&self, text: &Text) {
        if !self.quiet && self.format == MessageFormat::Text {
            to_stdout(text.get(self.language));
        }
    }

    /// What was asked for, as it is, be it for a person or a program.
    pub fn data(&self, text: &str) {
        // A reader that has gone away, such as `| head`, is no failure.
        let _ = anstream::stdout().write_all(text.as_bytes());
    }

    /// Whether a person wants to see how far a run has come.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && self.format == MessageFormat::Text
    }

    /// Something to know beside the result.
    pub fn note(&self, text: &Text) {
        to_stderr(&self.note_line(text));
    }

    /// Every problem, then how many there are.
    pub fn report(&self, report: &Report, files: &dyn Files) {
        self.say_again(&self.words(report, files));
    }

    /// Prints what [`Printer::words`] made.
    pub fn say_again(&self, words: &str) {
        match self.format {
            MessageFormat::Json => self.data(words),
            MessageFormat::Text => {
                let _ = anstream::stderr().write_all(words.as_bytes());
            }
        }
    }

    /// Every problem, then how many there are, as this run prints it.
    pub fn words(&self, report: &Report, files: &dyn Files) -> String {
        let mut lines = Lines::of(files, report);
        let mut shown: HashMap<Code, usize> = HashMap::new();
        let mut words = String::new();
        let mut say = |line: &str| {
            words.push_str(line);
            words.push('\n');
        };
        for diagnostic in report.sorted(files) {
            if self.format == MessageFormat::Json {
                say(&diag::json(diagnostic, &mut lines, self.language));
                continue;
            }
            let count = shown.entry(diagnostic.code).or_default();
            *count += 1;
            if diagnostic.severity == Severity::Error || *count <= MOST_WARNINGS || is_whole(diagnostic.code)
            {
                say(&diag::render(diagnostic, &mut lines, self.language, self.color));
                say("");
            }
        }
        if self.format == MessageFormat::Json {
            return words;
        }
        let mut left_out: Vec<(Code, usize)> = (shown.into_iter())
            .filter(|(code, count)| *count > MOST_WARNINGS && !is_whole(*code) && report.has_warnings(*code))
            .map(|(code, count)| (code, count - MOST_WARNINGS))
            .collect();
        left_out.sort();
        for (code, count) in left_out {
            say(&self.note_line(&say!(
                "还有 {count} 个 {code} 警告没有列出；加 --message-format json 可看全部",
                "{count} more {code} warnings are not shown; --message-format json shows all"
            )));
        }
        if report.errors() + report.warnings() > 0 {
            say(&diag::summary(report, self.language));
        }
        words
    }

    /// What decides how words look, beside the words.
    pub fn manner(&self) -> String {
        format!("{:?} {:?} {}", self.language, self.format, self.color)
    }

    fn note_line(&self, text: &Text) -> String {
        let label = say!("说明", "note");
        format!("{}: {}", label.get(self.language), text.get(self.language))
    }

    /// The machine failed.
    pub fn failure(&self, error: &IoError) -> Outcome {
        let label = say!("出错", "error");
        to_stderr(&format!("{}: {}", label.get(self.language), error.message(self.language)));
        Outcome::Failed
    }

    /// The arguments cannot be followed.
    pub fn misused(&self, why: &Text) -> Outcome {
        let label = say!("出错", "error");
        to_stderr(&format!("{}: {}", label.get(self.language), why.get(self.language)));
        Outcome::Failed
    }

    /// The content has errors, which are reported.
    pub fn nothing_written(&self) -> Outcome {
        self.note(&say!("有错误，没有写入任何文件", "there are errors: nothing was written"));
        Outcome::BadContent
    }

    pub fn stopped(&self, stopped: Stopped, report: &Report, tree: &SourceTree) -> Outcome {
        self.report(report, tree);
        match stopped {
            Stopped::Content(_) => self.nothing_written(),
            Stopped::Machine(error) => self.failure(&error),
        }
    }
}

/// A line of results. That nobody reads it any more is no failure.
fn to_stdout(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A line about what went wrong.
pub fn to_stderr(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
