//! From YAML nodes to typed values, gathering every mistake on the way.
//!
//! A value that cannot be read is reported and left out; the rest of its record is still read, so that one run
//! tells of all mistakes. The `fields!` macro (`fields.rs`) derives this for records.

use std::ops::Deref;

use jiff::civil::Date;

use super::date::{BadDate, PartialDate};
use super::kind::Kind;
use super::reference::Link;
use super::shape::{FieldSpec, Shape};
use super::syntax::{full_width_colon, full_width_hint};
use super::yaml::{Data, Key, Node};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;
use crate::text::similar;

/// Something that a record can hold.
pub trait Decode: Sized {
    /// What the value looks like, for the JSON Schema and the manual.
    fn shape() -> Shape;

    /// `None` after a mistake, which is reported.
    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self>;

    /// The value where the field is not written; `None` where it must be.
    fn absent() -> Option<Self> {
        None
    }

    /// Shows every reference to another record in the value.
    fn links(&mut self, _visit: &mut dyn FnMut(Link<'_>)) {}

    /// Takes out references that lead to nothing that is published; false where the value cannot stand without one.
    fn prune(&mut self) -> bool {
        true
    }

    /// Shows every text in the value that readers may see, with its place; references to records are not among them.
    fn words(&self, _visit: &mut dyn FnMut(&str, Span)) {}

    /// Whether nothing was written: what is absent is no part of a digest, so that a field which a later version of the
    /// program adds does not void the sign-offs of records that do not use it.
    fn is_absent(&self) -> bool {
        false
    }

    /// Feeds the value into the digest that a sign-off is bound to.
    fn digest(&self, digest: &mut Digest<'_>);
}

/// A digest of what a record says: 256 bits of BLAKE3 over length-prefixed parts.
pub struct Digest<'a> {
    hasher: blake3::Hasher,
    called: &'a dyn Fn(Kind, u32) -> [String; 2],
}

impl<'a> Digest<'a> {
    /// `called` says the id and the title of a record that is referred to, by kind and index: readers see the one in
    /// the address and the other on the page, and of two 张伟 only the id tells which was signed.
    pub fn new(called: &'a dyn Fn(Kind, u32) -> [String; 2]) -> Digest<'a> {
        Digest { hasher: blake3::Hasher::new(), called }
    }

    pub fn part(&mut self, bytes: &[u8]) {
        self.hasher.update(&(bytes.len() as u64).to_le_bytes());
        self.hasher.update(bytes);
    }

    pub fn link(&mut self, kind: Kind, target: Option<u32>, text: &str) {
        match target {
            Some(index) => (self.called)(kind, index).iter().for_each(|word| self.part(word.as_bytes())),
            None => self.part(text.as_bytes()),
        }
    }

    /// Thirty-two hexadecimal digits: enough to bind a signature, short enough to read aloud.
    pub fn finish(&self) -> String {
        self.hasher.finalize().to_hex()[..32].to_string()
    }
}

/// A value and where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A text as it was written, without the blanks around it.
pub type Word = Spanned<String>;

impl Decode for Word {
    fn shape() -> Shape {
        Shape::Text
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Word> {
        let span = node.span;
        let text = scalar(node, report)?;
        if let Some(bad) = text.chars().find(|c| is_unprintable(*c)) {
            let code = format!("U+{:04X}", bad as u32);
            report.push(
                Diagnostic::error(
                    Code::BadCharacter,
                    span,
                    say!(
                        "文字里有不可见的控制字符 {code}",
                        "the text holds the invisible control character {code}"
                    ),
                )
                .hint(say!("删去它，重新键入这段文字", "remove it and type the text again")),
            );
            return None;
        }
        let trimmed = text.trim();
        let value = if trimmed.len() == text.len() { text } else { trimmed.to_string() };
        Some(Spanned { value, span })
    }

    fn words(&self, visit: &mut dyn FnMut(&str, Span)) {
        visit(&self.value, self.span);
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(self.value.as_bytes());
    }
}

/// Control characters, and those that reverse the direction of writing to hide what is written.
fn is_unprintable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}')
}

/// Text out of a node; anything else is reported.
pub fn scalar(node: Node<'_>, report: &mut Report) -> Option<String> {
    match node.data {
        Data::Scalar(text) => Some(text.into_owned()),
        Data::Null => {
            wrong_type(node.span, say!("这里需要文字", "a text is wanted here"), report);
            None
        }
        Data::List(_) => {
            wrong_type(
                node.span,
                say!("这里需要一段文字，不是列表", "a text is wanted here, not a list"),
                report,
            );
            None
        }
        Data::Map(_) => {
            wrong_type(
                node.span,
                say!("这里需要一段文字，不是一组字段", "a text is wanted here, not fields"),
                report,
            );
            None
        }
    }
}

fn wrong_type(span: Span, message: crate::diag::Text, report: &mut Report) {
    report.push(Diagnostic::error(Code::WrongType, span, message).hint(say!(
        "文字里若有冒号或方括号，请给整段文字加引号",
        "quote the whole text where it holds a colon or brackets"
    )));
}

impl Decode for Spanned<PartialDate> {
    fn shape() -> Shape {
        Shape::Date
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let span = node.span;
        let text = scalar(node, report)?;
        match PartialDate::parse(&text) {
            Ok(value) => Some(Spanned { value, span }),
            Err(bad) => {
                report.push(bad_date(&text, bad, span));
                None
            }
        }
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(self.iso().as_bytes());
    }
}

fn bad_date(text: &str, bad: BadDate, span: Span) -> Diagnostic {
    let error = |message| Diagnostic::error(Code::BadDate, span, message);
    match bad {
        BadDate::Impossible => {
            error(say!("日历上没有“{text}”这一天", "there is no `{text}` in the calendar"))
                .hint(say!("核对原文件上的日期", "check the date in the document"))
        }
        BadDate::Form(Some(right)) => {
            error(say!("日期“{text}”的写法不对", "`{text}` is not how a date is written"))
                .hint(say!("写成 {right}", "write {right}"))
        }
        BadDate::Form(None) if matches!(text.trim(), "至今" | "今" | "现在" | "now" | "present") => {
            error(say!("“{text}”不是日期", "`{text}` is not a date"))
                .hint(say!("还没有结束的，就不写这一行", "leave the line out where it has not ended"))
        }
        BadDate::Form(None) => error(say!("“{text}”不是日期", "`{text}` is not a date")).hint(say!(
            "写成 2022-09-09、2022-09、2022 或 9月9日；不知道就留空",
            "write 2022-09-09, 2022-09, 2022 or --09-09; leave it out where it is not known"
        )),
    }
}

/// A full calendar day.
impl Decode for Spanned<Date> {
    fn shape() -> Shape {
        Shape::Day
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let date = <Spanned<PartialDate>>::decode(node, report)?;
        let day = date.calendar_day();
        if day.is_none() {
            report.push(
                Diagnostic::error(
                    Code::BadDate,
                    date.span,
                    say!("这里的日期要写到日", "this date needs its year, month and day"),
                )
                .hint(say!("写成 2022-09-09", "write it as 2022-09-09")),
            );
        }
        Some(Spanned { value: day?, span: date.span })
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(self.value.to_string().as_bytes());
    }
}

impl Decode for bool {
    fn shape() -> Shape {
        Shape::Bool
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<bool> {
        let span = node.span;
        let text = scalar(node, report)?;
        match text.trim() {
            "true" | "yes" | "True" | "TRUE" | "Yes" | "YES" | "是" | "有" => Some(true),
            "false" | "no" | "False" | "FALSE" | "No" | "NO" | "否" | "无" => Some(false),
            other => {
                report.push(
                    Diagnostic::error(
                        Code::UnknownValue,
                        span,
                        say!("“{other}”既不是“是”也不是“否”", "`{other}` is neither yes nor no"),
                    )
                    .hint(say!("写“是”或“否”", "write yes or no")),
                );
                None
            }
        }
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(&[u8::from(*self)]);
    }
}

/// Whole numbers; `weight` may be negative.
impl Decode for Spanned<i64> {
    fn shape() -> Shape {
        Shape::Integer
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let span = node.span;
        let text = scalar(node, report)?;
        let value = text.trim().parse::<i64>().ok().filter(|n| n.unsigned_abs() <= 1_000_000_000);
        if value.is_none() {
            report.push(
                Diagnostic::error(
                    Code::WrongType,
                    span,
                    say!("“{text}”不是整数", "`{text}` is not a whole number"),
                )
                .hint(say!("只写阿拉伯数字，如 12", "write digits only, as in 12")),
            );
        }
        Some(Spanned { value: value?, span })
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(&self.value.to_le_bytes());
    }
}

/// How many: a whole number that is not negative.
impl Decode for Spanned<u32> {
    fn shape() -> Shape {
        Shape::Integer
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let number = <Spanned<i64>>::decode(node, report)?;
        let value = u32::try_from(number.value).ok();
        if value.is_none() {
            let text = number.value;
            report.push(
                Diagnostic::error(
                    Code::WrongType,
                    number.span,
                    say!("数量不能是 {text}", "there cannot be {text} of something"),
                )
                .hint(say!("写零或更大的整数", "write a whole number from 0")),
            );
        }
        Some(Spanned { value: value?, span: number.span })
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(&self.value.to_le_bytes());
    }
}

impl<T: Decode> Decode for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        match node.data {
            Data::Null => Some(None),
            _ => Some(T::decode(node, report)),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn links(&mut self, visit: &mut dyn FnMut(Link<'_>)) {
        if let Some(value) = self {
            value.links(visit);
        }
    }

    fn prune(&mut self) -> bool {
        if self.as_mut().is_some_and(|value| !value.prune()) {
            *self = None;
        }
        true
    }

    fn words(&self, visit: &mut dyn FnMut(&str, Span)) {
        if let Some(value) = self {
            value.words(visit);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        if let Some(value) = self {
            value.digest(digest);
        }
    }
}

/// A list; a single value is a list of one, so that `issuer: 甲` need not be written as a list.
impl<T: Decode> Decode for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        match node.data {
            Data::Null => Some(Vec::new()),
            Data::List(items) => Some(items.into_iter().filter_map(|item| T::decode(item, report)).collect()),
            Data::Scalar(_) | Data::Map(_) => Some(T::decode(node, report).into_iter().collect()),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn links(&mut self, visit: &mut dyn FnMut(Link<'_>)) {
        for item in self {
            item.links(visit);
        }
    }

    fn prune(&mut self) -> bool {
        self.retain_mut(T::prune);
        true
    }

    fn words(&self, visit: &mut dyn FnMut(&str, Span)) {
        for item in self {
            item.words(visit);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(&(self.len() as u64).to_le_bytes());
        for item in self {
            item.digest(digest);
        }
    }
}

/// One bit of 64: names with different ones are different.
fn mark(name: &str) -> u64 {
    let last = name.bytes().next_back().map_or(0, usize::from);
    1 << ((last + 11 * name.len()) % 64)
}

/// The entries of a mapping while its fields are taken out one by one.
pub struct Entries<'t> {
    /// Where a field that is missing is missed: the first one that is there, else where the mapping begins.
    place: Span,
    rest: Vec<(Key<'t>, Node<'t>)>,
    /// The marks of all names that are or were in `rest`: most fields of a kind are in no given record.
    marks: u64,
    /// Required fields that were not found. Whoever misspelt one is told of the misspelling alone.
    missing: Vec<(&'static FieldSpec, Span)>,
}

impl<'t> Entries<'t> {
    /// `None` where the node is not a mapping, which is reported.
    ///
    /// `specs` are those of the fields that are wanted, for the hint.
    pub fn of(node: Node<'t>, specs: &[FieldSpec], report: &mut Report) -> Option<Entries<'t>> {
        let begin = Span { end: node.span.start, ..node.span };
        match node.data {
            Data::Map(rest) => {
                let place = rest.first().map_or(begin, |(key, _)| key.span);
                let marks = rest.iter().fold(0, |marks, (key, _)| marks | mark(&key.text));
                Some(Entries { place, rest, marks, missing: Vec::new() })
            }
            Data::Null => Some(Entries { place: begin, rest: Vec::new(), marks: 0, missing: Vec::new() }),
            Data::Scalar(ref text) => {
                let error = Diagnostic::error(
                    Code::WrongType,
                    node.span,
                    say!(
                        "这里需要“字段: 值”，却只有一段文字",
                        "fields are wanted here, each as `name: value`, not a text"
                    ),
                );
                report.push(error.hint(no_fields_hint(text, specs)));
                None
            }
            Data::List(_) => {
                report.push(
                    Diagnostic::error(
                        Code::WrongType,
                        node.span,
                        say!("这里需要一组字段，不是列表", "fields are wanted here, not a list"),
                    )
                    .hint(say!("去掉行首的“- ”", "remove the `- ` at the beginning of the lines")),
                );
                None
            }
        }
    }

    /// Takes one field. `None` after a mistake or where a required field is missing, both reported.
    pub fn take<T: Decode>(&mut self, spec: &'static FieldSpec, report: &mut Report) -> Option<T> {
        let mut found: Option<(Key<'t>, Node<'t>)> = None;
        let may_be_there = spec.names.iter().any(|name| self.marks & mark(name) != 0);
        let mut at = if may_be_there { 0 } else { self.rest.len() };
        while at < self.rest.len() {
            if !spec.names.contains(&&*self.rest[at].0.text) {
                at += 1;
                continue;
            }
            let entry = self.rest.remove(at);
            match &found {
                None => found = Some(entry),
                Some((first, _)) => report.push(duplicate(&first.text, first.span, &entry.0)),
            }
        }
        let missing = match found {
            Some((key, node)) if matches!(node.data, Data::Null) => {
                if GUARDS.contains(&spec.names[0]) {
                    report.push(empty_guard(&key));
                }
                key.span
            }
            Some((_, node)) => return T::decode(node, report),
            None => self.place,
        };
        let absent = T::absent();
        if absent.is_none() {
            self.missing.push((spec, missing));
        }
        absent
    }

    /// Reports every field that no one took, and every required one that is not there.
    pub fn finish(mut self, specs: &[&[FieldSpec]], report: &mut Report) {
        let names = || specs.iter().flat_map(|specs| specs.iter());
        for (key, value) in self.rest {
            let text = &*key.text;
            let bare = text
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '－' | '—' | '·' | '•'));
            let is_known = |name: &str| names().any(|spec| spec.names.contains(&name));
            // Of two fields that are as near, the one that is missing was meant.
            let missing = self.missing.iter().flat_map(|(spec, _)| spec.names.iter().copied());
            let near = match similar::nearest(bare, missing, 1) {
                near if !near.is_empty() => near,
                _ => similar::nearest(bare, names().flat_map(|spec| spec.names.iter().copied()), 1),
            };
            let meant = if is_known(bare) { Some(bare) } else { near.first().copied() };
            let missed = self.missing.len();
            self.missing.retain(|(spec, _)| !meant.is_some_and(|meant| spec.names.contains(&meant)));
            let hint = match near.first() {
                _ if bare != text && is_known(bare) => marked_hint(text, bare),
                // `people:` over a list of records.
                None if missed > 0 && matches!(value.data, Data::List(_)) => {
                    self.missing.clear();
                    say!(
                        "去掉“{text}:”这一行，每条记录直接以“- ”开头",
                        "remove the line `{text}:` and begin each record with `- `"
                    )
                }
                _ if full_width_colon(text).is_some() => full_width_hint(),
                Some(near) => say!("是不是想写“{near}”？", "did you mean `{near}`?"),
                None => {
                    let zh = names().map(|s| s.zh_name()).collect::<Vec<_>>().join("、");
                    let en = names().map(|s| s.names[0]).collect::<Vec<_>>().join(", ");
                    say!("这里可以写的字段：{zh}", "the fields that may stand here: {en}")
                }
            };
            report.push(
                Diagnostic::error(
                    Code::UnknownField,
                    key.span,
                    say!("没有“{text}”这个字段", "there is no field `{text}`"),
                )
                .hint(hint),
            );
        }
        for (spec, place) in self.missing {
            report.push(missing_field(spec, place));
        }
    }
}

/// What to do about a text where fields are wanted.
fn no_fields_hint(text: &str, specs: &[FieldSpec]) -> crate::diag::Text {
    let (zh, en) = specs.first().map_or(("姓名", "name"), |spec| (spec.zh_name(), spec.names[0]));
    let first = text.lines().next().unwrap_or_default();
    let cells = |between: char| first.split(between).filter(|cell| !cell.trim().is_empty()).count();
    match first.split_once(':') {
        _ if full_width_colon(text).is_some() => full_width_hint(),
        Some((name, value)) if specs.iter().any(|spec| spec.names.contains(&name.trim())) => {
            // The lines of a text are joined by spaces.
            let value = value.split(' ').next().unwrap_or_default();
            say!("冒号后面要有一个空格：{name}: {value}", "a space comes after the colon: {name}: {value}")
        }
        _ if cells('\t') > 2 || cells(',') > 2 => say!(
            "像是从表格里粘贴的：每条记录写成几行“字段: 值”，各条之间以“- ”开头",
            "it seems to be pasted from a table: write each record as lines of `name: value`, the first beginning with `- `"
        ),
        _ => say!("每行写一个字段，如“{zh}: …”", "write a field a line, as in `{en}: …`"),
    }
}

/// What to do about `-姓名`, `－ 姓名` and a name behind a blank that is not a space.
fn marked_hint(text: &str, bare: &str) -> crate::diag::Text {
    match text.starts_with(char::is_whitespace) {
        true => say!(
            "“{bare}”前面有全角空格或别的空白，请换成普通空格",
            "there is a full-width or other blank before `{bare}`: use spaces"
        ),
        false => say!("行首写半角的“-”加一个空格：- {bare}: …", "begin it with `-` and a space: - {bare}: …"),
    }
}

/// Fields that keep something from the public. One that is there without a value was meant to say something: to take it
/// for absent might publish what it was to hold back.
const GUARDS: [&str; 9] = [
    "status",
    "default_status",
    "publish_on",
    "expires_on",
    "disclosure",
    "revoked",
    "stage",
    "reviews",
    "review_steps",
];

fn empty_guard(key: &Key<'_>) -> Diagnostic {
    let name = &*key.text;
    Diagnostic::error(
        Code::MissingField,
        key.span,
        say!(
            "“{name}”后面没有写内容，而它决定什么可以公开",
            "`{name}` has no value, and it decides what is public"
        ),
    )
    .hint(say!("补上内容；不需要就删去这一行", "add a value, or remove the line"))
}

fn missing_field(spec: &FieldSpec, place: Span) -> Diagnostic {
    let (zh, en) = (spec.zh_name(), spec.names[0]);
    Diagnostic::error(Code::MissingField, place, say!("缺少“{zh}”（{en}）", "`{en}` ({zh}) is missing"))
        .hint(say!("补上一行“{zh}: …”", "add a line `{en}: …`"))
}

fn duplicate(first: &str, first_span: Span, second: &Key<'_>) -> Diagnostic {
    let text = &*second.text;
    let message = if first == text {
        say!("字段“{text}”写了两次", "the field `{text}` is written twice")
    } else {
        say!("“{text}”和“{first}”是同一个字段", "`{text}` and `{first}` are the same field")
    };
    Diagnostic::error(Code::DuplicateField, second.span, message)
        .note(first_span, say!("第一次写在这里", "first written here"))
        .hint(say!("只留一个", "keep one of them"))
}
