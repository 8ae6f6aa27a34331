//! File names: what each one is for, which are nobody's, and which two would be one file on Windows and macOS.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{File, Role};
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::say;

/// Unicode normal form C: macOS may hand out decomposed names.
pub(super) fn normalize(name: &str) -> Cow<'_, str> {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => Cow::Borrowed(name),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(name.nfc().collect()),
    }
}

/// Hidden files, backups of editors and office programs, and what file managers leave behind.
pub(super) fn is_ignored(name: &str) -> bool {
    let debris = ["Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "__MACOSX"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swo", ".swx"].iter().any(|suffix| name.ends_with(suffix))
        || debris.contains(&name)
}

/// What a file is for; `Unread` where nobody reads files of this place and extension.
pub(super) fn role(path: &str) -> Role {
    if let Some(rest) = path.strip_prefix("content/") {
        let extension = rest.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
        let is = |expected: &str| extension.is_some_and(|given| given.eq_ignore_ascii_case(expected));
        return match () {
            () if rest.starts_with("media/") => Role::Media,
            () if is("yaml") || is("yml") => Role::Record,
            () if is("md") => Role::Markdown,
            () => Role::Unread,
        };
    }
    let in_theme = path.strip_prefix("themes/").and_then(|rest| rest.split_once('/'));
    match in_theme.map(|(_, inside)| inside) {
        Some("theme.yaml") => Role::Template,
        Some(inside) if inside.starts_with("templates/") || inside.starts_with("texts/") => Role::Template,
        Some(inside) if inside.starts_with("assets/") => Role::Asset,
        // A theme may carry a README or a licence.
        Some(_) | None => Role::Unread,
    }
}

/// Whether a file is a copy of what was signed, which the desk keeps beside the ledger and nobody publishes.
pub(super) fn is_signed_copy(path: &str) -> bool {
    path.starts_with("content/reviews/") && path.ends_with(".txt")
}

/// Reports files and folders of one folder whose names differ only in case.
pub(super) fn report_collisions(files: &[File], report: &mut Report) {
    // Only a name that lower-casing changes can collide, and in Chinese sites there are few of those.
    let mut suspects: HashSet<(&str, String)> = HashSet::new();
    let is_lower = |name: &str| {
        name.chars().all(|c| c.is_ascii() && !c.is_ascii_uppercase() || c.to_lowercase().eq([c]))
    };
    for file in files.iter().filter(|file| !is_lower(&file.path)) {
        for (parent, name) in segments(&file.path) {
            let lower = name.to_lowercase();
            if lower != name {
                suspects.insert((parent, lower));
            }
        }
    }
    if suspects.is_empty() {
        return;
    }
    let mut seen: HashMap<(&str, String), Vec<(&str, FileId)>> = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        for (parent, name) in segments(&file.path) {
            let key = (parent, name.to_lowercase());
            if !suspects.contains(&key) {
                continue;
            }
            let spellings = seen.entry(key).or_default();
            if spellings.iter().any(|&(spelling, _)| spelling == name) {
                continue;
            }
            let here = FileId(index as u32);
            if let Some(&(other, there)) = spellings.first() {
                report.push(collision(parent, (other, there), (name, here)));
            }
            spellings.push((name, here));
        }
    }
}

/// Each folder on the way to a file and the file itself, as (parent, name).
fn segments(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| path[..end].rsplit_once('/').unwrap_or(("", &path[..end])))
}

fn collision(parent: &str, (other, there): (&str, FileId), (name, here): (&str, FileId)) -> Diagnostic {
    Diagnostic::error(
        Code::CaseCollision,
        Span::whole(here),
        say!(
            "“{parent}/”里的“{name}”和“{other}”只差大小写，在 Windows 和 macOS 上是同一个名字",
            "`{name}` and `{other}` in `{parent}/` differ only in case: on Windows and macOS they are one name"
        ),
    )
    .note(Span::whole(there), say!("另一个在这里", "the other one is here"))
    .hint(say!("把其中一个改名或合并", "rename one of them, or merge them"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles() {
        let check = |path, expect| assert_eq!(role(path), expect, "{path}");
        check("content/site.yaml", Role::Record);
        check("content/people/东兴区/张三.YML", Role::Record);
        check("content/people/张三.md", Role::Markdown);
        check("content/media/张三.md", Role::Media);
        check("content/media/a/b.jpg", Role::Media);
        check("content/people/名单.xlsx", Role::Unread);
        check("content/people/README", Role::Unread);
        check("content/people.d/README", Role::Unread);
        check("themes/default/theme.yaml", Role::Template);
        check("themes/default/templates/base.html", Role::Template);
        check("themes/default/assets/site.css", Role::Asset);
        check("themes/default/README.md", Role::Unread);
        check("themes/stray.txt", Role::Unread);
    }

    #[test]
    fn ignored_names() {
        for name in
            [".git", ".DS_Store", "~$名单.yaml", "a.yaml~", ".a.yaml.swp", "a.swp", "#a#", "Thumbs.db"]
        {
            assert!(is_ignored(name), "{name}");
        }
        for name in ["张三.yaml", "a~b.yaml", "$a.yaml", "#1.yaml", "thumbs.yaml"] {
            assert!(!is_ignored(name), "{name}");
        }
    }

    #[test]
    fn decomposed_names_are_composed() {
        assert_eq!(normalize("re\u{301}sume\u{301}.md"), "r\u{e9}sum\u{e9}.md");
        assert_eq!(normalize("张三.md"), "张三.md");
    }
}
