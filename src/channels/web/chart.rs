//! Figures drawn as bars, and added up only where that is true.

use serde::Serialize;

/// Bars of one measure on one axis.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    id: String,
    title: String,
    description: String,
    measure: String,
    /// In px, as the other heights.
    height: u32,
    bars: Vec<Bar>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Bar {
    label: String,
    /// The label in as many lines as a narrow screen needs beside the value: SVG breaks none.
    lines: Vec<Line>,
    text: String,
    permille: u32,
    y: u32,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    text: String,
    /// The baseline.
    y: u32,
}

/// What is drawn, or added, of one figure.
#[derive(Clone, Copy, Debug)]
pub struct Plotted<'a> {
    pub label: &'a str,
    /// Whom or what it covers, as one text; empty where nothing is stated.
    pub scope: &'a str,
    /// As the source states it: `7400余人次`.
    pub stated: &'a str,
    /// The digits as written: `7400`, `10,000`, `2万`.
    pub number: &'a str,
    pub measure: &'a str,
    pub size: f64,
    pub is_exact: bool,
    pub is_additive: bool,
}

/// One chart for each measure that two figures or more share, in the order in which the measures come; the bars in the
/// order of the figures. `id` is that of the group, which is unique on its page.
pub fn charts(id: &str, title: &str, figures: &[Plotted<'_>]) -> Vec<Chart> {
    let mut measures: Vec<&str> = Vec::new();
    for figure in figures {
        if !measures.contains(&figure.measure) {
            measures.push(figure.measure);
        }
    }
    let mut charts = Vec::new();
    for measure in measures {
        let drawn: Vec<&Plotted<'_>> = figures.iter().filter(|figure| figure.measure == measure).collect();
        if drawn.len() < 2 {
            continue;
        }
        let bars = bars(&drawn);
        let listed: Vec<String> = bars.iter().map(|bar| format!("{}：{}", bar.label, bar.text)).collect();
        let unit = if measure.is_empty() {
            "计量单位未注明".to_owned()
        } else {
            format!("计量单位：{measure}")
        };
        charts.push(Chart {
            id: format!("chart-{id}-{}", charts.len() + 1),
            title: if measure.is_empty() { title.to_owned() } else { format!("{title}（{measure}）") },
            description: format!("条形图，{unit}。{}。", listed.join("；")),
            measure: measure.to_owned(),
            height: bars.last().map_or(0, |bar| bar.y + BELOW),
            bars,
        });
    }
    charts
}

/// The sum, as `合计 500 件`: only where every figure is exact and said to be additive, and all have one measure.
pub fn total(figures: &[Plotted<'_>]) -> Option<String> {
    let [first, _, ..] = figures else { return None };
    let add = |figure: &Plotted<'_>| figure.is_additive && figure.is_exact && figure.measure == first.measure;
    if !figures.iter().all(add) {
        return None;
    }
    let numbers: Option<Vec<Decimal>> = figures.iter().map(|figure| Decimal::parse(figure.number)).collect();
    let sum = Decimal::sum(&numbers?)?;
    Some(format!("合计 {sum} {}", first.measure).trim_end().to_owned())
}

/// Why a group shows no total; nothing where a reader would expect none.
pub fn note(figures: &[Plotted<'_>]) -> Option<&'static str> {
    let [first, _, ..] = figures else { return None };
    if figures.iter().any(|figure| figure.measure != first.measure) {
        Some("计量单位不同，不合计")
    } else if figures.iter().any(|figure| !figure.is_additive) {
        Some("各项之间可能重叠，不合计")
    } else if figures.iter().any(|figure| !figure.is_exact) {
        Some("含有约数，不合计")
    } else {
        None
    }
}

/// What a chart 288 px wide (a screen of 320 px) holds in a line, in ems of its labels.
const ROOM: f32 = 19.0;
// From the top of an entry to its first baseline, from one baseline to the next, from the last to the bar, and from the
// top of a bar to the next entry.
const ABOVE: u32 = 20;
const LEADING: u32 = 22;
const BETWEEN: u32 = 10;
const BELOW: u32 = 28;

fn bars(figures: &[&Plotted<'_>]) -> Vec<Bar> {
    let longest = figures.iter().map(|figure| figure.size).fold(0.0, f64::max);
    let mut top = 0;
    let bar = |figure: &&Plotted<'_>| {
        let label = label(figure, figures);
        // The value is set larger, and at a distance.
        let lines = lines(&label, ROOM - 1.2 * ems(figure.stated) - 1.0);
        let lines: Vec<Line> = lines
            .into_iter()
            .zip(0..)
            .map(|(text, at)| Line { text, y: top + ABOVE + at * LEADING })
            .collect();
        let y = lines.last().map_or(top, |line| line.y) + BETWEEN;
        top = y + BELOW;
        Bar { label, lines, text: figure.stated.to_owned(), permille: permille(figure.size, longest), y }
    };
    figures.iter().map(bar).collect()
}

/// A text in lines of `room` ems, or of one unbreakable piece where that is longer.
fn lines(text: &str, room: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.last_mut().expect("there is a line from the start");
        if line.is_empty() || ems(line) + ems(&piece) <= room {
            line.push_str(&piece);
        } else {
            lines.push(piece);
        }
    }
    lines
}

/// What a line break may stand between: digits and Latin letters stay together, no line begins with a mark that closes
/// or ends with one that opens.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = None;
    for char in text.chars() {
        let is_part = before.is_some_and(|before: char| {
            (before.is_ascii_alphanumeric() && char.is_ascii_alphanumeric())
                || "，。、；：！？）”’》〕·".contains(char)
                || "（“‘《〔".contains(before)
        });
        match pieces.last_mut() {
            Some(piece) if is_part => piece.push(char),
            _ => pieces.push(char.to_string()),
        }
        before = Some(char);
    }
    pieces
}

fn ems(text: &str) -> f32 {
    text.chars().map(width).sum()
}

fn width(char: char) -> f32 {
    if char.is_ascii() { 0.6 } else { 1.0 }
}

/// What tells a figure from the others of its chart: its label, or what it covers where labels are alike.
fn label(figure: &Plotted<'_>, figures: &[&Plotted<'_>]) -> String {
    let alike = figures.iter().filter(|other| other.label == figure.label).count();
    if alike == 1 || figure.scope.is_empty() {
        figure.label.to_owned()
    } else if alike == figures.len() {
        figure.scope.to_owned()
    } else {
        format!("{}（{}）", figure.label, figure.scope)
    }
}

/// The length of a bar in thousandths of the longest; what is more than nothing can be seen.
fn permille(size: f64, longest: f64) -> u32 {
    if size <= 0.0 || longest <= 0.0 {
        return 0;
    }
    ((size / longest * 1000.0).round() as u32).clamp(1, 1000)
}

/// A number as people write it, added without rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    /// The number times ten to the power of `places`.
    digits: u128,
    places: u32,
    /// 万, 亿 or nothing.
    suffix: Option<char>,
}

