//! Diagnostics as people read them: the message, the place, the line of the file underlined, what to do.
//!
//! What is printed comes from files that anyone may have written, and from their names. Nothing in it may steer
//! the terminal or reorder what is read, so control characters and invisible ones are shown by their numbers.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use unicode_width::UnicodeWidthChar;

use super::{Diagnostic, FileId, Language, Lines, Report, Severity, Span};

/// A diagnostic as a text of several lines, without a line break at its end; with `color`, ANSI styles are in it.
///
/// ```text
/// 错误[unknown-field]: 没有“性另”这个字段
///  --> content/people/zhang-san.yaml:2:1
///   |
/// 2 | 性另: 男
///   | ^^^^
///   |
///   = 提示: 是不是“性别”
/// ```
///
/// Columns are counted in characters. Only the first line of a span is shown. A problem of a whole file shows the
/// path alone. A line that is long is cut to the part that matters.
pub fn render(diagnostic: &Diagnostic, lines: &mut Lines<'_>, language: Language, color: bool) -> String {
    let (level, name) = match (diagnostic.severity, language) {
        (Severity::Error, Language::Zh) => (Level::ERROR, "错误"),
        (Severity::Error, Language::En) => (Level::ERROR, "error"),
        (Severity::Warning, Language::Zh) => (Level::WARNING, "警告"),
        (Severity::Warning, Language::En) => (Level::WARNING, "warning"),
    };
    let (note, help) = match language {
        Language::Zh => ("另见", "提示"),
        Language::En => ("see", "help"),
    };
    let message = visible(diagnostic.message.get(language));
    let mut group =
        Group::with_title(level.with_name(name).primary_title(message).id(diagnostic.code.name()));

    let Shown { excerpts, whole, whole_notes } = Shown::new(diagnostic, lines, language);
    if let Some(file) = whole {
        group = group.element(Origin::path(visible(lines.path(file))));
    }
    for excerpt in &excerpts {
        group = group.element(excerpt.snippet(lines));
    }
    for (file, text) in whole_notes {
        let text = format!("{}: {text}", visible(lines.path(file)));
        group = group.element(Level::NOTE.with_name(note).message(text));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name(help).message(visible(hint.get(language))));
    }

    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    // Lines are cut here, by what they are about; the renderer's own cutting is never needed.
    let rendered = renderer.term_width(usize::MAX / 4).render(&[group]);
    without_own_places(&rendered)
}

/// “3 个错误、1 个警告” / “3 errors, 1 warning”.
pub fn summary(report: &Report, language: Language) -> String {
    let (errors, warnings) = (report.errors(), report.warnings());
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(match language {
            Language::Zh => format!("{errors} 个错误"),
            Language::En => format!("{errors} error{}", plural(errors)),
        });
    }
    if warnings > 0 {
        parts.push(match language {
            Language::Zh => format!("{warnings} 个警告"),
            Language::En => format!("{warnings} warning{}", plural(warnings)),
        });
    }
    match (parts.is_empty(), language) {
        (true, Language::Zh) => "没有问题".to_owned(),
        (true, Language::En) => "no problems".to_owned(),
        (false, Language::Zh) => parts.join("、"),
        (false, Language::En) => parts.join(", "),
    }
}

/// Ends each place that is given to the renderer, which goes on with a line and column of what it was shown: not
/// those of the file, where the line was cut or a character replaced. [`visible`] leaves no such character elsewhere.
const SEAM: char = '\u{2060}';

fn without_own_places(rendered: &str) -> String {
    let mut parts = rendered.split(SEAM);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()))
}

/// Columns of a source line that are shown at most.
const WIDTH: usize = 100;
/// Columns that are shown before an underlined part that is far to the right.
const LEAD: usize = 30;
/// Notes this many lines away from the problem are shown together with it.
const NEAR: usize = 6;

/// How the places of a diagnostic are shown.
struct Shown {
    /// The problem's own first, unless it is one of a whole file.
    excerpts: Vec<Excerpt>,
    /// The file that the problem is about as a whole.
    whole: Option<FileId>,
    /// The notes about whole files.
    whole_notes: Vec<(FileId, String)>,
}

