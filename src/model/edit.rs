//! Changes to records as they are written: only what changes is touched; comments, order, quotes and line breaks stay.
//!
//! Comes in: the text of a file and a list of [`Edit`]s. Goes out: the new text, which says what the old one said but for these
//! changes: it is read again and compared before it is given out. It deliberately does not know what a field means.

use super::blank::plain_or_quoted;
use super::draft::front_matter;
use super::yaml::{self, Data, Node, Source};
use super::{Common, Fields, Status};
use crate::diag::{FileId, Report, Span};

/// One change to one record.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Of the record.
    pub record: Span,
    /// The way from the record to the mapping or list that changes.
    pub steps: Vec<Step>,
    pub change: Change,
}

/// The names of a field, English first, as its table has them.
pub type Names = &'static [&'static str];

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Field(Names),
    Item(usize),
}

#[derive(Clone, Debug)]
pub enum Change {
    /// A field says this now.
    Set(Names, String),
    /// A field that says nothing yet says this.
    Add(Names, New),
    /// A list has one more item at its end.
    Append(Names, New),
    /// A list has lost an item.
    Remove(usize),
}

/// What is written where nothing stood.
#[derive(Clone, Debug)]
pub enum New {
    Text(String),
    Map(Vec<(Names, New)>),
    List(Vec<New>),
}

/// The names of a field by its English one.
pub fn names_in<T: Fields>(field: &str) -> Names {
    T::SPECS.iter().find(|spec| spec.names[0] == field).map_or(&[], |spec| spec.names)
}

/// Gives a record of the file that holds `text` a status, in the language in which the record is written.
pub fn status(text: &str, record: Span, status: Status) -> Edit {
    let written = text.get(record.range()).unwrap_or_default().trim_start_matches(['{', ' ']);
    let said = match written.starts_with(|first: char| first.is_ascii()) {
        true => status.en(),
        false => status.zh(),
    };
    let change = Change::Set(names_in::<Common>("status"), said.to_owned());
    Edit { record, steps: Vec::new(), change }
}

/// Makes the changes to a file; the index of an edit that would spoil it, where there is one.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, usize> {
    let file = FileId(0);
    let fields = front_matter(text).map_or(0..text.len(), |(fields, _)| fields);
    let read = |text: &str, range: std::ops::Range<usize>| -> Option<Plain> {
        let source = Source { file, text: text.get(range.clone())?, offset: range.start };
        yaml::parse(source, &mut Report::new()).map(|node| plain(&node))
    };
    let source = Source { file, text: &text[fields.clone()], offset: fields.start };
    let root = yaml::parse(source, &mut Report::new()).ok_or(0_usize)?;
    let in_english = is_in_english(&root);

    let mut expect = plain(&root);
    let mut splices: Vec<(usize, usize, String)> = Vec::new();
    let removes = |edit: &&Edit| matches!(edit.change, Change::Remove(_));
    let order = |edit: &Edit| {
        if let Change::Remove(at) = edit.change { std::cmp::Reverse(at) } else { std::cmp::Reverse(0) }
    };
    for (index, edit) in edits.iter().enumerate() {
        let splice = Page { text, in_english }.splice(&root, edit).ok_or(index)?;
        splices.push(splice);
    }
    for edit in edits.iter().filter(|edit| !removes(edit)) {
        change(&root, &mut expect, edit, in_english);
    }
    let mut removals: Vec<&Edit> = edits.iter().filter(removes).collect();
    removals.sort_by_key(|edit| order(edit));
    removals.into_iter().for_each(|edit| change(&root, &mut expect, edit, in_english));

    // Two insertions at one place stand in the order in which they were asked for.
    splices.sort_by_key(|&(start, end, _)| (start, end));
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for (index, (start, end, new)) in splices.into_iter().enumerate() {
        edited.push_str(text.get(at..start).ok_or(index)?);
        edited.push_str(&new);
        at = end;
    }
    edited.push_str(&text[at..]);

    let after = front_matter(&edited).map_or(0..edited.len(), |(fields, _)| fields);
    match read(&edited, after) {
        Some(found) if found == expect && edited[..fields.start] == text[..fields.start] => Ok(edited),
        _ if edits.len() > 1 => {
            Err(edits.iter().position(|edit| apply(text, std::slice::from_ref(edit)).is_err()).unwrap_or(0))
        }
        _ => Err(0),
    }
}

