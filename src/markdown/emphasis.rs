//! Emphasis beside Chinese text, which CommonMark reads wrongly: in `**“先锋”**队` it takes the second `**` for an
//! opening one, for it sees punctuation inside and a letter outside, as in a language that puts spaces there.
//!
//! The rule wanted is that of the CommonMark CJK-friendly amendments: a run of `*` or `~~` with a CJK character on
//! either side, and no space on the other, may both open and close. The parser has no such option in its releases
//! (it is merged upstream as of 0.13.6), and what it looks at is the character on each side of a run: is it
//! punctuation? So it is given a *shadow* of the body, equal byte for byte but for those characters beside a run that
//! would mislead it, which become as many ASCII bytes: `.` where punctuation is wanted and `a` where a letter is. All
//! ranges hold in the body too, and the text of an event is taken from there.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The events of a body, from its [`shadow`].
pub(super) fn events<'a>(text: &'a str, shadow: &'a str) -> Vec<(Event<'a>, Range<usize>)> {
    let restore = |(event, range): (Event<'a>, Range<usize>)| match event {
        // Text that the parser took from the shadow as it stands; what an entity stands for comes from elsewhere.
        Event::Text(CowStr::Borrowed(piece)) => {
            let at = (piece.as_ptr() as usize).wrapping_sub(shadow.as_ptr() as usize);
            let own = at.checked_add(piece.len()).and_then(|end| text.get(at..end));
            (Event::Text(CowStr::Borrowed(own.unwrap_or(piece))), range)
        }
        event => (event, range),
    };
    let mut events = Vec::with_capacity(text.len() / 8);
    events.extend(parser(shadow).into_offset_iter().map(restore));
    events
}

/// `text` as the parser must see it.
pub(super) fn shadow(text: &str) -> Cow<'_, str> {
    let changes = changes(text);
    if changes.is_empty() {
        return Cow::Borrowed(text);
    }
    // Code, URLs and raw HTML are not read as text, and must stay as they are. Most bodies are told without a parser.
    match are_surely_prose(text, &changes) {
        true => Cow::Owned(changed(text, &changes, |_| true)),
        false => Cow::Owned(changed_in_prose(text, &changes)),
    }
}

fn changed_in_prose(text: &str, changes: &[Change]) -> String {
    let prose = prose(text);
    changed(text, changes, |range| prose[range].iter().all(|byte| *byte))
}

/// [`shadow`], where nothing is told without a parser.
#[cfg(test)]
pub(super) fn shadow_by_parser(text: &str) -> String {
    changed_in_prose(text, &changes(text))
}

/// `text` with those changes that lie in prose.
fn changed(text: &str, changes: &[Change], is_prose: impl Fn(Range<usize>) -> bool) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let in_prose = |change: &&Change| is_prose(change.run.clone()) && is_prose(change.character.clone());
    for change in changes.iter().filter(in_prose) {
        // Two runs may meet in one character: each sees only the byte beside it.
        let Range { start, end } = change.character;
        let untouched = !bytes[start].is_ascii();
        if untouched {
            let own = letter_or_mark(is_mark(change.original));
            bytes[start..end].fill(b'a');
            (bytes[start], bytes[end - 1]) = (own, own);
        }
        bytes[if end <= change.run.start { end - 1 } else { start }] = letter_or_mark(change.mark);
    }
    String::from_utf8(bytes).expect("whole characters became ASCII")
}

/// Whether none of the changes can lie in code, in raw HTML, or in a link or what defines one. Where in doubt, it is false.
fn are_surely_prose(text: &str, changes: &[Change]) -> bool {
    // What code and raw HTML begin with, and what follows the name of a link or note where that is defined.
    if text.contains(['`', '<', '\t']) || ["~~~", "    ", "]:"].iter().any(|mark| text.contains(mark)) {
        return false;
    }
    // A link begins with a bracket, ends with one, and does not go on after an empty line.
    let mut changes = changes.iter().peekable();
    let mut start = 0;
    text.split("\n\n").all(|block| {
        let end = start + block.len();
        let opens = block.find('[').map_or(end, |at| start + at);
        let closes = block.rfind([']', ')']).map_or(start, |at| start + at);
        let mut are_outside = true;
        while let Some(Change { run, character, .. }) = changes.next_if(|change| change.run.start < end) {
            let is_before = run.end.max(character.end) <= opens;
            are_outside &= is_before || run.start.min(character.start) > closes;
        }
        start = end + 2;
        are_outside
    })
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM,
    )
}

/// A character that the parser must take for punctuation, or must not.
struct Change {
    run: Range<usize>,
    character: Range<usize>,
    original: char,
    mark: bool,
}

fn letter_or_mark(mark: bool) -> u8 {
    if mark { b'.' } else { b'a' }
}

