//! Tera's errors as diagnostics: the template's line, the page that was being made, both languages.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{ErrorKind, Tera};

use super::texts::Filled;
use super::wording::explain;
use super::{Theme, indent};
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::plan::Job;
use crate::say;
use crate::source::SourceTree;

/// How the error of `asset` begins; the path and a backtick follow.
pub(super) const UNKNOWN_ASSET: &str = "Unknown asset `";

/// Reports what is wrong with the templates of a theme; each that does not parse is reported, not only the first.
pub(super) fn compile(
    error: &tera::Error,
    filled: &BTreeMap<String, Filled>,
    templates: &BTreeMap<String, FileId>,
    tree: &SourceTree,
    report: &mut Report,
) {
    let before = report.errors();
    for (name, filled) in filled {
        // On its own a template lacks its parents; only what does not parse counts here.
        if let Err(error) = Tera::default().add_raw_template(name, &filled.text)
            && let ErrorKind::SyntaxError(problem) = error.kind()
        {
            let file = templates.get(name).copied().unwrap_or(FileId(0));
            let Range { start, end } = problem.span().range;
            report.push(syntax(Span::new(file, filled.locate(start)..filled.locate(end)), problem.message()));
        }
    }
    if report.errors() > before {
        return;
    }
    let message = error.to_string();
    let blocks: Vec<Block> = blocks(&message);
    for block in &blocks {
        let file = templates.get(block.template).copied().unwrap_or(FileId(0));
        let span = filled.get(block.template).map_or(Span::whole(file), |filled| block.span(file, filled));
        report.push(syntax(span, block.message));
    }
    if blocks.is_empty() {
        // A missing parent, a circle, a component that is defined twice: the message names the template.
        let named = templates.iter().find(|(name, _)| message.contains(&format!("'{name}'")));
        let named =
            named.or_else(|| templates.iter().find(|(name, _)| message.contains(&format!("`{name}`"))));
        let file = named.map_or(FileId(0), |(_, &file)| file);
        report.push(syntax(extends_tag(file, tree), &message));
    }
}

/// What went wrong while the page of `job` was being made.
pub(super) fn render(error: &tera::Error, theme: &Theme, job: &Job) -> Box<Diagnostic> {
    let page = format!("/{}", job.route.url());
    let text = error.to_string();
    let blocks = blocks(&text);
    let look = theme.look(job.edition());
    let place = |block: &Block| Some(block.span(theme.file(block.template)?, look.filled(block.template)?));
    let (span, message) = match (error.kind(), blocks.first()) {
        (ErrorKind::RenderingError(problem), _) => {
            let place = || {
                let filled = look.filled(problem.filename())?;
                let at = |place| filled.locate(indent::locate(&filled.text, place));
                let Range { start, end } = problem.span().range;
                Some(Span::new(theme.file(problem.filename())?, at(start)..at(end)))
            };
            (place().unwrap_or(job.origin), problem.message())
        }
        (_, Some(block)) => (place(block).unwrap_or(job.origin), block.message),
        (_, None) => (job.origin, text.as_str()),
    };
    let (what, hint) = explain(message);
    let (zh, en) = (what.zh, what.en);
    let mut diagnostic = Diagnostic::error(
        Code::TemplateRender,
        span,
        say!("模板出错：{zh}（正在生成 {page}）", "the template failed: {en} (while making {page})"),
    );
    for caller in blocks.iter().filter(|block| block.message == CALLED_FROM) {
        if let Some(span) = place(caller) {
            diagnostic = diagnostic.note(span, say!("从这里调用", "called from here"));
        }
    }
    diagnostic.hint = hint;
    Box::new(diagnostic)
}

/// The theme lacks a template that the program needs.
pub(super) fn no_template(template: &str, job: &Job) -> Box<Diagnostic> {
    let route = &job.route;
    Box::new(
        Diagnostic::error(
            Code::TemplateRender,
            job.origin,
            say!(
                "主题里没有模板“{template}”，无法生成“{route}”",
                "the theme has no template `{template}`, which `{route}` needs"
            ),
        )
        .hint(say!("在 themes/<主题>/templates/ 里补上这个文件", "add the file to themes/<name>/templates/")),
    )
}

fn syntax(span: Span, message: &str) -> Diagnostic {
    let (what, hint) = explain(message);
    let (zh, en) = (what.zh, what.en);
    let mut diagnostic = Diagnostic::error(
        Code::TemplateSyntax,
        span,
        say!("模板写错了：{zh}", "the template is wrong: {en}"),
    );
    diagnostic.hint = hint;
    diagnostic
}

/// The `extends` tag of a template, or the whole file.
fn extends_tag(file: FileId, tree: &SourceTree) -> Span {
    let text = tree.file(file).text.as_deref().unwrap_or_default();
    match text.find("extends ") {
        Some(start) => {
            let end = text[start..].find(['\n', '%']).map_or(text.len(), |end| start + end);
            Span::new(file, start..start + text[start..end].trim_end().len())
        }
        None => Span::whole(file),
    }
}

/// One part of the report that Tera writes for terminals; some of its errors say their place in no other way.
struct Block<'m> {
    message: &'m str,
    template: &'m str,
    /// From 1, in characters.
    line: usize,
    column: usize,
    width: usize,
}

/// What Tera writes before the place of a caller.
const CALLED_FROM: &str = "called from";

impl Block<'_> {
    fn span(&self, file: FileId, filled: &Filled) -> Span {
        let text = filled.text.as_str();
        let before: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let line = text[before..].split('\n').next().unwrap_or_default();
        let indentation = indent::of_line(text, line);
        let compiled = &line[indentation..];
        let at = |column: usize| compiled.char_indices().nth(column).map_or(compiled.len(), |(at, _)| at);
        let start = before + indentation;
        let place = |column: usize| filled.locate(start + at(column));
        Span::new(file, place(self.column - 1)..place(self.column - 1 + self.width))
    }
}

fn blocks(report: &str) -> Vec<Block<'_>> {
    let mut starts: Vec<usize> = ["\n\nerror: ", "\n\nnote: "]
        .iter()
        .flat_map(|mark| report.match_indices(mark).map(|(at, _)| at + 2))
        .chain([0])
        .collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([report.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| block(report[start..end].trim_end())).collect()
}

fn block(text: &str) -> Option<Block<'_>> {
    let (message, place) = if let Some(rest) = text.strip_prefix("error: ") {
        let (message, place) = rest.split_once("--> ")?;
        (message.trim_end(), place)
    } else {
        (CALLED_FROM, text.strip_prefix("note: ")?.strip_prefix(CALLED_FROM)?.trim_start())
    };
    let mut parts = place.lines().next()?.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let template = parts.next()?;
    let width = place.lines().last()?.chars().filter(|&c| c == '^').count();
    (line > 0 && column > 0).then_some(Block { message, template, line, column, width })
}