/// A new record, its fields by their Chinese names.
pub fn record(fields: &[(Names, New)]) -> String {
    let mut text = String::new();
    Page { text: "", in_english: false }.push_fields(&mut text, fields, 0);
    text.push('\n');
    text
}

/// A text while places for changes are looked for.
struct Page<'t> {
    text: &'t str,
    in_english: bool,
}

impl Page<'_> {
    /// From where to where the text is replaced, and by what.
    fn splice(&self, root: &Node<'_>, edit: &Edit) -> Option<(usize, usize, String)> {
        let node = find(root, edit.record, &edit.steps)?;
        match (&edit.change, &node.data) {
            (Change::Set(names, _) | Change::Add(names, _), Data::Map(entries)) => {
                let new = match &edit.change {
                    Change::Add(_, new) => self.flow(new),
                    Change::Set(_, value) => plain_or_quoted(value),
                    Change::Append(..) | Change::Remove(_) => return None,
                };
                let Some((key, old)) = entries.iter().find(|(key, _)| names.contains(&&*key.text)) else {
                    let line = format!("{}: {new}", self.name(names));
                    return self.add_entry(node, entries, &line);
                };
                let range = old.span.range();
                match old.data {
                    Data::Scalar(_) if matches!(edit.change, Change::Add(..)) => None,
                    Data::Scalar(_) => Some((range.start, range.end, new)),
                    Data::Null
                        if !range.is_empty()
                            && !self.text[range.clone()].trim().is_empty()
                            && !self.text[range.clone()].contains(':') =>
                    {
                        Some((range.start, range.end, new))
                    }
                    Data::Null => {
                        let colon =
                            key.span.range().end + self.text.get(key.span.range().end..)?.find(':')? + 1;
                        Some((colon, colon, format!(" {new}")))
                    }
                    Data::List(_) | Data::Map(_) => None,
                }
            }
            (Change::Append(names, item), Data::Map(entries)) => {
                let list = entries.iter().find(|(key, _)| names.contains(&&*key.text));
                match list.map(|(_, list)| (list, &list.data)) {
                    Some((list, Data::List(items))) => self.add_item(list, items, item),
                    None => {
                        let indent = self.column(entries.first()?.0.span.range().start);
                        let mut lines = format!("{}:", self.name(names));
                        self.push_item(&mut lines, item, indent + 2);
                        let (_, last) = entries.last()?;
                        self.is_block(node)
                            .then(|| self.after_line(last.span.range().end, &self.indented(&lines, indent)))
                    }
                    Some(_) => None,
                }
            }
            (Change::Remove(at), Data::List(items)) => {
                let item = items.get(*at).filter(|_| self.is_block(node))?.span.range();
                // With the line break before it: what is added behind the item stands where the item ends.
                let line = self.text[..item.start].rfind('\n')?;
                let start = line - usize::from(self.text[..line].ends_with('\r'));
                let (end, ..) = self.after_line(item.end, "");
                Some((start, end, String::new()))
            }
            _ => None,
        }
    }

    /// Behind the last field that takes one line: what follows may be a list with comments of its own.
    fn add_entry(
        &self,
        map: &Node<'_>,
        entries: &[(yaml::Key<'_>, Node<'_>)],
        line: &str,
    ) -> Option<(usize, usize, String)> {
        let (first, _) = entries.first()?;
        if !self.is_block(map) {
            let end = entries.last()?.1.span.range().end;
            return Some((end, end, format!(", {line}")));
        }
        let indent = self.column(first.span.range().start);
        let is_short = |(key, value): &&(yaml::Key<'_>, Node<'_>)| {
            matches!(value.data, Data::Scalar(_))
                && !self.text[key.span.range().start..value.span.range().end].contains('\n')
        };
        match entries.iter().rev().find(is_short) {
            Some((_, value)) => Some(self.after_line(value.span.range().end, &self.indented(line, indent))),
            None => {
                let start = first.span.range().start;
                Some((start, start, format!("{line}{}{}", self.line_break(), " ".repeat(indent))))
            }
        }
    }

    fn add_item(&self, list: &Node<'_>, items: &[Node<'_>], item: &New) -> Option<(usize, usize, String)> {
        let Some(last) = items.last() else {
            let inside = list.span.range().start + 1;
            return self.text[list.span.range()].starts_with('[').then(|| (inside, inside, self.flow(item)));
        };
        let end = last.span.range().end;
        if !self.is_block(list) {
            return Some((end, end, format!(", {}", self.flow(item))));
        }
        let before = self.text[..last.span.range().start].trim_end_matches([' ', '\n', '\r']);
        let dash = before.ends_with('-').then(|| before.len() - 1)?;
        let mut lines = String::new();
        self.push_item(&mut lines, item, self.column(dash));
        Some(self.after_line(end, &lines))
    }

    /// A list's item on lines of its own, each begun with a line break.
    fn push_item(&self, out: &mut String, item: &New, indent: usize) {
        out.push_str(self.line_break());
        out.push_str(&" ".repeat(indent));
        out.push_str("- ");
        match item {
            New::Map(fields) => self.push_fields(out, fields, indent + 2),
            New::Text(_) | New::List(_) => out.push_str(&self.flow(item)),
        }
    }

    fn push_fields(&self, out: &mut String, fields: &[(Names, New)], indent: usize) {
        for (at, (names, value)) in fields.iter().enumerate() {
            if at > 0 {
                out.push_str(self.line_break());
                out.push_str(&" ".repeat(indent));
            }
            out.push_str(self.name(names));
            out.push(':');
            match value {
                New::List(items) if items.iter().any(|item| matches!(item, New::Map(_))) => {
                    items.iter().for_each(|item| self.push_item(out, item, indent + 2));
                }
                other => {
                    out.push(' ');
                    out.push_str(&self.flow(other));
                }
            }
        }
    }

    fn flow(&self, new: &New) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match new {
            New::Text(text) => plain_or_quoted(text),
            New::List(items) => format!("[{}]", joined(items.iter().map(|item| self.flow(item)).collect())),
            New::Map(fields) => {
                let fields =
                    fields.iter().map(|(names, value)| format!("{}: {}", self.name(names), self.flow(value)));
                format!("{{{}}}", joined(fields.collect()))
            }
        }
    }

    fn name(&self, names: Names) -> &'static str {
        name_in(names, self.in_english)
    }

    fn is_block(&self, node: &Node<'_>) -> bool {
        !self.text[node.span.range()].starts_with(['{', '['])
    }

    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    fn indented(&self, line: &str, indent: usize) -> String {
        format!("{}{}{line}", self.line_break(), " ".repeat(indent))
    }

    fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// At the end of the line that `at` is on, behind its comment.
    fn after_line(&self, at: usize, new: &str) -> (usize, usize, String) {
        let end = self.text[at..].find(['\r', '\n']).map_or(self.text.len(), |to| at + to);
        (end, end, new.to_owned())
    }
}

