//! How many: what a document states, beside what is listed.

use serde::Serialize;

use crate::model::{Commendation, Honor, HonorFor, Recipient};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// “上榜个人”
    pub label: String,
    /// “128”
    pub value: String,
    /// “人”; empty for none.
    pub unit: String,
    pub href: Option<String>,
}

impl Count {
    /// Nothing for zero: an empty shelf is not shown.
    pub fn new(label: &str, value: usize, unit: &str, href: Option<&str>) -> Option<Count> {
        (value > 0).then(|| Count {
            label: label.to_owned(),
            value: value.to_string(),
            unit: unit.to_owned(),
            href: href.map(str::to_owned),
        })
    }
}

/// Whether a line of a list names a unit or a team rather than a person. Where nothing but a name is known, the honor
/// itself says for whom it is.
pub fn is_collective(recipient: &Recipient, honor: &Honor) -> bool {
    if recipient.person.is_some() {
        return false;
    }
    recipient.unit.is_some() || recipient.team.is_some() || honor.r#for == Some(HonorFor::Collective)
}

/// Whether an honor is for units and teams: stated, or everyone listed is one.
pub fn is_for_collectives(honor: &Honor) -> bool {
    match honor.r#for {
        Some(to) => to == HonorFor::Collective,
        None => honor.everyone().next().is_some() && honor.everyone().all(|line| is_collective(line, honor)),
    }
}

/// `100 名，其中追授 2 名`; `共 100 名，此处列出 98 名` where the document states another number than is listed.
pub fn honor_count(honor: &Honor, open: bool) -> Option<String> {
    let unit = if is_for_collectives(honor) { "个" } else { "名" };
    let listed = honor.everyone().count() as u32;
    let declared = honor.declared.as_ref().map(|declared| declared.value);
    let mut text = match declared {
        Some(declared) if declared == listed => format!("{declared} {unit}"),
        Some(declared) if listed == 0 => format!("共 {declared} {unit}，名单未列出"),
        Some(declared) => format!("共 {declared} {unit}，此处列出 {listed} {unit}"),
        None if listed == 0 => return None,
        None if open => format!("此处列出 {listed} {unit}，名单未列全"),
        None => format!("{listed} {unit}"),
    };
    let posthumous = posthumous(honor);
    if posthumous > 0 {
        text.push_str(&format!("，其中追授 {posthumous} {unit}"));
    }
    Some(text)
}

/// `个人 100 名（其中追授 2 名），集体 30 个`, over all honors of a document.
pub fn commendation_count(commendation: &Commendation) -> Option<String> {
    let (mut people, mut collectives, mut posthumously) = (0, 0, 0);
    for honor in &commendation.honors {
        let declared = honor.declared.as_ref().map(|declared| declared.value);
        let listed = honor.everyone().filter(|line| is_collective(line, honor)).count() as u32;
        if is_for_collectives(honor) {
            collectives += declared.unwrap_or(listed);
        } else {
            // A list of both: what is declared and is no collective is people.
            collectives += listed;
            let everyone = declared.unwrap_or(honor.everyone().count() as u32);
            people += everyone.saturating_sub(listed);
            posthumously += posthumous(honor);
        }
    }
    let mut parts = Vec::new();
    if people > 0 {
        let among =
            if posthumously > 0 { format!("（其中追授 {posthumously} 名）") } else { String::new() };
        parts.push(format!("个人 {people} 名{among}"));
    }
    if collectives > 0 {
        parts.push(format!("集体 {collectives} 个"));
    }
    (!parts.is_empty()).then(|| parts.join("，"))
}

fn posthumous(honor: &Honor) -> u32 {
    let listed = || honor.everyone().filter(|line| line.posthumous == Some(true)).count() as u32;
    honor.posthumous_declared.as_ref().map_or_else(listed, |declared| declared.value)
}
