//! Whoever does not see a picture is told what it shows (GB/T 37668—2019, text alternatives).

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Draft, Picture, media_path};
use crate::say;

/// Pictures of people and stories without `alt`, photos with neither `alt` nor `caption`.
pub fn check(draft: &Draft, report: &mut Report) {
    let tables = &draft.tables;
    let photo_ids: std::collections::HashSet<&str> =
        tables.photos.iter().map(|photo| photo.id.value.as_str()).collect();
    let people = tables.people.iter().filter_map(|person| person.data.photo.as_ref());
    let stories = tables.stories.iter().filter_map(|story| story.data.photo.as_ref());
    for Picture { file, alt, .. } in people.chain(stories) {
        // A photo record brings its own words.
        let has_words = alt.as_ref().is_some_and(|alt| !alt.is_empty()) || photo_ids.contains(file.as_str());
        // That a file is missing is told of by itself.
        if !has_words && draft.media.contains_key(media_path(file)) {
            report.push(silent(file.span));
        }
    }
    for photo in tables.photos.iter().map(|record| &record.data) {
        if photo.alt.iter().chain(&photo.caption).all(|words| words.is_empty()) {
            report.push(silent(photo.file.span));
        }
    }
}

fn silent(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::MissingAlt,
        span,
        say!(
            "图片没有替代文本，看不见图片的人不知道它是什么",
            "the picture has no words for those who do not see it"
        ),
    )
    .hint(say!(
        "补上“替代文本: …”，一句话说清图上有什么",
        "add `alt: …`, one sentence that says what it shows"
    ))
}