impl Shown {
    fn new(diagnostic: &Diagnostic, lines: &mut Lines<'_>, language: Language) -> Shown {
        let mut shown = Shown { excerpts: Vec::new(), whole: None, whole_notes: Vec::new() };
        match Mark::new(diagnostic.span, None, lines) {
            Some(mark) => shown.excerpts.push(Excerpt::of(mark)),
            None => shown.whole = Some(diagnostic.span.file),
        }
        for (span, text) in &diagnostic.notes {
            let text = visible(text.get(language));
            let Some(mark) = Mark::new(*span, Some(text.clone()), lines) else {
                shown.whole_notes.push((span.file, text));
                continue;
            };
            match shown.excerpts.iter_mut().find(|excerpt| excerpt.takes(&mark, lines)) {
                Some(excerpt) => excerpt.lines.entry(mark.line).or_default().push(mark),
                None => shown.excerpts.push(Excerpt::of(mark)),
            }
        }
        shown
    }
}

/// What is underlined: a part of one line.
struct Mark {
    file: FileId,
    line: usize,
    range: Range<usize>,
    /// `None` for the problem itself, whose text is the title.
    label: Option<String>,
}

impl Mark {
    /// `None` where the span speaks of the whole file, or the file is empty or missing.
    fn new(span: Span, label: Option<String>, lines: &mut Lines<'_>) -> Option<Mark> {
        if span == Span::whole(span.file) || lines.text(span.file).is_empty() {
            return None;
        }
        let range = lines.clamp(span);
        let line = lines.line_at(span.file, range.start);
        let bounds = lines.line(span.file, line);
        let start = range.start.min(bounds.end);
        Some(Mark { file: span.file, line, range: start..range.end.clamp(start, bounds.end), label })
    }
}

/// Lines of one file that are close together, with what is underlined in them.
struct Excerpt {
    file: FileId,
    /// Where its first mark starts: the place that it is named by.
    at: usize,
    lines: BTreeMap<usize, Vec<Mark>>,
}

impl Excerpt {
    fn of(mark: Mark) -> Excerpt {
        Excerpt { file: mark.file, at: mark.range.start, lines: BTreeMap::from([(mark.line, vec![mark])]) }
    }

    /// Whether `mark` can be shown here without stretching the excerpt, upwards or to the side.
    fn takes(&self, mark: &Mark, lines: &Lines<'_>) -> bool {
        if mark.file != self.file || self.lines.keys().any(|&line| line.abs_diff(mark.line) > NEAR) {
            return false;
        }
        self.lines.get(&mark.line).is_none_or(|marks| {
            let range = reach(marks.iter().chain([mark]));
            // Looking at the length first spares counting the columns of a line of megabytes.
            range.len() <= 4 * WIDTH && columns(&lines.text(mark.file)[range]) <= WIDTH - LEAD
        })
    }

    fn snippet(&self, lines: &mut Lines<'_>) -> Snippet<'static, Annotation<'static>> {
        let first = *self.lines.keys().next().expect("an excerpt begins with a mark");
        let last = *self.lines.keys().next_back().expect("an excerpt begins with a mark");
        let text = lines.text(self.file);

        let mut source = String::new();
        let mut annotations = Vec::new();
        for line in first..=last {
            let bounds = lines.line(self.file, line);
            let marks = self.lines.get(&line).map_or(&[][..], Vec::as_slice);
            let about = if marks.is_empty() { bounds.start..bounds.start } else { reach(marks) };
            let window = window(text, &bounds, &about);

            if window.start > bounds.start {
                source.push_str("...");
            }
            let base = source.len();
            for mark in marks {
                // An offset into the file becomes one into what is shown.
                let shown = |at: usize| {
                    base + shown(self.file, window.start..at.clamp(window.start, window.end), lines).len()
                };
                let span = shown(mark.range.start)..shown(mark.range.end);
                annotations.push(match &mark.label {
                    None => AnnotationKind::Primary.span(span),
                    Some(label) => AnnotationKind::Context.span(span).label(label.clone()),
                });
            }
            source.push_str(&shown(self.file, window.clone(), lines));
            if window.end < bounds.end {
                source.push_str("...");
            }
            source.push('\n');
        }
        let at = Span::new(self.file, self.at..self.at);
        let place = lines.locate(at);
        let path = match lines.cell(at) {
            Some(cell) => format!("{}!{cell}{SEAM}", visible(place.file)),
            None => format!("{}:{}:{}{SEAM}", visible(place.file), place.line, place.column),
        };
        Snippet::source(source).line_start(first + 1).path(path).annotations(annotations)
    }
}

