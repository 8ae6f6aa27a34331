//! What Tera says in English, said in both languages.

use crate::diag::Text;
use crate::say;

/// The message in both languages, and what there is instead where Tera lists it. What is rare stays English in both.
pub(super) fn explain(message: &str) -> (Text, Option<Text>) {
    let (message, known) = match message.split_once(" Available ") {
        Some((head, tail)) => (head, tail.split_once(": ").map(|(_, names)| names)),
        None => (message, None),
    };
    let message = message.trim_end_matches('.');
    let zh = WORDINGS.iter().find_map(|(english, chinese)| Some(filled(chinese, &holes(english, message)?)));
    let mut characters = message.chars();
    let en: String = characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect();
    let hint = known.map(|names| say!("可用的有：{names}", "what is there: {names}"));
    (Text { zh: zh.unwrap_or_else(|| en.clone()), en }, hint)
}

/// English as Tera has it, with `{}` for what varies; Chinese, with `{0}` for the first of them. The first that fits
/// is taken.
const WORDINGS: &[(&str, &str)] = &[
    ("Unknown filter `{}`", "没有过滤器“{0}”"),
    ("Unknown test `{}`", "没有测试“{0}”"),
    ("Unknown function `{}`", "没有函数“{0}”"),
    ("Unknown component `{}`", "没有组件“{0}”"),
    ("Component '{}' not found", "没有组件“{0}”"),
    ("Unknown template `{}`", "没有模板“{0}”"),
    ("Template '{}' not found", "没有模板“{0}”"),
    // The program's own, see `UNKNOWN_ASSET`.
    ("Unknown asset `{}`", "没有资源文件“{0}”"),
    ("Template '{}' is inheriting from '{}', {}", "模板“{0}”要继承“{1}”，但没有那个模板"),
    ("Circular extend detected for template '{}'. {}", "模板“{0}”绕了一圈又继承了自己"),
    ("Circular include detected for template '{}'. {}", "模板“{0}”绕了一圈又包含了自己"),
    ("Template is already extending `{}`", "一个模板只能继承（extends）一次，这里已经继承了“{0}”"),
    ("Template already contains a {} named `{}`", "这个模板里已经有一个名为“{1}”的 {0}"),
    ("Component `{}` is defined in both `{}` and `{}`", "组件“{0}”在“{1}”和“{2}”里各写了一次"),
    ("Block `{}` is not defined in any parent template", "上级模板里没有 block“{0}”"),
    ("super() called outside of a block", "super() 只能写在 block 里面"),
    ("Tried to use super() in the top level block", "上级模板里没有这个 block，不能用 super()"),
    (
        "This content would be ignored: {}",
        "写在 block 外面的内容不会显示：继承了别的模板以后，只能写 block 和 component",
    ),
    ("Variable `{}` is not defined", "没有变量“{0}”"),
    ("Variable `{}` exists but its value is undefined", "变量“{0}”没有值"),
    ("Tried to render a variable that is undefined", "这个变量没有值"),
    ("Field `{}` is not defined", "没有字段“{0}”"),
    ("Found invalid field of `loop`: {}. {}", "loop 没有字段“{0}”"),
    ("Missing keyword argument `{}`", "缺少参数“{0}”"),
    ("Keyword argument `{}` is defined more than once", "参数“{0}”写了两次"),
    ("Invalid type for the value, expected `{}` but got `{}`", "值的类型不对：应当是 {0}，实际是 {1}"),
    ("Iteration not possible on type `{}`", "{0} 类型的值不能用 for 逐个取出"),
    ("Key/value iteration is not possible on type `{}`, {}", "{0} 类型的值不能按键和值逐个取出"),
    ("Math operations can only be done on numbers, found `{}`", "只有数可以计算，这里是 {0}"),
    ("Only numbers can be used in arithmetic. This is a `{}`", "只有数可以计算，这里是 {0}"),
    (
        "`+` requires both operands to be numbers, found `{}` and `{}`",
        "只有数可以相加，这里是 {0} 和 {1}；连接文字用 ~",
    ),
    ("This filter can only be used on {}, received `{}`", "这个过滤器不能用在 {1} 类型的值上"),
    ("Cannot divide by 0", "除数是 0"),
    ("Unknown tag", "不认识这个标签；也可能是前面的 {% if %}、{% for %} 或 {% block %} 没有关上"),
    ("Unexpected end of input", "模板到这里就结束了，前面还有标签没有关上"),
    ("Found {} but was expecting {}", "这里应当是 {1}，写的却是 {0}"),
    ("Found {} but expected {}", "这里应当是 {1}，写的却是 {0}"),
];

/// What stands in the holes of `pattern`, if `text` fits it.
fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut holes = Vec::new();
    for part in parts {
        let end = if part.is_empty() { rest.len() } else { rest.find(part)? };
        holes.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(holes)
}

fn filled(chinese: &str, holes: &[&str]) -> String {
    let fill = |text: String, (at, hole): (usize, &&str)| text.replace(&format!("{{{at}}}"), word(hole));
    holes.iter().enumerate().fold(chinese.to_owned(), fill)
}

/// Tera's words for the parts of a template and for types.
fn word(english: &str) -> &str {
    match english {
        "identifier" => "名称",
        "string" | "String" => "文字",
        "integer" | "float" | "number" => "数",
        "bool" => "是非值",
        "array" => "列表",
        "map" | "map/struct" => "一组字段",
        "none" | "null" => "空值",
        "undefined" => "没有的值",
        "content" => "普通内容",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages() {
        let check = |message, zh: &str, en: &str| {
            let (text, _) = explain(message);
            assert_eq!((text.zh.as_str(), text.en.as_str()), (zh, en));
        };
        check("Unknown filter `shout`", "没有过滤器“shout”", "unknown filter `shout`");
        check("Unknown asset `a.css`", "没有资源文件“a.css”", "unknown asset `a.css`");
        check(
            "Found identifier but expected `%}`.",
            "这里应当是 `%}`，写的却是 名称",
            "found identifier but expected `%}`",
        );
        check(
            "Template 'a' is inheriting from 'b', which doesn't exist or isn't loaded.",
            "模板“a”要继承“b”，但没有那个模板",
            "template 'a' is inheriting from 'b', which doesn't exist or isn't loaded",
        );
        check("Something new", "something new", "something new");
    }

    #[test]
    fn what_is_there_instead() {
        let (text, hint) = explain("Variable `nmae` is not defined. Available variables: name, posts");
        assert_eq!(text.zh, "没有变量“nmae”");
        assert_eq!(hint.expect("a hint").en, "what is there: name, posts");
    }
}