fn name_in(names: Names, in_english: bool) -> &'static str {
    if in_english { names[0] } else { names.get(1).copied().unwrap_or(names[0]) }
}

/// Whether the file names its fields in English.
fn is_in_english(root: &Node<'_>) -> bool {
    let record = match &root.data {
        Data::List(items) => items.first().unwrap_or(root),
        _ => root,
    };
    matches!(&record.data, Data::Map(entries) if entries.first().is_some_and(|(key, _)| key.text.is_ascii()))
}

fn find<'n, 't>(root: &'n Node<'t>, record: Span, steps: &[Step]) -> Option<&'n Node<'t>> {
    let mut node = match &root.data {
        Data::List(items) => items.iter().find(|item| item.span.start == record.start)?,
        _ => root,
    };
    for step in steps {
        node = match (step, &node.data) {
            (Step::Field(names), Data::Map(entries)) => {
                &entries.iter().find(|(key, _)| names.contains(&&*key.text))?.1
            }
            (Step::Item(at), Data::List(items)) => items.get(*at)?,
            // One item may stand without a list around it.
            (Step::Item(0), Data::Map(_)) => node,
            _ => return None,
        };
    }
    Some(node)
}

/// What a text says, whatever it looks like.
#[derive(Debug, PartialEq, Eq)]
enum Plain {
    Text(String),
    List(Vec<Plain>),
    Map(Vec<(String, Plain)>),
}