/// What would have to change if every run of the text were prose.
fn changes(text: &str) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut changes = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let delimiter = bytes[at];
        match delimiter {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 2,
            b'*' | b'_' | b'~' => {
                let length = bytes[at..].iter().take_while(|byte| **byte == delimiter).count();
                changes.extend(change(text, at..at + length));
                at += length;
            }
            _ => at += 1,
        }
    }
    changes
}

fn change(text: &str, run: Range<usize>) -> Option<Change> {
    let mut back = text[..run.start].chars().rev();
    let before = back.next().filter(|c| !c.is_whitespace())?;
    let (before_is_mark, before_is_cjk) = sequence(before, back.next());
    let left = run.start - before.len_utf8()..run.start;

    let flanks_by_either_side = match text.as_bytes()[run.start] {
        b'*' => true,
        b'~' => run.len() == 2,
        _ => false,
    };
    if flanks_by_either_side {
        let after = text[run.end..].chars().next().filter(|c| !c.is_whitespace())?;
        let right = run.end..run.end + after.len_utf8();
        let (after_is_mark, after_is_cjk) = (is_mark(after), is_cjk(after));
        // A run between two letters or two marks may open and close, so a CJK side takes after the other.
        if before_is_cjk {
            return (is_mark(before) != after_is_mark).then_some(Change {
                run,
                character: left,
                original: before,
                mark: after_is_mark,
            });
        }
        if after_is_cjk {
            let mark = is_mark(before);
            return (mark != after_is_mark).then_some(Change {
                run,
                character: right,
                original: after,
                mark,
            });
        }
    }
    // A variation selector counts as the character that it varies.
    (before_is_mark != is_mark(before)).then_some(Change {
        run,
        character: left,
        original: before,
        mark: before_is_mark,
    })
}

/// Of the character before a run, which may be a variation selector: is it punctuation, and is it CJK?
fn sequence(last: char, but_one: Option<char>) -> (bool, bool) {
    match (last, but_one) {
        ('\u{fe00}'..='\u{fe0e}', Some(base)) => (is_mark(base), is_cjk(base)),
        ('\u{e0100}'..='\u{e01ef}', _) => (false, true),
        _ => (is_mark(last), is_cjk(last)),
    }
}

/// Which bytes of the body are read as text or as marks of emphasis.
fn prose(text: &str) -> Vec<bool> {
    let mut prose = vec![false; text.len()];
    let mut literal: usize = 0;
    for (event, range) in parser(text).into_offset_iter() {
        let marks = match &event {
            Event::Start(Tag::Emphasis) => 1,
            Event::Start(Tag::Strong | Tag::Strikethrough) => 2,
            _ => 0,
        };
        match event {
            Event::Text(_) if literal == 0 => prose[range].fill(true),
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                literal = usize::from(matches!(event, Event::Start(_)));
            }
            // The text of `[text]` is also the name by which its URL is found.
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                literal += usize::from(is_named_by_text(link_type) || literal > 0);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => literal = literal.saturating_sub(1),
            Event::Start(_) if marks > 0 && literal == 0 => {
                // As in `~~text~~`; of `~text~` a letter more on either side, which does no harm.
                prose[range.start..range.start + marks].fill(true);
                prose[range.end - marks..range.end].fill(true);
            }
            _ => {}
        }
    }
    prose
}

fn is_named_by_text(link: LinkType) -> bool {
    matches!(link, LinkType::Shortcut | LinkType::Collapsed)
}

/// Punctuation as the parser sees it, or near enough: it matters only beside a run that a CJK character also touches.
fn is_mark(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_punctuation(),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => false,
        _ => !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control(),
    }
}

/// Wide, half-width and Hangul characters that are no emoji, and the quotation marks, dash, ellipsis and middle dot
/// that Chinese shares with other scripts: on these sites they are Chinese, even where a digit stands outside, as in
/// `10**“先锋”**`.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{b7}' | '—' | '‘' | '’' | '“' | '”' | '…'
        | '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4c6}' | '\u{a960}'..='\u{a97c}'
        | '\u{ac00}'..='\u{d7fb}' | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}'
        | '\u{ff01}'..='\u{ffee}' | '\u{16fe0}'..='\u{18df2}' | '\u{1aff0}'..='\u{1b2fb}' | '\u{1f200}'
        | '\u{1f202}' | '\u{1f210}'..='\u{1f219}' | '\u{1f21b}'..='\u{1f22e}' | '\u{1f230}' | '\u{1f231}'
        | '\u{1f237}' | '\u{1f23b}' | '\u{1f240}'..='\u{1f248}' | '\u{1f260}'..='\u{1f265}'
        | '\u{20000}'..='\u{3fffd}')
}
