//! `honorroll explain`: what the code of a problem means, from the manual of diagnostics.

use clap::Args;

use super::Outcome;
use super::print::Printer;
use crate::check::PROOFREADING;
use crate::diag::{Code, Language, Text};
use crate::say;
use crate::text::similar;

/// 解释某个问题代码 | explains the code of a problem
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// 问题代码，即方括号里的那个；不写则列出全部 | the code, as it stands in brackets; default: lists all
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

const EXAMPLES: &str = "\
例子：
  honorroll explain personal-data    这个提醒是什么意思、怎么办
  honorroll explain                  所有代码，各一行 | \
Examples:
  honorroll explain personal-data    what the message means, and what to do
  honorroll explain                  every code, a line each";

/// The manual that the repository shows is the one that the program prints.
const MANUAL: &str = include_str!("../../docs/diagnostics.md");

pub fn run(args: &Explain, printer: &Printer) -> Outcome {
    let language = printer.language;
    let Some(name) = &args.code else {
        let line = |code: &Code| format!("{:<24} {}\n", code.name(), meaning(code.name(), language));
        printer.data(&Code::ALL.iter().map(line).collect::<String>());
        return Outcome::Done;
    };
    // As it may be copied from a message: 警告[doubled-text].
    let name = name.rsplit('[').next().unwrap_or(name).trim_matches([']', ' ', '`']);
    let Some(code) = Code::ALL.iter().find(|code| code.name() == name) else {
        let near = similar::nearest(name, Code::ALL.iter().map(|code| code.name()), 1);
        return printer.misused(&match near.first() {
            Some(near) => say!(
                "没有“{name}”这个代码；是不是“{near}”？",
                "there is no code `{name}`; did you mean `{near}`?"
            ),
            None => say!(
                "没有“{name}”这个代码；不写代码可列出全部",
                "there is no code `{name}`; without one all are listed"
            ),
        });
    };
    printer.data(explanation(*code).get(language));
    Outcome::Done
}

/// All that is said of a code.
fn explanation(code: Code) -> Text {
    let name = code.name();
    let whole = |language: Language, off: &str| {
        let mut text = format!("{name}\n{}\n", meaning(name, language));
        if let Some(more) = at_length(name, language) {
            text += &format!("\n{more}\n");
        }
        if PROOFREADING.contains(&code) {
            text += &format!("\n{off}\n");
        }
        text
    };
    Text {
        zh: whole(Language::Zh, &format!("不需要这条规则的站点，在 site.yaml 写：不用的规则: [{name}]")),
        en: whole(
            Language::En,
            &format!("a site that does without this rule writes in site.yaml: rules_off: [{name}]"),
        ),
    }
}

/// The row of a code in the tables of the manual.
fn meaning(name: &str, language: Language) -> &'static str {
    let row =
        MANUAL.lines().find_map(|line| line.strip_prefix("| `")?.strip_prefix(name)?.strip_prefix("` | "));
    let (zh, en) = row.and_then(|row| row.trim_end_matches([' ', '|']).split_once(" | ")).unwrap_or_default();
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// What the manual says at more length, if it does: Chinese first, then English.
fn at_length(name: &str, language: Language) -> Option<&'static str> {
    let (_, section) = MANUAL.split_once(&format!("### `{name}`\n\n"))?;
    let section = section.split("\n### ").next().unwrap_or(section).trim_end();
    let (zh, en) = section.split_once("\n\n")?;
    Some(match language {
        Language::Zh => zh,
        Language::En => en,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_both_languages() {
        for code in Code::ALL {
            for language in [Language::Zh, Language::En] {
                assert!(!meaning(code.name(), language).is_empty(), "{code}");
            }
        }
        for code in PROOFREADING.iter().chain(&[Code::PersonalData]) {
            let is_chinese = |text: &str| text.chars().filter(|c| crate::text::han::is_han(*c)).count() > 20;
            let (zh, en) = (at_length(code.name(), Language::Zh), at_length(code.name(), Language::En));
            assert!(zh.is_some_and(is_chinese), "{code}");
            assert!(en.is_some_and(|en| !is_chinese(en) && en.len() > 80), "{code}");
        }
    }
}
