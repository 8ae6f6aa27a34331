//! Decimal numbers that are shown as they were written.

use super::decode::{Decode, Digest, scalar};
use super::shape::Shape;
use super::yaml::Node;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;

/// A number such as `7400`, `383.5`, `10,000` or `2万`.
#[derive(Clone, Debug)]
pub struct Number {
    /// As it was written.
    pub text: String,
    /// Its size, to draw a bar by; never shown.
    pub size: f64,
    pub span: Span,
}

impl Decode for Number {
    fn shape() -> Shape {
        Shape::Number
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Number> {
        let span = node.span;
        let text = scalar(node, report)?.trim().to_string();
        match size(&text) {
            Some(size) => Some(Number { text, size, span }),
            None => {
                report.push(
                    Diagnostic::error(Code::WrongType, span, say!("“{text}”不是数", "`{text}` is not a number")).hint(say!(
                        "只写数，如 7400、383.5、2万；余、约等写在“约数”里，单位写在“计量单位”里",
                        "write the number only, as in 7400, 383.5 or 2万; `approx` takes 余 and 约, `measure` the unit"
                    )),
                );
                None
            }
        }
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.part(self.text.as_bytes());
    }
}

fn size(text: &str) -> Option<f64> {
    let (digits, factor) = match text.strip_suffix('万') {
        Some(digits) => (digits, 1e4),
        None => text.strip_suffix('亿').map_or((text, 1.0), |digits| (digits, 1e8)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let groups: Vec<&str> = whole.split([',', '，']).collect();
    let grouped =
        groups.len() == 1 || (groups[1..].iter().all(|g| g.len() == 3) && (1..=3).contains(&groups[0].len()));
    let plain = groups.concat();
    let decimal = |s: &str| !s.is_empty() && s.len() <= 15 && s.bytes().all(|b| b.is_ascii_digit());
    (grouped && decimal(&plain) && decimal(fraction))
        .then(|| format!("{plain}.{fraction}").parse::<f64>().ok().map(|n| n * factor))?
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        for (text, expect) in [
            ("7400", Some(7400.0)),
            ("383.5", Some(383.5)),
            ("10,000", Some(10000.0)),
            ("2万", Some(20000.0)),
            ("1.5亿", Some(150_000_000.0)),
            ("0", Some(0.0)),
            ("7400余", None),
            ("-3", None),
            ("1,00", None),
            ("1e5", None),
            ("", None),
            ("万", None),
        ] {
            assert_eq!(size(text), expect, "{text}");
        }
    }
}