/// From the first to the last byte of the marks of one line.
fn reach<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> Range<usize> {
    let covering = |a: Range<usize>, b: Range<usize>| a.start.min(b.start)..a.end.max(b.end);
    marks.into_iter().map(|mark| mark.range.clone()).reduce(covering).unwrap_or_default()
}

/// The part of the line `bounds` that is shown, at most [`WIDTH`] columns of it, with the start of `about` in it.
fn window(text: &str, bounds: &Range<usize>, about: &Range<usize>) -> Range<usize> {
    // As far left as the line starts, if what is underlined can be seen from there.
    let before = &text[bounds.start..about.start];
    let about_width = prefix(&text[about.clone()], WIDTH).1;
    let room = WIDTH.saturating_sub(about_width).max(LEAD);
    let lead = if suffix(before, room) == 0 { 0 } else { suffix(before, LEAD) };
    let start = bounds.start + lead;
    let (length, _) = prefix(&text[start..bounds.end], WIDTH);
    start..start + length
}

/// How many bytes of `text` fit into `width` columns, and the columns that they take.
fn prefix(text: &str, width: usize) -> (usize, usize) {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        let next = taken + column_width(c);
        if next > width {
            return (at, taken);
        }
        taken = next;
    }
    (text.len(), taken)
}

/// Where the part of `text` begins that fits into `width` columns at its end.
fn suffix(text: &str, width: usize) -> usize {
    let mut taken = 0;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        taken += column_width(c);
        if taken > width {
            break;
        }
        start = at;
    }
    start
}

fn columns(text: &str) -> usize {
    text.chars().map(column_width).sum()
}

/// Combining characters count as one, so that no number of them makes a line endless.
fn column_width(c: char) -> usize {
    match replacement(c) {
        Some(shown) => shown.len(),
        None => c.width().unwrap_or(1).max(1),
    }
}

/// A part of a file's line, with stars for the letters and digits in it that are not to be seen.
fn shown(file: FileId, range: Range<usize>, lines: &Lines<'_>) -> String {
    let text = &lines.text(file)[range.clone()];
    let hidden: Vec<Range<usize>> = lines.hidden(file, range.clone()).collect();
    if hidden.is_empty() {
        return visible(text);
    }
    let is_hidden = |at: usize| hidden.iter().any(|hidden| hidden.contains(&(range.start + at)));
    let star = |(at, c): (usize, char)| if c.is_alphanumeric() && is_hidden(at) { '*' } else { c };
    visible(&text.char_indices().map(star).collect::<String>())
}

/// `text` with everything in it to be seen, and nothing in it obeyed by a terminal.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match replacement(c) {
            Some(replacement) => shown.push_str(&replacement),
            None => shown.push(c),
        }
    }
    shown
}

fn replacement(c: char) -> Option<String> {
    match c {
        '\t' => Some("    ".to_owned()),
        c if c.is_control() || is_invisible(c) => Some(format!("<U+{:04X}>", c as u32)),
        _ => None,
    }
}

