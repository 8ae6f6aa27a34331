//! The interface's own words: one file a language and theme, put into the templates before they are compiled.
//!
//! Comes in: `themes/<name>/texts/<language>.yaml`, a few `key: value` lines as in `theme.yaml`, and the text of a template
//! with `@{key}` where a word belongs. Goes out: the template as it is compiled, and the way back from a place in it.
//! It deliberately lets no word be markup or code, so that a translator cannot break a template.

use std::collections::BTreeMap;

use super::manifest;
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::say;
use crate::source::SourceTree;
use crate::text::traditional::Dictionary;

/// The language that every theme speaks: what another one lacks is said in it.
const FIRST: &str = "zh-Hans";
const TRADITIONAL: &str = "zh-Hant";

/// What may not stand in a word: it would be markup or code in some template.
const MARKUP: [char; 6] = ['<', '>', '{', '}', '"', '&'];

/// The words of one language, by their keys.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<String, String>);

/// A template with its words.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub text: String,
    /// Where words were put in, in order.
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    /// In the template's file: `@{key}`.
    written: std::ops::Range<usize>,
    /// In the filled text.
    filled: std::ops::Range<usize>,
}

impl Texts {
    /// Those of `edition` in a chain of themes, itself first. What is not written in traditional characters is converted.
    pub fn read(tree: &SourceTree, chain: &[String], language: &str, report: &mut Report) -> Texts {
        let of = |theme: &String, language: &str, report: &mut Report| {
            let file = tree.find(&format!("themes/{theme}/texts/{language}.yaml"));
            let text = file.and_then(|id| Some((id, tree.file(id).text.as_deref()?)));
            text.map(|(id, text)| parse(id, text, report)).unwrap_or_default()
        };
        let mut texts = BTreeMap::new();
        // What is wrong with the words of the first language is told where that is read for itself.
        let mut told = Report::new();
        if language == TRADITIONAL {
            let dictionary = Dictionary::new();
            for theme in chain.iter().rev() {
                let simplified = of(theme, FIRST, &mut told);
                texts.extend(
                    simplified.into_iter().map(|(key, text)| (key, dictionary.text(&text).into_owned())),
                );
                texts.extend(of(theme, TRADITIONAL, report));
            }
            return Texts(texts);
        }
        for theme in chain.iter().rev() {
            texts.extend(of(theme, FIRST, if language == FIRST { &mut *report } else { &mut told }));
        }
        if language != FIRST {
            chain.iter().rev().for_each(|theme| texts.extend(of(theme, language, report)));
        }
        Texts(texts)
    }

    /// The template with its words; keys that nobody knows are reported and stay.
    pub fn fill(&self, file: FileId, template: &str, report: &mut Report) -> Filled {
        let mut filled = Filled { text: String::with_capacity(template.len()), words: Vec::new() };
        let mut at = 0;
        while let Some((start, end)) = next_hole(template, at) {
            filled.text.push_str(&template[at..start]);
            let key = &template[start + 2..end - 1];
            let from = filled.text.len();
            match self.0.get(key) {
                Some(word) => filled.text.push_str(word),
                None => report.push(self.unknown(key, Span::new(file, start..end))),
            }
            filled.words.push(Word { written: start..end, filled: from..filled.text.len() });
            at = end;
        }
        filled.text.push_str(&template[at..]);
        filled
    }

    fn unknown(&self, key: &str, span: Span) -> Diagnostic {
        let near = self.0.keys().max_by(|a, b| strsim::jaro(a, key).total_cmp(&strsim::jaro(b, key)));
        let near = near.map_or("", String::as_str);
        Diagnostic::error(
            Code::TemplateSyntax,
            span,
            say!("没有名为“{key}”的界面文字", "there is no interface text called `{key}`"),
        )
        .hint(say!(
            "写进主题的 texts/zh-Hans.yaml；最接近的是 {near}",
            "write it into the theme's texts/zh-Hans.yaml; the nearest is `{near}`"
        ))
    }
}

impl Filled {
    /// The place in the template's file of a place in the filled text.
    pub fn locate(&self, place: usize) -> usize {
        let before = self.words.iter().take_while(|word| word.filled.start <= place).last();
        match before {
            Some(word) if place < word.filled.end => word.written.start,
            Some(word) => word.written.end + (place - word.filled.end),
            None => place,
        }
    }
}

/// The next `@{key}` from a place on.
fn next_hole(template: &str, from: usize) -> Option<(usize, usize)> {
    template[from..].match_indices("@{").find_map(|(at, _)| {
        let start = from + at;
        let key = template[start + 2..].find('}')?;
        let is_key = template[start + 2..start + 2 + key]
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        (key > 0 && is_key).then_some((start, start + key + 3))
    })
}

fn parse(file: FileId, text: &str, report: &mut Report) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for line in manifest::lines(file, text) {
        match line.pair {
            Some((_, word)) if word.contains(MARKUP) => report.push(
                Diagnostic::error(
                    Code::BadTheme,
                    line.span,
                    say!(
                        "界面文字里不能有 < > {{ }} \" &",
                        "an interface text may hold none of < > {{ }} \" &"
                    ),
                )
                .hint(say!("标签写在模板里，这里只写文字", "markup belongs into the template, words here")),
            ),
            Some((key, word)) => {
                texts.insert(key.to_owned(), word.to_owned());
            }
            None => report.push(
                Diagnostic::error(
                    Code::BadTheme,
                    line.span,
                    say!("界面文字里看不懂这一行", "this line of the interface texts cannot be read"),
                )
                .hint(say!("每行写一个“键: 文字”", "write one `key: text` a line")),
            ),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Texts {
        let mut report = Report::new();
        let texts = Texts(parse(FileId(1), text, &mut report));
        assert_eq!(report.errors(), 0, "{text}");
        texts
    }

    #[test]
    fn words_stand_where_their_keys_did() {
        let texts = texts("# ours\nhonors: 荣誉\npage: \"第 \"\nnone:\n");
        let check = |template: &str, expect: &str| {
            let mut report = Report::new();
            assert_eq!(texts.fill(FileId(1), template, &mut report).text, expect);
            assert_eq!(report.errors(), 0);
        };
        check("<h2>@{honors}</h2>", "<h2>荣誉</h2>");
        check("@{page}{{ n }}@{none}@{honors}", "第 {{ n }}荣誉");
        check("a@{b c} @{} @{", "a@{b c} @{} @{");
    }

    #[test]
    fn places_lead_back_to_the_file() {
        let filled = texts("a: 荣誉\n").fill(FileId(1), "x@{a}y@{a}z", &mut Report::new());
        assert_eq!(filled.text, "x荣誉y荣誉z");
        let at = |what: char| filled.locate(filled.text.find(what).expect("it is there"));
        assert_eq!((at('x'), at('荣'), at('誉'), at('y'), at('z')), (0, 1, 1, 5, 10));
    }

    #[test]
    fn unknown_keys_and_bad_lines_are_reported() {
        let mut report = Report::new();
        texts("honors: 荣誉\n").fill(FileId(1), "@{honor}", &mut report);
        parse(FileId(1), "a: <b>\nb: {{ x }}\nc\n", &mut report);
        assert_eq!(report.errors(), 4);
    }
}
