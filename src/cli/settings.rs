//! What several commands ask for: which site, which day, which language.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::Offset;

use super::usage::BadValue;
use crate::check::{self, Options};
use crate::diag::{Language, Text};
use crate::emit::Place;
use crate::model::{Kind, PartialDate};
use crate::pipeline::Memory;
use crate::say;

#[derive(Args, Debug)]
pub struct SiteArgs {
    /// 站点文件夹，里面有 content/ | the site's folder, which holds content/
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub site: PathBuf,
    /// 提示的语言；不写则按系统语言，系统没有设置时用中文 | language of messages; default: the locale's, else Chinese
    #[arg(long, value_name = "LANG", global = true)]
    lang: Option<Lang>,
    /// 问题的格式：text 给人看，json 每行一个 | how problems are printed: text for people, or JSON lines
    #[arg(long, value_name = "FORMAT", default_value = "text", global = true)]
    pub message_format: MessageFormat,
    /// 只报告问题 | prints problems only
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Text,
    Json,
}

/// What the arguments ask for, else what the locale says, else Chinese.
///
/// It is read before the arguments are parsed, because their help and their mistakes have to be told in it.
pub fn language_asked_for(arguments: impl Iterator<Item = OsString>) -> Language {
    let mut language = language_of_locale(|name| std::env::var(name).ok());
    let words: Vec<String> = arguments
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word != "--")
        .collect();
    for (at, word) in words.iter().enumerate() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.get(at + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("zh") => language = Language::Zh,
            Some("en") => language = Language::En,
            Some(_) | None => {}
        }
    }
    language
}

/// The order in which POSIX gives the variables their say; `C` and `POSIX` name no language.
fn language_of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|v| !v.is_empty()));
    match locale.as_deref() {
        None => Language::Zh,
        Some(locale) if locale.starts_with("zh") => Language::Zh,
        Some(locale) if locale == "C" || locale == "POSIX" || locale.starts_with("C.") => Language::Zh,
        Some(_) => Language::En,
    }
}

/// What `build`, `check` and `plan` ask for.
#[derive(Args, Debug)]
pub struct BuildArgs {
    /// 输出文件夹；不写则为站点下的 output | the output folder; default: output in the site's folder
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub content: ContentArgs,
    /// 不用上次留下的结果，全部重新生成 | makes everything anew, whatever earlier runs left
    #[arg(long)]
    pub fresh: bool,
    /// 说出每一步用了多少时间；=json 供别的程序读 | tells what each phase took; =json for programs
    #[arg(
        long,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text"
    )]
    pub timings: Option<MessageFormat>,
}

/// What is published, and how it looks.
#[derive(Args, Clone, Debug)]
pub struct ContentArgs {
    /// 主题；不写则用 site.yaml 里写的 | the theme; default: what site.yaml says
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// 公开的网址；不写则用 site.yaml 里写的 | the public address; default: what site.yaml says
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<String>,
    /// 按哪一天发布，如 2030-09-01；不写则为今天（东八区） | publishes as of this day, such as 2030-09-01; default: today in UTC+8
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<Date>,
    /// 连同未发布的内容一起生成，每页标明“草稿”；不要拿去公开 | builds what is not published too, each page marked as a draft; not for the public
    #[arg(long)]
    pub drafts: bool,
}

impl ContentArgs {
    pub fn options(&self) -> Options {
        Options {
            as_of: self.as_of.unwrap_or_else(today),
            drafts: self.drafts,
            base_url: self.base_url.clone(),
        }
    }
}

impl BuildArgs {
    pub fn output(&self, site: &Path) -> PathBuf {
        self.output.clone().unwrap_or_else(|| BuildArgs::default_output(site))
    }

    pub fn default_output(site: &Path) -> PathBuf {
        site.join("output")
    }

    /// What the last build kept; nothing with `--fresh`, nor where nothing can be built.
    pub fn memory(&self, place: Option<&Place>) -> Memory {
        place.filter(|_| !self.fresh).map_or_else(Memory::default, Memory::load)
    }
}

/// What the site itself is called as a kind.
pub const SITE: [&str; 2] = ["站点", "site"];

/// A kind by its Chinese or English name, or by its folder.
pub fn parse_kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| [kind.zh(), kind.en(), kind.folder()].contains(&name))
}

/// What is wrong with a kind that there is not; `others` may be written there beside the kinds of records.
pub fn unknown_kind(name: &str, others: &Text) -> Text {
    let (zh, en) = (Kind::ALL.map(Kind::zh).join("、"), Kind::ALL.map(Kind::en).join(", "));
    let Text { zh: other_zh, en: other_en } = others;
    say!(
        "没有“{name}”这一类记录；可以写：{zh}、{other_zh}",
        "there is no kind `{name}`; it may be: {en}, {other_en}"
    )
}

fn parse_base_url(text: &str) -> Result<String, BadValue> {
    check::judge_base_url(text).map_err(BadValue)?;
    Ok(text.to_owned())
}

pub fn parse_day(text: &str) -> Result<Date, BadValue> {
    PartialDate::parse(text).ok().and_then(PartialDate::calendar_day).ok_or_else(|| {
        BadValue(say!(
            "日期要写到日，如 2030-09-01，并且日历上要有这一天",
            "a day of the calendar is wanted, such as 2030-09-01"
        ))
    })
}

/// Today in UTC+8, wherever the machine is: a record must not go public a day early because a server stands abroad.
pub fn today() -> Date {
    Offset::constant(8).to_datetime(jiff::Timestamp::now()).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_decide_before_they_are_parsed() {
        for (line, expect) in [
            ("honorroll --lang en buidl", Language::En),
            ("honorroll build --lang=en", Language::En),
            ("honorroll --lang en build --lang zh", Language::Zh),
            ("honorroll --lang fr", language_asked_for(std::iter::empty())),
        ] {
            assert_eq!(language_asked_for(line.split(' ').map(OsString::from)), expect, "{line}");
        }
    }

    #[test]
    fn a_base_url_is_an_address_of_a_site() {
        for (text, is_one) in [
            ("https://honor.example/roll", true),
            ("honor.example", false),
            ("ftp://honor.example/", false),
            ("https://honor.example/?a", false),
        ] {
            assert_eq!(parse_base_url(text).is_ok(), is_one, "{text}");
        }
    }

    #[test]
    fn the_locale_decides_and_none_means_chinese() {
        for (set, expect) in [
            (&[][..], Language::Zh),
            (&[("LANG", "zh_CN.UTF-8")], Language::Zh),
            (&[("LANG", "en_US.UTF-8")], Language::En),
            (&[("LANG", "C.UTF-8")], Language::Zh),
            (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_TW.UTF-8")], Language::Zh),
            (&[("LC_ALL", ""), ("LANG", "de_DE.UTF-8")], Language::En),
        ] {
            let value = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string());
            assert_eq!(language_of_locale(value), expect, "{set:?}");
        }
    }
}
