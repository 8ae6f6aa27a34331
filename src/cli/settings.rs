//! What several commands ask for: which site, which day, which language.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::check::Options;
use crate::diag::Language;

#[derive(Args, Debug)]
pub struct SiteArgs {
    /// 站点文件夹：里面有 content/
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub site: PathBuf,
    /// 提示的语言；默认按系统语言，没有设置时用中文
    #[arg(long, value_name = "LANG", global = true)]
    pub lang: Option<Lang>,
    /// 问题的格式：给人看的文字，或每行一个 JSON
    #[arg(long, value_name = "FORMAT", default_value = "text", global = true)]
    pub message_format: MessageFormat,
    /// 只报告问题
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Text,
    Json,
}

impl SiteArgs {
    /// What was asked for, else what the locale says, else Chinese.
    pub fn language(&self) -> Language {
        match self.lang {
            Some(Lang::Zh) => Language::Zh,
            Some(Lang::En) => Language::En,
            None => language_of_locale(|name| std::env::var(name).ok()),
        }
    }
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
    /// 输出文件夹；默认为站点下的 output
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// 主题；默认用 site.yaml 里写的
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// 公开的网址；默认用 site.yaml 里写的
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// 按哪一天发布，如 2030-09-01；默认今天（东八区）
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 连同未发布的内容一起生成，每页标明“草稿”；不要拿去公开
    #[arg(long)]
    pub drafts: bool,
    /// 不用上次留下的结果，全部重新生成
    #[arg(long)]
    pub fresh: bool,
}

/// The language of messages is not known yet.
fn base_url(text: &str) -> Result<String, String> {
    crate::check::judge_base_url(text).map_err(|hint| format!("{} / {}", hint.zh, hint.en))?;
    Ok(text.to_owned())
}

impl BuildArgs {
    pub fn options(&self) -> Options {
        Options {
            as_of: self.as_of.unwrap_or_else(today),
            drafts: self.drafts,
            base_url: self.base_url.clone(),
        }
    }

    pub fn output(&self, site: &Path) -> PathBuf {
        self.output.clone().unwrap_or_else(|| site.join("output"))
    }
}

/// Today in UTC+8, wherever the machine is: a record must not go public a day early because a server stands abroad.
fn today() -> Date {
    Offset::constant(8).to_datetime(jiff::Timestamp::now()).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_an_address_of_a_site() {
        for (text, is_one) in [
            ("https://honor.example/roll", true),
            ("honor.example", false),
            ("ftp://honor.example/", false),
            ("https://honor.example/?a", false),
        ] {
            assert_eq!(base_url(text).is_ok(), is_one, "{text}");
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
