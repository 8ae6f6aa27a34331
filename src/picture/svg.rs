//! SVG: whether a drawing shows something and does nothing else.
//!
//! A drawing is published as it is, and a browser that opens its file alone runs what is in it. So it may hold only the
//! elements and attributes that draw; whatever else there is, be it a script, an address or a note of the program that saved
//! it, keeps it from being published. It is read by a list of what is allowed and not of what is dangerous, so that what is
//! not understood is refused.

use serde::{Deserialize, Serialize};

use super::{Drawing, Fault};

/// What a drawing must not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsafe {
    Element(String),
    Attribute(String),
    /// A comment, an instruction, a type declaration: nothing of it is drawn.
    Note,
    /// Not well-formed, or not in UTF-8.
    Unreadable,
}

/// A drawing with more is a map or an embedded picture.
const MAX_BYTES: usize = 1 << 20;

const ELEMENTS: [&str; 24] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

/// Those that may hold any value without an address.
const ATTRIBUTES: [&str; 84] = [
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "baseProfile",
    "class",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "cx",
    "cy",
    "d",
    "display",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "focusable",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "href",
    "id",
    "lang",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mask",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "opacity",
    "orient",
    "overflow",
    "paint-order",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "role",
    "rotate",
    "rx",
    "ry",
    "shape-rendering",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "textLength",
    "transform",
    "vector-effect",
    "version",
    "viewBox",
    "visibility",
    "width",
    "x",
    "x1",
    "x2",
    "y",
];
const MORE_ATTRIBUTES: [&str; 5] = ["y1", "y2", "xml:space", "xmlns", "xmlns:xlink"];

/// Whether the first element is `svg`, as far as can be seen.
pub fn is_svg(head: &[u8]) -> bool {
    // The end may cut a character in two.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            // One with declarations of its own goes on behind the first `>`, and is no drawing that is taken anyway.
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some(at) = rest.find(end) else { return rest.contains("svg") };
        rest = rest[at + end.len()..].trim_start_matches(|c: char| c.is_whitespace() || c == ']' || c == '>');
    }
    let name: &str = rest.strip_prefix('<').unwrap_or_default();
    let name = &name[..name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len())];
    name.rsplit(':').next() == Some("svg")
}

pub fn look(bytes: &[u8]) -> Result<Drawing, Fault> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::Heavy);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Unsafe(Unsafe::Unreadable))?;
    read(text).map_err(Fault::Unsafe)
}

fn read(text: &str) -> Result<Drawing, Unsafe> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The declaration may say that the text is not the UTF-8 that was read here.
    if let Some(after) = rest.strip_prefix("<?xml ") {
        let (declaration, after) = after.split_once("?>").ok_or(Unsafe::Unreadable)?;
        let says = declaration.to_ascii_lowercase();
        if says.contains("encoding") && !says.contains("\"utf-8\"") && !says.contains("'utf-8'") {
            return Err(Unsafe::Unreadable);
        }
        rest = after;
    }
    let mut drawing = None;
    let mut open: Vec<&str> = Vec::new();
    while let Some((before, after)) = rest.split_once('<') {
        // Entities stand for characters here: without a type declaration there are no others.
        if open.is_empty() && !before.trim().is_empty() {
            return Err(Unsafe::Unreadable);
        }
        if after.starts_with(['!', '?']) {
            return Err(Unsafe::Note);
        }
        if let Some(after) = after.strip_prefix('/') {
            let (name, after) = after.split_once('>').ok_or(Unsafe::Unreadable)?;
            if open.pop() != Some(name.trim_end()) {
                return Err(Unsafe::Unreadable);
            }
            rest = after;
            continue;
        }
        let tag = Tag::read(after)?;
        if drawing.is_none() {
            drawing = Some(Drawing { size: size(&tag) });
        } else if open.is_empty() {
            return Err(Unsafe::Unreadable);
        }
        if !tag.is_empty {
            open.push(tag.name);
        }
        rest = tag.rest;
    }
    match drawing {
        Some(drawing) if open.is_empty() && rest.trim().is_empty() => Ok(drawing),
        Some(_) | None => Err(Unsafe::Unreadable),
    }
}

struct Tag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    is_empty: bool,
    rest: &'t str,
}

