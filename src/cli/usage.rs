//! What is wrong with the arguments, in Chinese; clap itself speaks English only.

use std::error::Error;
use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diag::Text;

/// Why a value is refused, in both languages. What the value parsers of the commands return.
#[derive(Debug)]
pub struct BadValue(pub Text);

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl Error for BadValue {}

/// The mistake and what to do, without a label in front.
pub fn in_chinese(error: &clap::Error) -> String {
    let get = |kind| error.get(kind).map(spoken).unwrap_or_default();
    let arg = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let near = |kind| match get(kind) {
        near if near.is_empty() => String::new(),
        near => format!("\n提示: 是不是想写“{near}”？"),
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "没有“{}”这个命令{}",
                get(ContextKind::InvalidSubcommand),
                near(ContextKind::SuggestedSubcommand)
            )
        }
        ErrorKind::UnknownArgument => {
            format!("没有“{arg}”这个选项，或者它写在了这里不能写的地方{}", near(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("“{arg}”后面还要写一个值{}", possible(&get(ContextKind::ValidValue)))
        }
        ErrorKind::InvalidValue => {
            let valid = possible(&get(ContextKind::ValidValue));
            format!("“{arg}”不能写“{value}”{valid}{}", near(ContextKind::SuggestedValue))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().and_then(|source| source.downcast_ref::<BadValue>());
            let why = why.map(|BadValue(why)| format!("：{}", why.zh)).unwrap_or_default();
            format!("“{arg}”不能写“{value}”{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("还缺少：{arg}"),
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == arg => format!("“{arg}”写了不止一次"),
            prior => format!("“{arg}”不能和“{prior}”一起用"),
        },
        ErrorKind::MissingSubcommand => "还要写一个命令，例如 honorroll build".to_owned(),
        ErrorKind::TooManyValues => format!("“{arg}”后面多写了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{arg}”后面值的个数不对"),
        ErrorKind::NoEquals => format!("“{arg}”后面要用等号接着写值"),
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 的文字".to_owned(),
        _ => error.to_string(),
    }
}

fn possible(values: &str) -> String {
    if values.is_empty() { String::new() } else { format!("，可以写：{values}") }
}

fn spoken(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join("、"),
        other => other.to_string(),
    }
}