/// Characters that reorder what is read, or that are in the text and cannot be seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        // spaces that look like a space and are none to YAML; soft hyphen
        '\u{A0}' | '\u{AD}' | '\u{2007}' | '\u{202F}'
        // marks and embeddings of direction (Unicode UAX #9)
        | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        // without width; line and paragraph separators
        | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}'
        // interlinear annotations, tags
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::{Code, Files};
    use crate::say;

    struct Site(Vec<(&'static str, String)>);

    impl Files for Site {
        fn path(&self, file: FileId) -> &str {
            self.0[file.0 as usize].0
        }

        fn text(&self, file: FileId) -> &str {
            &self.0[file.0 as usize].1
        }
    }

    fn site(files: &[(&'static str, &str)]) -> Site {
        Site(files.iter().map(|&(path, text)| (path, text.to_owned())).collect())
    }

    /// The span of the first `part` in file `file`.
    fn find(site: &Site, file: u32, part: &str) -> Span {
        let start = site.text(FileId(file)).find(part).expect("the part is in the text");
        Span::new(FileId(file), start..start + part.len())
    }

    #[track_caller]
    fn check(site: &Site, diagnostic: &Diagnostic, language: Language, expected: &str) {
        let actual = render(diagnostic, &mut Lines::new(site), language, false);
        assert_eq!(actual, expected.trim(), "\n{actual}\n");
    }

    fn unknown_field(span: Span) -> Diagnostic {
        Diagnostic::error(Code::UnknownField, span, say!("没有“性另”这个字段", "there is no field `性另`"))
    }

    #[test]
    fn underlines_chinese_where_it_stands_in_either_language() {
        let site = site(&[("content/people/zhang-san.yaml", "姓名: 张三\n- 性另: 男\n")]);
        let diagnostic =
            unknown_field(find(&site, 0, "性另")).hint(say!("是不是“性别”", "did you mean `性别`"));
        check(
            &site,
            &diagnostic,
            Language::Zh,
            "
错误[unknown-field]: 没有“性另”这个字段
 --> content/people/zhang-san.yaml:2:3
  |
2 | - 性另: 男
  |   ^^^^
  |
  = 提示: 是不是“性别”",
        );
        check(
            &site,
            &diagnostic,
            Language::En,
            "
error[unknown-field]: there is no field `性另`
 --> content/people/zhang-san.yaml:2:3
  |
2 | - 性另: 男
  |   ^^^^
  |
  = help: did you mean `性别`",
        );
    }

    #[test]
    fn notes_join_the_problem_where_they_are_near_and_follow_it_elsewhere() {
        let first = format!("姓名: 张三\n{}姓名: 李四 # 王五\n", "备注: 无\n".repeat(20));
        let site =
            site(&[("content/a.yaml", &first), ("content/b.yaml", "性别: 男\n"), ("content/c.yaml", "")]);
        let note = || say!("另一处", "the other");
        let diagnostic =
            Diagnostic::warning(Code::DuplicateField, find(&site, 0, "李四"), say!("重复", "duplicate"))
                .note(find(&site, 0, "张三"), note())
                .note(find(&site, 0, "王五"), note())
                .note(find(&site, 1, "男"), note())
                .note(Span::whole(FileId(2)), note());
        check(
            &site,
            &diagnostic,
            Language::Zh,
            "
警告[duplicate-field]: 重复
  --> content/a.yaml:22:5
   |
22 | 姓名: 李四 # 王五
   |       ^^^^   ---- 另一处
   |
  ::: content/a.yaml:1:5
   |
 1 | 姓名: 张三
   |       ---- 另一处
   |
  ::: content/b.yaml:1:5
   |
 1 | 性别: 男
   |       -- 另一处
   |
   = 另见: content/c.yaml: 另一处",
        );
    }

    #[test]
    fn a_whole_file_or_an_empty_one_is_named_without_a_line() {
        let site = site(&[("content/a.yaml", "姓名: 张三\n"), ("content/b.yaml", "")]);
        for (span, path) in
            [(Span::whole(FileId(0)), "content/a.yaml"), (Span::new(FileId(1), 3..9), "content/b.yaml")]
        {
            check(
                &site,
                &unknown_field(span),
                Language::En,
                &format!("error[unknown-field]: there is no field `性另`\n--> {path}"),
            );
        }
    }

    #[test]
    fn a_span_of_many_lines_shows_its_first() {
        let site = site(&[("content/a.yaml", "a: 1\r\n- 姓名: 张三\r\n  性别: 男\r\n")]);
        let from = find(&site, 0, "姓名").start as usize;
        check(
            &site,
            &unknown_field(Span::new(FileId(0), from..1_000)),
            Language::En,
            "
error[unknown-field]: there is no field `性另`
 --> content/a.yaml:2:3
  |
2 | - 姓名: 张三
  |   ^^^^^^^^^^",
        );
    }

    #[test]
    fn a_long_line_is_cut_and_the_column_is_still_that_of_the_file() {
        let line = format!("- [{}张三, {}]", "李四, ".repeat(100), "王五".repeat(1_000));
        let site = site(&[("content/a.yaml", &line)]);
        check(
            &site,
            &unknown_field(find(&site, 0, "张三")),
            Language::En,
            "
error[unknown-field]: there is no field `性另`
 --> content/a.yaml:1:404
  |
1 | ...李四, 李四, 李四, 李四, 李四, 张三, 王五王五王五王五王五王五王五王五王五王五王五王五王五王五王五王五...
  |                                  ^^^^",
        );
    }

    #[test]
    fn nothing_in_a_file_or_its_name_steers_the_terminal() {
        let site = site(&[("content/\u{1b}[2J.yaml", "\t性另: \u{1b}]0;x\u{7} \u{202e}男\u{a0}\u{9b}31m\n")]);
        let value = "a\nerror: b";
        let diagnostic = unknown_field(find(&site, 0, "男"));
        let diagnostic = diagnostic.hint(say!("改“{value}”", "change `{value}`"));
        check(
            &site,
            &diagnostic,
            Language::En,
            "
error[unknown-field]: there is no field `性另`
 --> content/<U+001B>[2J.yaml:1:14
  |
1 |     性另: <U+001B>]0;x<U+0007> <U+202E>男<U+00A0><U+009B>31m
  |                                        ^^
  |
  = help: change `a<U+000A>error: b`",
        );
    }

    #[test]
    fn colours_change_nothing_but_the_colours() {
        let site = site(&[("content/a.yaml", "- 性另: 男\n")]);
        let diagnostic = unknown_field(find(&site, 0, "性另"));
        let colored = render(&diagnostic, &mut Lines::new(&site), Language::Zh, true);
        assert!(colored.contains('\u{1b}'));
        let plain = render(&diagnostic, &mut Lines::new(&site), Language::Zh, false);
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    }

    #[test]
    fn the_summary_counts_what_there_is() {
        let table = [
            (0, 0, "没有问题", "no problems"),
            (1, 0, "1 个错误", "1 error"),
            (0, 2, "2 个警告", "2 warnings"),
            (3, 1, "3 个错误、1 个警告", "3 errors, 1 warning"),
        ];
        for (errors, warnings, zh, en) in table {
            let mut report = Report::new();
            let span = Span::whole(FileId(0));
            (0..errors)
                .for_each(|_| report.push(Diagnostic::error(Code::BadDate, span, say!("错", "wrong"))));
            (0..warnings)
                .for_each(|_| report.push(Diagnostic::warning(Code::BadDate, span, say!("错", "wrong"))));
            assert_eq!(summary(&report, Language::Zh), zh);
            assert_eq!(summary(&report, Language::En), en);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// Wherever spans point, into whatever text: nothing panics, and what is printed is printable.
        #[test]
        fn any_span_in_any_text_can_be_shown(
            text in "(\\PC|张|e\u{301}|\u{200d}|\t|\n|\r\n|\r|\u{1b}| ){0,60}",
            times in 1usize..9,
            spans in proptest::collection::vec((0usize..700, 0usize..700), 1..5),
        ) {
            let site = site(&[("content/a.yaml", &text.repeat(times)), ("content/b.yaml", &text)]);
            let mut spans = spans.into_iter().enumerate().map(|(i, (start, end))| Span::new(FileId(i as u32 % 2), start..end));
            let mut diagnostic = unknown_field(spans.next().expect("one at least"));
            for span in spans {
                diagnostic = diagnostic.note(span, say!("另一处\n", "the other\u{202e}"));
            }
            let mut lines = Lines::new(&site);
            for language in [Language::Zh, Language::En] {
                let shown = render(&diagnostic, &mut lines, language, false);
                prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control() && !is_invisible(c)), "{}", shown);
                prop_assert!(shown.lines().all(|line| columns(line) < 2 * WIDTH), "{}", shown);
                render(&diagnostic, &mut lines, language, true);
                crate::diag::json(&diagnostic, &mut lines, language);
            }
        }
    }
}