const NOTHING: Plain = Plain::List(Vec::new());

fn plain(node: &Node<'_>) -> Plain {
    match &node.data {
        Data::Null => NOTHING,
        Data::Scalar(text) => Plain::Text(text.to_string()),
        Data::List(items) => Plain::List(items.iter().map(plain).collect()),
        Data::Map(entries) => {
            let mut entries: Vec<(String, Plain)> =
                entries.iter().map(|(key, node)| (key.text.to_string(), plain(node))).collect();
            // Where a new field stands among the others says nothing.
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Plain::Map(entries)
        }
    }
}

fn of_new(new: &New, in_english: bool) -> Plain {
    match new {
        New::Text(text) => Plain::Text(text.clone()),
        New::List(items) => Plain::List(items.iter().map(|item| of_new(item, in_english)).collect()),
        New::Map(fields) => {
            let fields = fields
                .iter()
                .map(|(names, new)| (name_in(names, in_english).to_owned(), of_new(new, in_english)));
            let mut fields: Vec<(String, Plain)> = fields.collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Plain::Map(fields)
        }
    }
}

/// Makes a change to what is said.
fn change(root: &Node<'_>, said: &mut Plain, edit: &Edit, in_english: bool) {
    let at = match &root.data {
        Data::List(items) => items.iter().position(|item| item.span.start == edit.record.start),
        _ => None,
    };
    let record = match said {
        Plain::List(records) => at.and_then(|at| records.get_mut(at)),
        other => Some(other),
    };
    let Some(here) = record.and_then(|record| follow(record, &edit.steps)) else { return };
    match (&edit.change, here) {
        (Change::Set(names, value), Plain::Map(entries)) => {
            put(entries, names, in_english, |_| Plain::Text(value.clone()))
        }
        (Change::Add(names, new), Plain::Map(entries)) => {
            put(entries, names, in_english, |_| of_new(new, in_english))
        }
        (Change::Append(names, item), Plain::Map(entries)) => put(entries, names, in_english, |old| {
            let mut items = if let Plain::List(items) = old { items } else { Vec::new() };
            items.push(of_new(item, in_english));
            Plain::List(items)
        }),
        (Change::Remove(at), Plain::List(items)) if *at < items.len() => drop(items.remove(*at)),
        _ => {}
    }
}

fn follow<'p>(said: &'p mut Plain, steps: &[Step]) -> Option<&'p mut Plain> {
    let Some((step, rest)) = steps.split_first() else { return Some(said) };
    let inner = match (step, said) {
        (Step::Field(names), Plain::Map(entries)) => {
            &mut entries.iter_mut().find(|(key, _)| names.contains(&key.as_str()))?.1
        }
        (Step::Item(at), Plain::List(items)) => items.get_mut(*at)?,
        (Step::Item(0), map) => map,
        _ => return None,
    };
    follow(inner, rest)
}

