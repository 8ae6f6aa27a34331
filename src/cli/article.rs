//! `honorroll import` of a Word file: a story, or the profile of a person.

use super::Outcome;
use super::file::{self, Change};
use super::import::{Import, finish, why_refused};
use super::print::Printer;
use super::records;
use super::settings::SiteArgs;
use crate::diag::Text;
use crate::import::{self, Article};
use crate::model::edit::{self, New, names_in};
use crate::model::{self, Common, Draft, Story};
use crate::say;
use crate::source::SourceTree;
use crate::text::han::lookup_form;
use crate::text::slug;

/// Lines of the text that are shown.
const PREVIEW: usize = 12;

pub fn run(args: &Import, bytes: &[u8], site: &SiteArgs, printer: &Printer) -> Outcome {
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let article = match import::word(bytes) {
        Ok(article) => article,
        Err(refused) => return printer.misused(&why_refused(&name, refused)),
    };
    if article.title.is_none() && article.pictures.is_empty() && article.body.trim().is_empty() {
        return printer.misused(&say!("“{name}”里没有文字", "there is no text in `{name}`"));
    }
    let (tree, draft, _) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let place = match &args.person {
        Some(person) => profile(person, &draft, &tree),
        None => story(article.title.clone().unwrap_or(stem), &draft, &tree),
    };
    let Place { path, head } = match place {
        Ok(place) => place,
        Err(wrong) => return printer.misused(&wrong),
    };
    let files = files(&article, &path, &head, site);
    let (pictures, lines) =
        (article.pictures.len(), article.body.lines().filter(|line| !line.is_empty()).count());
    printer.result(&say!(
        "{name}：Word 文件，{lines} 段，{pictures} 张图片 → {path}",
        "{name}: Word file, {lines} blocks, {pictures} pictures → {path}"
    ));
    let shown = String::from_utf8_lossy(&files[0].bytes).into_owned();
    for line in shown.lines().take(PREVIEW) {
        printer.result(&say!("  {line}", "  {line}"));
    }
    article.notes.iter().for_each(|note| printer.note(note));
    finish(args, &files, printer)
}

/// Where the text goes, and what stands before it there.
struct Place {
    path: String,
    head: String,
}

fn profile(person: &str, draft: &Draft, tree: &SourceTree) -> Result<Place, Text> {
    let people = &draft.tables.people;
    let by_id = people.iter().find(|record| record.id.value == person);
    let named: Vec<_> =
        people.iter().filter(|record| lookup_form(record.title()) == lookup_form(person)).collect();
    let record = match (by_id, &named[..]) {
        (Some(record), _) => record,
        (None, [record]) => *record,
        (None, []) => {
            return Err(say!(
                "没有“{person}”这个人；先用 honorroll new 人物 建好",
                "there is no person `{person}`; make the record with honorroll new person"
            ));
        }
        (None, _) => {
            return Err(say!(
                "有几位“{person}”，用标识写明是谁",
                "there are several `{person}`: say who by id"
            ));
        }
    };
    if record.body.as_ref().is_some_and(|body| !body.text().trim().is_empty()) {
        return Err(say!(
            "“{person}”已经有正文，没有改动它",
            "`{person}` has a profile already, which was left alone"
        ));
    }
    let path = import::profile_path(tree, record).ok_or_else(|| {
        say!(
            "“{person}”的记录没有自己的 .yaml 文件，没有地方放正文",
            "the record of `{person}` has no .yaml file of its own, so that there is no place for a profile"
        )
    })?;
    Ok(Place { path, head: String::new() })
}

fn story(title: String, draft: &Draft, tree: &SourceTree) -> Result<Place, Text> {
    let known = |record: &model::Record<Story>| lookup_form(record.title()) == lookup_form(&title);
    if draft.tables.stories.iter().any(known) {
        return Err(say!(
            "已经有题为“{title}”的报道，没有改动它",
            "there is a story called `{title}` already, which was left alone"
        ));
    }
    let suggested = slug::suggest(false, &title);
    let is_free = |id: &String| {
        ["md", "yaml", "yml"]
            .iter()
            .all(|extension| tree.find(&format!("content/stories/{id}.{extension}")).is_none())
    };
    let mut ids =
        std::iter::once(suggested.clone()).chain((2..).map(|number| format!("{suggested}-{number}")));
    let id = ids.find(is_free).expect("there are always more numbers");
    let fields = [
        (names_in::<Story>("title"), New::Text(title)),
        (names_in::<Common>("status"), New::Text("草稿".to_owned())),
    ];
    Ok(Place {
        path: format!("content/stories/{id}.md"),
        head: format!("---\n{}---\n\n", edit::record(&fields)),
    })
}

/// The text with its pictures in their places; the text comes first.
fn files(article: &Article, path: &str, head: &str, site: &SiteArgs) -> Vec<Change> {
    let stem = path.rsplit('/').next().and_then(|file| file.strip_suffix(".md")).unwrap_or("picture");
    let mut body = article.body.clone();
    let mut files = Vec::new();
    for (at, picture) in article.pictures.iter().enumerate() {
        let media = format!("media/{stem}-{}.{}", at + 1, picture.extension);
        body = body.replace(&Article::placeholder(at), &media);
        let path = file::below(&site.site, &format!("content/{media}"));
        files.push(Change { path, bytes: picture.bytes.clone(), before: None });
    }
    let path = file::below(&site.site, path);
    files.insert(0, Change { path, bytes: format!("{head}{body}").into_bytes(), before: None });
    files
}
