//! References in published bodies to records that are not published.

use super::bodies::Bodies;
use super::names::{Names, last_name};
use super::publish::{Fate, Fates};
use super::roll::Target;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::{Draft, EachTable, InTables, Kind, Table};
use crate::say;

/// A reference to a withdrawn or revoked record is an error; one that would leave a gap in a sentence is a warning.
pub fn report(
    draft: &Draft,
    bodies: &Bodies,
    fates: &Fates,
    names: &Names,
    visible: &dyn Fn(Fate) -> bool,
    report: &mut Report,
) {
    draft.tables.each(&mut Hidden { bodies, fates, names, visible, report });
}

struct Hidden<'a> {
    bodies: &'a Bodies,
    fates: &'a Fates,
    names: &'a Names,
    visible: &'a dyn Fn(Fate) -> bool,
    report: &'a mut Report,
}

impl EachTable for Hidden<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for (index, record) in table.iter().enumerate() {
            let body = self.bodies.of(T::KIND)[index].as_ref();
            let (Some(body), Some(source)) = (body, &record.body) else { continue };
            if !(self.visible)(self.fates.of(T::KIND)[index]) {
                continue;
            }
            for (target, reference) in body.targets.iter().zip(&body.body.references) {
                let Target::Record(kind, to) = *target else { continue };
                let span = markdown::locate(source.span(), source.text(), reference.range.clone());
                match self.fates.of(kind)[to as usize] {
                    Fate::Hidden => self.report.push(withdrawn(self.names.title(kind, to), span)),
                    fate if (self.visible)(fate) || reference.label.is_some() => {}
                    _ if self.names.is_called(kind, to, last_name(&reference.target)) => {}
                    _ => self.report.push(gap(kind, &reference.target, span)),
                }
            }
        }
    }
}

fn withdrawn(title: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::WithdrawnName,
        span,
        say!(
            "这里提到的“{title}”已撤下、撤销或不公开",
            "`{title}`, named here, was withdrawn or revoked or is not public"
        ),
    )
    .hint(say!("改写这句话，不再提到它", "write the sentence without it"))
}

fn gap(kind: Kind, target: &str, span: Span) -> Diagnostic {
    let (zh, en) = (kind.zh(), kind.en());
    Diagnostic::warning(
        Code::HiddenReference,
        span,
        say!(
            "这里引用的{zh}“{target}”没有发布，页面上会显示“（未公开）”",
            "the {en} `{target}` that is referred to here is not published: the page will show （未公开）"
        ),
    )
    .hint(say!(
        "写成 [[标识|文字]]，用自己的文字代替",
        "write [[id|your words]] to have words of your own there"
    ))
}
