//! `--help` in the reader's language.
//!
//! Every help text in the code is written twice, “中文 | English”; this takes one half of each. clap's own words exist in
//! English only: for Chinese they are replaced here.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::diag::Language;

/// Between the two halves of a help text.
const BOTH: &str = " | ";

/// The placeholders of values, in Chinese.
const PLACEHOLDERS: [(&str, &str); 22] = [
    ("ANSWER", "回答"),
    ("CODE", "代码"),
    ("DATE", "日期"),
    ("DAYS", "天数"),
    ("DIGEST", "摘要"),
    ("DIR", "文件夹"),
    ("FILE", "文件"),
    ("FORMAT", "格式"),
    ("HOST", "地址"),
    ("ID", "标识"),
    ("KIND", "类别"),
    ("LANG", "语言"),
    ("COLUMN=TEXT", "列=文字"),
    ("HEADING=COLUMN", "表头=列"),
    ("NAME", "名称"),
    ("PORT", "端口"),
    ("RECORD", "记录"),
    ("SHEET", "表"),
    ("SHELL", "命令行"),
    ("TEXT", "文字"),
    ("STAGE", "环节"),
    ("URL", "网址"),
];

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line as it is shown in `language`, ready to read arguments with.
pub fn in_language(command: Command, language: Language) -> Command {
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(builtin("help", 'h', ArgAction::Help, "显示说明 | print help").global(true))
        .arg(builtin("version", 'V', ArgAction::Version, "显示版本 | print the version"));
    let mut command = translate(command, language);
    command.build();
    match language {
        Language::Zh => {
            with_chinese_usage(command.mut_subcommand("help", |help| help.about("显示某个命令的说明")))
        }
        Language::En => command,
    }
}

fn builtin(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).long(name).short(short).action(action).help(help)
}

fn translate(command: Command, language: Language) -> Command {
    let half = |text: Option<&StyledStr>| text.map(|text| half(&text.to_string(), language));
    let (about, after) = (half(command.get_about()), half(command.get_after_help()));
    let mut command = command
        .about(about.unwrap_or_default())
        .after_help(after.unwrap_or_default())
        .mut_args(|arg| translate_arg(arg, language))
        .mut_subcommands(|inner| translate(inner, language));
    if language == Language::Zh {
        command =
            command.help_template(TEMPLATE).subcommand_help_heading("命令").subcommand_value_name("命令");
    }
    command
}

fn translate_arg(arg: Arg, language: Language) -> Arg {
    let mut help = half(&arg.get_help().map(ToString::to_string).unwrap_or_default(), language);
    if language == Language::En {
        return arg.help(help);
    }
    let takes_value = arg.get_action().takes_values();
    let possible: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if takes_value && !possible.is_empty() {
        help += &format!("（可以写：{}）", possible.join("、"));
    }
    if let [default] = arg.get_default_values() {
        help += &format!("（默认：{}）", default.to_string_lossy());
    }
    let placeholder = arg.get_value_names().and_then(|names| names.first()).and_then(|name| chinese(name));
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let arg = arg.help(help).help_heading(heading);
    if !takes_value {
        return arg;
    }
    let arg = arg.hide_default_value(true).hide_possible_values(true);
    match placeholder {
        Some(placeholder) => arg.value_name(placeholder),
        None => arg,
    }
}

fn half(text: &str, language: Language) -> String {
    let (zh, en) = text.split_once(BOTH).unwrap_or((text, text));
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
    .to_owned()
}

fn chinese(placeholder: &str) -> Option<&'static str> {
    PLACEHOLDERS.iter().find(|(en, _)| *en == placeholder).map(|(_, zh)| *zh)
}

fn with_chinese_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    command
        .override_usage(usage.replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>"))
        .mut_subcommands(with_chinese_usage)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_help_text_is_there_in_both_languages() {
        fn check(command: &Command) {
            let name = command.get_name();
            let texts = [command.get_about(), command.get_after_help()].into_iter().flatten();
            let args = command.get_arguments().map(|arg| arg.get_help().expect("help for every argument"));
            for text in texts.chain(args).map(ToString::to_string) {
                let (zh, en) = text.split_once(BOTH).unwrap_or_else(|| panic!("{name}: {text}"));
                assert!(!zh.is_ascii(), "{name}: {zh}");
                assert!(!en.contains(BOTH), "{name}: {en}");
            }
            let shown = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            for word in ["例子：\n  honorroll ", "Example"] {
                assert!(shown.contains(word), "an example for {name}: {shown}");
            }
            for arg in command.get_arguments() {
                for name in arg.get_value_names().unwrap_or_default() {
                    assert!(!arg.get_action().takes_values() || chinese(name).is_some(), "{name}");
                }
            }
            command.get_subcommands().for_each(check);
        }
        check(&super::super::Cli::command());
    }
}
