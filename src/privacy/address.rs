//! Addresses of homes, down to the door.

use std::ops::Range;

use super::{Certainty, Finding, Kind, near};

/// Words that stand behind the number of a door, a staircase or a group of farms.
pub const DOORS: &[&str] = &["单元", "室", "号", "户", "房"];

/// The address that ends at the door, where it is one and seems to be a home.
///
/// A home has a staircase (单元), or a building of a named estate, or a farm of a numbered group (村三组12号); or the words
/// before it say that someone lives there. 示例路1号政务中心305室 is an office.
pub fn around(text: &str, word: Range<usize>) -> Option<Finding> {
    let address = clause_before(text, word.start);
    let word_text = &text[word.clone()];
    let (number, before) = split_number(address.trim_end_matches(' '))?;
    // The door itself is often a bare number behind the staircase; where a word follows it, that word is looked at.
    let end = match word_text {
        "单元" => bare_door(text, word.end)?,
        _ => word.end,
    };
    let is_office = OFFICES.iter().any(|office| before.contains(office));
    let is_lived_in = HOMES.iter().any(|home| address_and_lead(text, word.start, address).contains(home));
    let has_staircase = before.contains("单元") || word_text == "单元";
    let has_building = has_numbered(before, &["栋", "幢", "号楼", "座", "#楼"]);
    let has_estate = ESTATES.iter().any(|estate| before.contains(estate));
    let has_road = has_numbered(before, &["号"]) || before.contains(['路', '街', '巷', '弄']);
    let is_farm = word_text == "号"
        && has_numbered(before, &["组", "社", "队", "村民小组"])
        && before.contains('村')
        && (is_lived_in || !is_structure(text, word.end));
    let is_door = match word_text {
        "单元" => has_building && (has_estate || is_lived_in),
        "室" | "户" | "房" => {
            (has_staircase && (has_building || has_road || has_estate))
                || (has_building && has_estate)
                || (is_lived_in && (has_building || has_road) && before.contains('号'))
        }
        "号" => {
            is_farm
                || (has_staircase && (has_building || has_road || has_estate))
                || (has_building && has_estate)
                || (is_lived_in && has_road)
        }
        _ => false,
    };
    // 某小区一单元14户 is nobody's.
    let is_home = is_door
        && !address.contains('某')
        && (!is_office || has_staircase || is_lived_in)
        && !is_counted(text, end);
    is_home.then(|| {
        let start = word.start - address.len() + lead(address);
        // From the first number on, which is that of the road, the house or the group.
        let first = text[start..end].find(is_numeral).map_or(start, |offset| start + offset);
        let hidden = first.min(word.start - number.len())..end;
        Finding { range: start..end, hidden, kind: Kind::HomeAddress, certainty: Certainty::Likely }
    })
}

/// Names of estates right behind which doors are often written without a word: 示例小区3-2-501, 示例公寓B座1502
pub const TERSE: &[&str] =
    &["小区", "花园", "苑", "家园", "公寓", "新村", "花苑", "名城", "嘉园", "公馆", "新城"];

/// The address that goes on behind the name of an estate with numbers alone.
pub fn behind(text: &str, estate: Range<usize>) -> Option<Finding> {
    let rest = &text[estate.end..];
    // A区, 三期
    let part = rest.chars().nth(1).filter(|c| matches!(c, '区' | '期'));
    let rest = match part {
        Some(_) => &rest[near::after(rest, 0, 2).len()..],
        None => rest,
    };
    let rest = rest.trim_start_matches(' ');
    let house = rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || is_digit(c));
    if house.len() == rest.len() {
        return None;
    }
    let hyphen = ['-', '－', '—', '–'];
    let door = match house.strip_prefix(hyphen) {
        Some(stair) => stair.trim_start_matches(is_digit).strip_prefix(hyphen)?,
        None => ["栋", "幢", "座", "号楼"].iter().find_map(|word| house.strip_prefix(word))?,
    };
    let behind = door.trim_start_matches(is_digit);
    let digits = door[..door.len() - behind.len()].chars().count();
    // 501, 1502; where a word follows, that word is looked at.
    let is_door = (3..=4).contains(&digits)
        && !behind.starts_with(['室', '号', '户', '房', '年', '-', '平', '套', '亩', '米']);
    let address = clause_before(text, estate.end);
    let is_office = OFFICES.iter().any(|office| address.contains(office));
    if !is_door || is_office {
        return None;
    }
    let end = text.len() - behind.len();
    let range = estate.end - address.len() + lead(address)..end;
    Some(Finding { range, hidden: estate.end..end, kind: Kind::HomeAddress, certainty: Certainty::Likely })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// 村三组3号蓄水池: what is numbered is no house.