impl Tag<'_> {
    /// What stands after a `<`.
    fn read(text: &str) -> Result<Tag<'_>, Unsafe> {
        let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').ok_or(Unsafe::Unreadable)?;
        let (name, mut rest) = text.split_at(end);
        if !ELEMENTS.contains(&name) {
            return Err(Unsafe::Element(shown(name)));
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix('>') {
                return Ok(Tag { name, attributes, is_empty: false, rest });
            }
            if let Some(rest) = rest.strip_prefix("/>") {
                return Ok(Tag { name, attributes, is_empty: true, rest });
            }
            let (attribute, after) = rest.split_once('=').ok_or(Unsafe::Unreadable)?;
            let (attribute, after) = (attribute.trim_end(), after.trim_start());
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(Unsafe::Unreadable)?;
            let (value, after) = after[1..].split_once(quote).ok_or(Unsafe::Unreadable)?;
            judge(attribute, value)?;
            attributes.push((attribute, value));
            rest = after;
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

fn judge(name: &str, value: &str) -> Result<(), Unsafe> {
    let refused = || Err(Unsafe::Attribute(shown(name)));
    match name {
        "xmlns" if value == "http://www.w3.org/2000/svg" => return Ok(()),
        "xmlns:xlink" if value == "http://www.w3.org/1999/xlink" => return Ok(()),
        "xmlns" | "xmlns:xlink" => return refused(),
        // A part of the same drawing.
        "href" | "xlink:href" => return if value.starts_with('#') { Ok(()) } else { refused() },
        _ => {}
    }
    let is_known = ATTRIBUTES.contains(&name) || MORE_ATTRIBUTES.contains(&name);
    // `url(#…)` leads to a part of the same drawing. What is written with `&` may say anything else.
    let leads_out = value.matches("url(").count() != value.matches("url(#").count();
    if is_known && !leads_out && !value.contains(['&', '<', '\\']) { Ok(()) } else { refused() }
}

/// As a message shows it: what is hostile may be long.
fn shown(name: &str) -> String {
    name.chars().take(40).filter(|c| !c.is_control()).collect()
}

/// Its `width` and `height` in pixels, else those of its `viewBox`.
fn size(tag: &Tag<'_>) -> Option<(u32, u32)> {
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (0.5..100_000.0).contains(&number).then(|| number.round() as u32)
    };
    let stated = || Some((pixels(tag.get("width")?)?, pixels(tag.get("height")?)?));
    let boxed = || {
        let mut numbers = tag.get("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
        Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
    };
    stated().or_else(boxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

    #[test]
    fn what_draws_is_taken() {
        let check = |text: &str, size: Option<(u32, u32)>| {
            assert!(is_svg(text.as_bytes()), "{text}");
            assert_eq!(look(text.as_bytes()), Ok(Drawing { size }), "{text}");
        };
        check(&format!("{SVG} viewBox=\"0 0 60 80\"/>"), Some((60, 80)));
        check(&format!("{SVG} width='12' height='7.6px' viewBox=\"0 0 60 80\"><g/></svg>\n"), Some((12, 8)));
        check(
            &format!(
                "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{SVG}><text x=\"1\">党 &amp; 群</text></svg>"
            ),
            None,
        );
        check(&format!("{SVG}><defs><g id=\"a\"/></defs><use href=\"#a\" fill=\"url(#b)\"/></svg>"), None);
    }

    #[test]
    fn what_acts_or_tells_is_refused() {
        let check = |inside: &str, expect: Unsafe| {
            let text = format!("{SVG}>{inside}</svg>");
            assert_eq!(look(text.as_bytes()), Err(Fault::Unsafe(expect)), "{text}");
        };
        let (element, attribute) =
            (|name: &str| Unsafe::Element(name.to_owned()), |name: &str| Unsafe::Attribute(name.to_owned()));
        check("<script>alert(1)</script>", element("script"));
        check("<svg:script/>", element("svg:script"));
        check("<foreignObject/>", element("foreignObject"));
        check("<image href=\"#a\"/>", element("image"));
        check("<style>*{}</style>", element("style"));
        check("<metadata/>", element("metadata"));
        check("<animate/>", element("animate"));
        check("<a href=\"#x\"/>", element("a"));
        check("<g onclick=\"x()\"/>", attribute("onclick"));
        check("<g onclick = 'x()'/>", attribute("onclick"));
        check("<use href=\"https://示例.cn/a.svg#b\"/>", attribute("href"));
        check("<use xlink:href=\"javascript:x()\"/>", attribute("xlink:href"));
        check("<use href=\"&#35;a\"/>", attribute("href"));
        check("<path fill=\"url(https://示例.cn/a)\"/>", attribute("fill"));
        check("<path fill=\"ur&#108;(https://示例.cn/a)\"/>", attribute("fill"));
        check("<path style=\"fill:red\"/>", attribute("style"));
        check("<g xmlns=\"http://www.w3.org/1999/xhtml\"/>", attribute("xmlns"));
        check("<g inkscape:label=\"张三的电脑\"/>", attribute("inkscape:label"));
        check("<!-- 张三 --><g/>", Unsafe::Note);
        check("<?xml-stylesheet href=\"a\"?>", Unsafe::Note);
        check("<![CDATA[a]]>", Unsafe::Note);
        for text in [
            format!("{SVG}><g></svg>"),
            format!("{SVG}>"),
            format!("{SVG}/>{SVG}/>"),
            format!("{SVG}/>text"),
            format!("{SVG}><g fill=red/></svg>"),
            format!("<?xml version=\"1.0\" encoding=\"utf-7\"?>{SVG}/>"),
        ] {
            assert_eq!(look(text.as_bytes()), Err(Fault::Unsafe(Unsafe::Unreadable)), "{text}");
        }
        let typed = format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{SVG}/>");
        assert!(is_svg(typed.as_bytes()));
        assert_eq!(look(typed.as_bytes()), Err(Fault::Unsafe(Unsafe::Note)));
    }

    #[test]
    fn other_texts_are_no_drawings() {
        for text in ["", "<", "<html><svg/></html>", "<!DOCTYPE html><p>", "svg", "<svgs/>", "<!--"] {
            assert!(!is_svg(text.as_bytes()), "{text}");
        }
    }
}