fn put(entries: &mut Vec<(String, Plain)>, names: Names, in_english: bool, new: impl FnOnce(Plain) -> Plain) {
    match entries.iter_mut().find(|(key, _)| names.contains(&key.as_str())) {
        Some((_, value)) => *value = new(std::mem::replace(value, NOTHING)),
        None => {
            entries.push((name_in(names, in_english).to_owned(), new(NOTHING)));
            entries.sort_by(|a, b| a.0.cmp(&b.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Names = &["name", "姓名"];
    const POST: Names = &["post", "职务"];
    const LIST: Names = &["recipients", "名单"];
    const WHO: Names = &["person", "个人"];

    #[track_caller]
    fn check(text: &str, record: &str, steps: &[Step], change: Change, expect: Option<&str>) {
        let start = text.find(record).expect("the record is in the text");
        let record = Span::new(FileId(0), start..start + record.len());
        let edit = Edit { record, steps: steps.to_vec(), change };
        assert_eq!(apply(text, &[edit]).ok().as_deref(), expect, "{text}");
    }

    #[test]
    fn a_field_changes_and_nothing_else() {
        let set = |value: &str| Change::Set(POST, value.to_owned());
        let check = |text: &str, value: &str, expect: Option<&str>| {
            check(text, text.trim_start_matches("---\n"), &[], set(value), expect)
        };
        check(
            "姓名: 张三 # 甲\n职务:  乙  # 丙\n\n# 末\n",
            "主任",
            Some("姓名: 张三 # 甲\n职务:  主任  # 丙\n\n# 末\n"),
        );
        check("姓名: 张三\n职务: \"乙\"\n", "甲: 乙", Some("姓名: 张三\n职务: \"甲: 乙\"\n"));
        check(
            "姓名: 张三 # 甲\r\n标签:\r\n  - 乙\r\n",
            "主任",
            Some("姓名: 张三 # 甲\r\n职务: 主任\r\n标签:\r\n  - 乙\r\n"),
        );
        check("name: 张三\npost:\ntags: []\n", "主任", Some("name: 张三\npost: 主任\ntags: []\n"));
        check("name: 张三\npost: ~", "主任", Some("name: 张三\npost: 主任"));
        check("name: 张三", "主任", Some("name: 张三\npost: 主任"));
        check("标签: [甲]\n", "主任", Some("职务: 主任\n标签: [甲]\n"));
        check("{姓名: 张三}\n", "主任", Some("{姓名: 张三, 职务: 主任}\n"));
        check("职务: [甲]\n", "主任", None);
        check(
            "---\n姓名: 张三\n---\n正文：职务\n",
            "主任",
            Some("---\n姓名: 张三\n职务: 主任\n---\n正文：职务\n"),
        );
    }

    #[test]
    fn a_group_of_fields_is_added_on_one_line() {
        let add = || {
            let text = |text: &str| New::Text(text.to_owned());
            Change::Add(POST, New::Map(vec![(NAME, text("甲, 乙")), (WHO, text("2031-06-01"))]))
        };
        for (text, expect) in [
            (
                "姓名: 张三 # 甲\n名单:\n  - 乙\n",
                Some("姓名: 张三 # 甲\n职务: {姓名: \"甲, 乙\", 个人: 2031-06-01}\n名单:\n  - 乙\n"),
            ),
            ("{姓名: 张三}\n", Some("{姓名: 张三, 职务: {姓名: \"甲, 乙\", 个人: 2031-06-01}}\n")),
            ("name: 张三\npost:\n", Some("name: 张三\npost: {name: \"甲, 乙\", person: 2031-06-01}\n")),
            ("姓名: 张三\n职务: 主任\n", None),
        ] {
            check(text, text, &[], add(), expect);
        }
    }

    #[test]
    fn a_record_of_a_roster_is_found() {
        let text = "# 名册\n- 姓名: 张三\n- 姓名: 李四\n  职务: 甲\n";
        check(
            text,
            "姓名: 李四",
            &[],
            Change::Set(POST, "乙".to_owned()),
            Some("# 名册\n- 姓名: 张三\n- 姓名: 李四\n  职务: 乙\n"),
        );
        check(
            text,
            "姓名: 张三",
            &[],
            Change::Set(POST, "乙".to_owned()),
            Some("# 名册\n- 姓名: 张三\n  职务: 乙\n- 姓名: 李四\n  职务: 甲\n"),
        );
    }

    #[test]
    fn lists_grow_and_shrink() {
        let item =
            || New::Map(vec![(WHO, New::Text("li-si".to_owned())), (POST, New::Text("甲".to_owned()))]);
        let append = || Change::Append(LIST, item());
        check(
            "姓名: 甲\n名单:\n  - 张三 # 乙\n# 末\n",
            "姓名",
            &[],
            append(),
            Some("姓名: 甲\n名单:\n  - 张三 # 乙\n  - 个人: li-si\n    职务: 甲\n# 末\n"),
        );
        check(
            "姓名: 甲\n名单: [张三]\n",
            "姓名",
            &[],
            append(),
            Some("姓名: 甲\n名单: [张三, {个人: li-si, 职务: 甲}]\n"),
        );
        check(
            "姓名: 甲\n名单: []\n",
            "姓名",
            &[],
            append(),
            Some("姓名: 甲\n名单: [{个人: li-si, 职务: 甲}]\n"),
        );
        check("姓名: 甲\n", "姓名", &[], append(), Some("姓名: 甲\n名单:\n  - 个人: li-si\n    职务: 甲\n"));
        let list = [Step::Field(LIST)];
        check(
            "姓名: 甲\n名单:\n- 姓名: 张三\n  职务: 乙\n- 李四\n职务: 丙\n",
            "姓名",
            &list,
            Change::Remove(0),
            Some("姓名: 甲\n名单:\n- 李四\n职务: 丙\n"),
        );
        check("姓名: 甲\n名单:\n- 张三\n", "姓名", &list, Change::Remove(0), Some("姓名: 甲\n名单:\n"));
        check(
            "姓名: 甲\n名单:\n- 张三\n",
            "姓名",
            &[Step::Field(LIST), Step::Item(0)],
            Change::Set(NAME, "乙".to_owned()),
            None,
        );
    }

    #[test]
    fn the_last_line_goes_while_another_comes() {
        let text = "姓名: 甲\r\n名单:\r\n- 张三\r\n- 姓名: 李四\r\n  职务: 乙 # 丙\r\n# 末\r\n";
        let record = Span::new(FileId(0), 0..6);
        let edits = [
            Edit { record, steps: vec![Step::Field(LIST)], change: Change::Remove(1) },
            Edit { record, steps: Vec::new(), change: Change::Append(LIST, New::Text("王五".to_owned())) },
        ];
        let expect = "姓名: 甲\r\n名单:\r\n- 张三\r\n- 王五\r\n# 末\r\n";
        assert_eq!(apply(text, &edits).as_deref(), Ok(expect));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_asked_for_is_said_or_refused(
            lines in proptest::collection::vec("(- |  |)(姓名|职务|名单|bc):( |  )(甲|\"乙\"|\\[丙\\]|~||'丁'|\\|)( # 戊)?(\n|\r\n)", 1..6),
            value in "[甲: #'\"\\-\n]{0,5}",
        ) {
            let text = lines.concat();
            for record in text.match_indices("姓名").map(|(at, _)| at) {
                let record = Span::new(FileId(0), record..record + 6);
                for change in [Change::Set(POST, value.clone()), Change::Append(LIST, New::Text(value.clone()))] {
                    let _ = apply(&text, &[Edit { record, steps: Vec::new(), change }]);
                }
            }
        }
    }
}