fn is_structure(text: &str, at: usize) -> bool {
    near::after(text, at, 3)
        .contains(|c| "井塘堰池泵桥闸渠田地棚点站涵洞沟坝库堤杆变机电线灯路楼林窑".contains(c))
}

const OFFICES: &[&str] = &[
    "政务",
    "大厦",
    "办公",
    "服务中心",
    "便民",
    "机关",
    "大楼",
    "党群",
    "政府",
    "委员会",
    "法院",
    "检察院",
    "学校",
    "医院",
    "公司",
    "会议",
    "教学楼",
    "综合楼",
    "写字楼",
    "广场",
    "局",
    "厅",
    "受理",
];

const HOMES: &[&str] = &[
    "家住",
    "住址",
    "家庭住址",
    "家庭地址",
    "住在",
    "现住",
    "居住",
    "住所",
    "户籍地",
    "家中",
    "住宅",
    "家在",
    "家位于",
];

const ESTATES: &[&str] = &[
    "小区",
    "花园",
    "苑",
    "家园",
    "公寓",
    "新村",
    "花苑",
    "名城",
    "宿舍",
    "家属院",
    "家属楼",
    "新城",
    "庭",
    "府",
    "嘉园",
    "安置房",
    "里弄",
    "山庄",
    "公馆",
    "华庭",
    "名邸",
    "雅居",
];

/// At most so many characters of an address are looked at.
const LONGEST: usize = 48;

/// What stands before `end` without a break that ends an address.
fn clause_before(text: &str, end: usize) -> &str {
    let before = near::before(text, end, LONGEST);
    let is_break = |c: char| "，。；！？、：,;:!?“”‘’\"'（）()《》<>\n\r\t|".contains(c);
    before.rsplit(is_break).next().unwrap_or(before)
}

/// The address with a few characters before it, where 家庭住址： stands.
fn address_and_lead<'t>(text: &'t str, end: usize, address: &str) -> &'t str {
    let start = end - address.len();
    &text[start - near::before(text, start, 8).len()..end]
}

/// Where the address begins in its clause: behind the word that says that someone lives there.
fn lead(address: &str) -> usize {
    let behind =
        HOMES.iter().filter_map(|home| address.find(home).map(|at| at + home.len())).max().unwrap_or(0);
    let rest = &address[behind..];
    behind + (rest.len() - rest.trim_start_matches(['为', '是', '于', '在', ' ', '址', '地']).len())
}

/// The number at the end, and what stands before it.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let before = text.trim_end_matches(is_numeral);
    let number = &text[before.len()..];
    (!number.is_empty() && number.chars().count() <= 6).then_some((number, before))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十百零〇-".contains(c)
}

fn has_numbered(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| text[..at].trim_end_matches(' ').ends_with(is_numeral))
    }) || (words.contains(&"栋") && has_lettered(text))
}

/// A栋
fn has_lettered(text: &str) -> bool {
    ["栋", "幢", "座"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_uppercase()))
    })
}

/// Where a number ends that follows without a word behind it: 2单元401.
fn bare_door(text: &str, at: usize) -> Option<usize> {
    let rest = near::after(text, at, 8);
    let behind = rest.trim_start_matches(is_numeral);
    let has_word = ["室", "号", "户", "房", "层", "楼"].iter().any(|word| behind.starts_with(word));
    (behind.len() < rest.len() && !has_word).then_some(at + rest.len() - behind.len())
}

/// 3栋2单元12户居民: so many, and not this one; 12号文件.
fn is_counted(text: &str, at: usize) -> bool {
    let rest = near::after(text, at, 3);
    ["居民", "人家", "群众", "村民", "文", "令", "公告", "业主", "住户", "家庭", "楼", "线", "院", "大街"]
        .iter()
        .any(|word| rest.starts_with(word))
}
