//! The strokes given for a rare character can be read.

use crate::diag::{Code, Diagnostic, Report, Text};
use crate::model::{Draft, Person, Word};
use crate::say;
use crate::text::strokes::{GivenStrokesError, parse_given};

/// Reads `strokes 笔顺` of every person.
pub fn check(draft: &Draft, report: &mut Report) {
    for person in draft.tables.people.iter().map(|record| &record.data) {
        let Some((word, why)) = mistake(person) else { continue };
        let (message, hint) = explain(&person.name, why);
        report.push(Diagnostic::error(Code::BadStrokes, word.span, message).hint(hint));
    }
}

/// The first entry that cannot be read after those before it: entries without a character go by their order.
fn mistake(person: &Person) -> Option<(&Word, GivenStrokesError)> {
    let mut text = String::new();
    for word in &person.strokes {
        text.push(' ');
        text.push_str(word);
        if let Err(why) = parse_given(&person.name, &text) {
            return Some((word, why));
        }
    }
    None
}

fn explain(name: &str, why: GivenStrokesError) -> (Text, Text) {
    let form = || {
        say!(
            "写成“㐂=151515”：1横 2竖 3撇 4点 5折，提是1，捺是4",
            "write it as 㐂=151515: 1 for 横, 2 for 竖, 3 for 撇, 4 for 点, 5 for 折; 提 is 1, 捺 is 4"
        )
    };
    match why {
        GivenStrokesError::Empty(None) => (say!("笔顺是空的", "no strokes are given"), form()),
        GivenStrokesError::Empty(Some(c)) => {
            (say!("“{c}”后面没有笔顺", "no strokes are given for `{c}`"), form())
        }
        GivenStrokesError::NotAStroke(c) => (
            say!(
                "笔顺里的“{c}”既不是笔画，也不是“{name}”里的字",
                "`{c}` is neither a stroke nor a character of `{name}`"
            ),
            form(),
        ),
        GivenStrokesError::WhichCharacter => (
            say!(
                "看不出这些笔顺是“{name}”里哪个字的",
                "it is not clear which character of `{name}` has these strokes"
            ),
            say!(
                "前面写上字和等号，如“㐂=151515”",
                "put the character and an equals sign before them, as 㐂=151515"
            ),
        ),
        GivenStrokesError::TooMany(c) => (
            say!("给“{c}”写的笔画超过了99画", "more than 99 strokes are given for `{c}`"),
            say!(
                "核对笔顺；几个字的笔顺之间要空格",
                "check them, and put a space between those of two characters"
            ),
        ),
    }
}