impl Decimal {
    fn parse(text: &str) -> Option<Decimal> {
        let suffix = text.chars().next_back().filter(|last| matches!(last, '万' | '亿'));
        let text = text.trim_end_matches(['万', '亿']).replace([',', '，'], "");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Decimal { digits, places: fraction.len() as u32, suffix })
    }

    /// In the suffix that all share, or written out where they differ.
    fn sum(numbers: &[Decimal]) -> Option<Decimal> {
        let suffix = numbers.first()?.suffix;
        let numbers: Vec<Decimal> = match numbers.iter().all(|number| number.suffix == suffix) {
            true => numbers.to_vec(),
            false => numbers.iter().map(|number| number.written_out()).collect::<Option<_>>()?,
        };
        let places = numbers.iter().map(|number| number.places).max()?;
        let mut digits: u128 = 0;
        for number in &numbers {
            let scaled = number.digits.checked_mul(10u128.checked_pow(places - number.places)?)?;
            digits = digits.checked_add(scaled)?;
        }
        Some(Decimal { digits, places, suffix: numbers[0].suffix })
    }

    fn written_out(self) -> Option<Decimal> {
        let factor = match self.suffix {
            Some('万') => 10_000,
            Some(_) => 100_000_000,
            None => 1,
        };
        Some(Decimal { digits: self.digits.checked_mul(factor)?, suffix: None, ..self })
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        f.write_str(whole)?;
        let fraction = fraction.trim_end_matches('0');
        if !fraction.is_empty() {
            write!(f, ".{fraction}")?;
        }
        self.suffix.map_or(Ok(()), |suffix| write!(f, "{suffix}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure<'a>(label: &'a str, number: &'a str, measure: &'a str, size: f64) -> Plotted<'a> {
        let stated = number;
        Plotted { label, scope: "", stated, number, measure, size, is_exact: true, is_additive: true }
    }

    #[test]
    fn measures_are_never_mixed() {
        let figures = [
            figure("口罩", "10000", "个", 10000.0),
            figure("防护服", "500", "件", 500.0),
            figure("面罩", "5400", "个", 5400.0),
            figure("消毒液", "0", "个", 0.0),
            figure("纱布", "1", "个", 1.0),
        ];
        let charts = charts("g", "物资", &figures);
        assert_eq!(charts.len(), 1, "one 件 alone is no chart");
        assert_eq!(charts[0].title, "物资（个）");
        assert_eq!(charts[0].id, "chart-g-1");
        let lengths: Vec<(&str, u32)> =
            charts[0].bars.iter().map(|bar| (bar.label.as_str(), bar.permille)).collect();
        assert_eq!(lengths, [("口罩", 1000), ("面罩", 540), ("消毒液", 0), ("纱布", 1)]);
        assert!(charts[0].description.contains("口罩：10000；面罩：5400"), "{}", charts[0].description);
        assert!(super::charts("g", "", &[]).is_empty());
    }

    #[test]
    fn labels_fall_into_lines() {
        for (text, room, expect) in [
            ("走访慰问", 16.0, &["走访慰问"][..]),
            ("驻守机关24小时在岗的班子成员", 10.0, &["驻守机关24小时在岗", "的班子成员"]),
            ("担任“十户长”", 5.0, &["担任“十户", "长”"]),
            ("到社区“双报到”的人", 4.0, &["到社区", "“双报", "到”的人"]),
            ("甲乙丙123456", 4.0, &["甲乙丙", "123456"]),
            ("", 4.0, &[""]),
        ] {
            assert_eq!(lines(text, room), expect);
        }
        let long = "负责后勤保障和物资配送的机关干部人数";
        let chart = &charts("g", "", &[figure(long, "1", "人", 1.0), figure("乙", "2", "人", 2.0)])[0];
        let heights = |bar: &Bar| (bar.lines.iter().map(|line| line.y).collect::<Vec<_>>(), bar.y);
        assert_eq!(heights(&chart.bars[0]), (vec![20, 42], 52));
        assert_eq!(heights(&chart.bars[1]), (vec![100], 110));
        assert_eq!(chart.height, 138);
    }

    #[test]
    fn bars_are_told_apart() {
        let check = |figures: &[(&str, &str)], expect: &[&str]| {
            let figures: Vec<Plotted<'_>> = figures
                .iter()
                .map(|&(label, scope)| Plotted { scope, ..figure(label, "1", "人", 1.0) })
                .collect();
            let charts = charts("g", "", &figures);
            let labels: Vec<&str> = charts[0].bars.iter().map(|bar| bar.label.as_str()).collect();
            assert_eq!(labels, expect);
        };
        check(&[("走访", "甲区"), ("慰问", "甲区")], &["走访", "慰问"]);
        check(&[("走访", "甲区"), ("走访", "乙区")], &["甲区", "乙区"]);
        check(&[("走访", "甲区"), ("走访", "乙区"), ("慰问", "")], &["走访（甲区）", "走访（乙区）", "慰问"]);
        check(&[("走访", ""), ("走访", "乙区")], &["走访", "乙区"]);
    }

    #[test]
    fn totals() {
        let check = |numbers: &[&str], expect: Option<&str>| {
            let figures: Vec<Plotted<'_>> =
                numbers.iter().map(|number| figure("", number, "件", 1.0)).collect();
            assert_eq!(total(&figures).as_deref(), expect, "{numbers:?}");
            assert_eq!(note(&figures), None);
        };
        check(&[], None);
        check(&["500"], None);
        check(&["300", "200"], Some("合计 500 件"));
        check(&["10,000", "5400"], Some("合计 15400 件"));
        check(&["0.1", "0.2"], Some("合计 0.3 件"));
        check(&["383.5", "0.50"], Some("合计 384 件"));
        check(&["2万", "1.5万"], Some("合计 3.5万 件"));
        check(&["2万", "500"], Some("合计 20500 件"));
        check(&["1.5亿", "1万"], Some("合计 150010000 件"));
        check(&["340282366920938463463374607431768211455", "1"], None);
    }

    #[test]
    fn what_may_not_be_added_says_why() {
        let one = figure("", "1", "件", 1.0);
        let overlapping = Plotted { is_additive: false, ..one };
        let about = Plotted { is_exact: false, ..one };
        let other = Plotted { measure: "个", ..one };
        for (figures, expect) in [
            ([one, overlapping], "各项之间可能重叠，不合计"),
            ([one, about], "含有约数，不合计"),
            ([one, other], "计量单位不同，不合计"),
        ] {
            assert_eq!(total(&figures), None);
            assert_eq!(note(&figures), Some(expect));
        }
        assert_eq!(note(&[overlapping]), None);
    }
}
