//! What a body may not exceed: its cost, here and in a browser, must stay in proportion to its length.

use super::{MAX_BYTES, locate};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;

/// Lists and quotations inside one another. A person stops at four or five.
const MAX_DEPTH: usize = 60;

/// Whether the body may be parsed; reports an error where not.
pub(super) fn within(text: &str, place: Span, report: &mut Report) -> bool {
    if text.len() > MAX_BYTES {
        let mib = MAX_BYTES >> 20;
        report.push(
            Diagnostic::error(
                Code::TooLarge,
                place,
                say!("正文超过 {mib} MiB", "the body is larger than {mib} MiB"),
            )
            .hint(say!("请拆成几篇", "split it into several")),
        );
        return false;
    }
    let mut start = 0;
    for line in text.as_bytes().split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        if depth(line) > MAX_DEPTH && !is_rule(line) {
            let span = locate(place, text, start..start + line.trim_ascii_end().len());
            report.push(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    say!(
                        "列表或引用嵌套超过 {MAX_DEPTH} 层",
                        "lists or quotations are nested more than {MAX_DEPTH} levels deep"
                    ),
                )
                .hint(say!(
                    "请减少行首的 “>”、“-” 或空格",
                    "write fewer `>`, `-` or spaces at the start of the line"
                )),
            );
            return false;
        }
        start += line.len();
    }
    true
}

/// An upper bound of how deep the blocks of a line lie inside one another: each marker opens a block, and each block
/// opened by an earlier line takes a `>` or at least two columns of indentation on this one.
fn depth(line: &[u8]) -> usize {
    let mut markers = 0;
    let mut columns = 0;
    let mut bytes = line.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            b'>' | b'-' | b'+' | b'*' => markers += 1,
            b'0'..=b'9' => {
                while bytes.next_if(u8::is_ascii_digit).is_some() {}
                if bytes.next_if(|b| matches!(b, b'.' | b')')).is_none() {
                    break;
                }
                markers += 1;
            }
            _ => break,
        }
        // `-----` is a rule and `**` opens bold: only a marker before a space opens a list.
        if matches!(byte, b'-' | b'+' | b'*') && !matches!(bytes.peek(), Some(b' ' | b'\t' | b'\n') | None) {
            markers -= 1;
            break;
        }
    }
    if markers == 0 { 0 } else { markers + columns / 2 }
}

/// `- - -`, however long.
fn is_rule(line: &[u8]) -> bool {
    let mut parts =
        line.trim_ascii().split(|byte| matches!(byte, b' ' | b'\t')).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or(b"-");
    matches!(first, b"-" | b"*") && parts.all(|part| part == first)
}
