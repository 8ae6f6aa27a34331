//! From one edition to the next: what was touched is read again, and checked and planned by the one pipeline.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::board::Board;
use super::edition::Edition;
use super::watch::{Moment, Watch};
use super::{Desired, News, Tell, route};
use crate::diag::{self, Code, Diagnostic, IoError, Language, Lines, Report, Severity};
use crate::emit;
use crate::pipeline::Memory;
use crate::say;
use crate::source::{Reading, SourceTree, Touched};

/// A file that is gone or empty is given so long to come back: some editors save by moving the old file away first.
const SETTLING: Duration = Duration::from_millis(150);
/// When a new folder is looked at once more.
const SECOND_LOOK: Duration = Duration::from_millis(200);
/// So many problems are shown in the browser; all are on the terminal.
const MOST_PROBLEMS: usize = 20;

/// The work of the rebuilding thread, and what it remembers.
pub struct Rebuilder {
    pub reading: Reading,
    pub desired: Desired,
    pub language: Language,
    pub board: Arc<Board>,
    pub tell: Tell,
    /// What of the last edition the next one can do with.
    memory: Memory,
    /// What was told before is not told again with every save.
    known: HashSet<(Code, String, String)>,
    number: u64,
    /// Whether the site could not be read the last time; then even what is the same as before is news.
    failed: bool,
}

impl Rebuilder {
    pub fn new(
        reading: Reading,
        desired: Desired,
        language: Language,
        board: Arc<Board>,
        tell: Tell,
    ) -> Rebuilder {
        let (memory, known) = (Memory::for_many_runs(), HashSet::new());
        Rebuilder { reading, desired, language, board, tell, memory, known, number: 0, failed: false }
    }

    /// Makes an edition after each moment in which something was touched, for ever.
    pub fn run(&mut self, mut watch: Watch) {
        // What could not be read is touched still.
        let mut left: Touched = Touched::default();
        while let Some(mut moment) = watch.next() {
            let began = Instant::now();
            if self.reading.is_unsettled(&moment.touched) {
                watch.gather(&mut moment, SETTLING);
            }
            left = self.follow(&moment, left, began);
            if moment.new_folder {
                watch.gather(&mut moment, SECOND_LOOK);
                moment.touched.anything = true;
                left = self.follow(&moment, left, Instant::now());
            }
        }
    }

    /// Shows what a moment has changed; gives what has to be looked at again.
    fn follow(&mut self, moment: &Moment, mut touched: Touched, began: Instant) -> Touched {
        if let Some(trouble) = &moment.trouble {
            (self.tell)(News::Note(trouble));
        }
        touched.paths.extend(moment.touched.paths.iter().cloned());
        touched.anything |= moment.touched.anything;
        match self.reading.again(&touched) {
            Ok(Some(reading)) => {
                let before = std::mem::replace(&mut self.reading, reading);
                let paths = touched.paths.iter().filter_map(|path| self.reading.site_path(path));
                let paths: Vec<String> = paths.collect();
                self.make(&paths, Some(&before.tree), began);
                Touched::default()
            }
            Ok(None) => {
                if self.failed {
                    let before = Arc::clone(&self.reading.tree);
                    self.make(&[], Some(&before), began);
                }
                Touched::default()
            }
            Err(error) => {
                self.fail(&error);
                Touched { anything: true, ..touched }
            }
        }
    }

    /// Makes an edition of what was read and shows it, or what is wrong with it.
    pub fn make(&mut self, touched: &[String], before: Option<&SourceTree>, began: Instant) {
        self.number += 1;
        self.failed = false;
        let tree = Arc::clone(&self.reading.tree);
        let mut report = self.reading.report.clone();
        let edition = Edition::make(Arc::clone(&tree), &self.desired, &mut self.memory, &mut report);
        let edition = edition.and_then(|edition| {
            self.rehearse(&edition, &mut report);
            report.verdict().map(|()| edition)
        });
        match edition {
            Ok(edition) => {
                let edited = touched.iter().find_map(|path| edition.page_of(path, before));
                let edited = edited.map(|page| format!("/{}", route::encode(&page)));
                let files = edition.files();
                let old = self.board.show(self.number, edition, edited.clone());
                let took = began.elapsed();
                self.tell_report(&report, &tree);
                // The first one is told of as the address where it is shown.
                if before.is_some() {
                    (self.tell)(News::Shown { files, took, edited: edited.as_deref() });
                }
                drop(old);
                self.memory.make_ready();
            }
            Err(_) => {
                self.board.complain(self.number, problems(&report, &tree, self.language));
                self.tell_report(&report, &tree);
                (self.tell)(News::Stands { something: self.board.state().edition.is_some() });
            }
        }
    }

    /// Renders the pages that are looked at: where one cannot be made, what is shown stays.
    fn rehearse(&self, edition: &Edition, report: &mut Report) {
        let pages = self.board.remembered();
        let failures: Vec<Diagnostic> =
            pages.iter().filter_map(|route| edition.render(route)?.err()).map(|failure| *failure).collect();
        emit::report_failures(failures, report);
    }

    /// Tells the errors that stand and the warnings that are new.
    fn tell_report(&mut self, report: &Report, tree: &SourceTree) {
        let mut news = Report::new();
        let mut known = HashSet::new();
        for diagnostic in report.iter() {
            let path = tree.file(diagnostic.span.file).path.clone();
            let key = (diagnostic.code, path, diagnostic.message.zh.clone());
            if diagnostic.severity == Severity::Error || !self.known.contains(&key) {
                news.push(diagnostic.clone());
            }
            known.insert(key);
        }
        self.known = known;
        (self.tell)(News::Problems { report: &news, tree });
    }

    fn fail(&mut self, error: &IoError) {
        self.number += 1;
        self.failed = true;
        self.board.complain(self.number, vec![error.message(self.language)]);
        (self.tell)(News::Failure(error));
    }
}

/// The errors as texts for a browser.
fn problems(report: &Report, tree: &SourceTree, language: Language) -> Vec<String> {
    let mut lines = Lines::of(tree, report);
    let errors: Vec<&Diagnostic> =
        report.sorted(tree).into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    let shown = errors.iter().take(MOST_PROBLEMS);
    let mut texts: Vec<String> =
        shown.map(|diagnostic| diag::render(diagnostic, &mut lines, language, false)).collect();
    if let Some(more) = errors.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
        let more = say!("还有 {more} 个错误，见终端", "{more} more errors are on the terminal");
        texts.push(more.get(language).to_owned());
    }
    texts
}
