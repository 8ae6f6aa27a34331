//! `/corrections/`: which documents were corrected or revoked; never whom that concerns.

use std::sync::Arc;

use serde::Serialize;

use super::date::Date;
use super::frame::Here;
use super::link::Link;
use super::shared::Web;
use crate::check::{Erratum, ErratumKind};
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    corrections: Vec<Correction>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    pub date: Date,
    /// 更正 or 撤销
    pub kind: &'static str,
    pub title: String,
    pub text: Option<String>,
    pub document: Option<Link>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    vec![web.page("corrections/", "corrections.html", |web: &Web<'r>, _: &Here| {
        let newest = web.roll.corrections().iter().filter_map(|erratum| erratum.date);
        let page = web.listing("更正与撤销").under([]).updated_on(newest.map(Some));
        let corrections = web.roll.corrections().iter().map(|erratum| correction(web, erratum)).collect();
        (page, View { corrections })
    })]
}

pub fn correction(web: &Web<'_>, erratum: &Erratum) -> Correction {
    let kind = match erratum.kind {
        ErratumKind::Correction => "更正",
        ErratumKind::Revocation | ErratumKind::PartRevocation => "撤销",
    };
    Correction {
        date: Date::partial(erratum.date),
        kind,
        title: title(erratum.title.as_deref(), erratum.number.as_deref()),
        text: text(erratum),
        document: erratum.document.map(|document| web.link(document)),
    }
}

/// `《关于……的决定》（示委发〔2030〕15号）`; the number alone where the title would name someone.
fn title(title: Option<&str>, number: Option<&str>) -> String {
    match (title, number) {
        (Some(title), Some(number)) => format!("{}（{number}）", quoted(title)),
        (Some(title), None) => quoted(title),
        (None, Some(number)) => number.to_owned(),
        (None, None) => "一份表彰决定".to_owned(),
    }
}

fn quoted(title: &str) -> String {
    if title.contains('《') { title.to_owned() } else { format!("《{title}》") }
}

fn text(erratum: &Erratum) -> Option<String> {
    let what = match erratum.kind {
        ErratumKind::Correction => None,
        ErratumKind::Revocation => Some("该文件已撤销。".to_owned()),
        ErratumKind::PartRevocation => Some("其中部分授予已撤销。".to_owned()),
    };
    let by = erratum.by_number.as_ref().map(|number| match erratum.kind {
        ErratumKind::Correction => format!("更正文件：{number}。"),
        ErratumKind::Revocation | ErratumKind::PartRevocation => format!("撤销文件：{number}。"),
    });
    let note = erratum.note.as_ref().map(|note| format!("{}。", note.trim_end_matches('。')));
    let parts: Vec<String> = [what, note, by].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn titles() {
        let number = Some("示委发〔2030〕15号");
        assert_eq!(title(Some("关于表彰的决定"), number), "《关于表彰的决定》（示委发〔2030〕15号）");
        assert_eq!(title(Some("关于印发《办法》的通知"), None), "关于印发《办法》的通知");
        assert_eq!(title(None, number), "示委发〔2030〕15号");
        assert_eq!(title(None, None), "一份表彰决定");
    }
}
