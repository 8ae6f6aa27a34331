//! A photo in which people can be recognised is published with their consent.

use super::status;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, Status};
use crate::say;

/// Published photos that name people and no `consent` (民法典, article 1019; 个人信息保护法, article 13).
pub fn check(draft: &Draft, report: &mut Report) {
    for record in &draft.tables.photos {
        let data = &record.data;
        let is_published = status(draft, &record.common) == Status::Published;
        let consents = data.consent.as_ref().is_some_and(|consent| !consent.is_empty());
        let Some(first) = data.people.first().filter(|_| is_published && !consents) else { continue };
        report.push(
            Diagnostic::error(
                Code::MissingConsent,
                first.span,
                say!("照片里有能认出的人，却没有写授权", "people can be recognised in the photo, and no consent is stated"),
            )
            .hint(say!(
                "取得同意后补上一行“授权: …”，写怎样、何时同意的；还没有取得就写“状态: 草稿”",
                "once they agree add a line `consent: …` saying how and when; until then write `status: draft`"
            )),
        );
    }
}
