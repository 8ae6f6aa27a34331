//! What stands around a number: the words that say what it is, and the characters that make it a part of something else.

/// The last `count` characters before `at`.
pub fn before(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start);
    &text[start..at]
}

/// The next `count` characters from `at` on.
pub fn after(text: &str, at: usize, count: usize) -> &str {
    let rest = &text[at..];
    let end = rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end);
    &rest[..end]
}

/// Whether one of the words stands right before `at`, but for what joins a word to its number: 电话：（138…
pub fn is_labelled(text: &str, at: usize, words: &[&str]) -> bool {
    let label = before(text, at, 16).trim_end_matches(is_joining);
    words.iter().any(|word| ends_with(label, word))
}

/// Without regard to the case of letters.
fn ends_with(text: &str, word: &str) -> bool {
    let start = text.len().wrapping_sub(word.len());
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn is_joining(c: char) -> bool {
    c.is_whitespace() || ":：为是“”\"'‘（(）)[【】#№*_`=，,|+".contains(c)
}

/// Words by which a number is something else than a person's.
pub const OTHER_NUMBERS: &[&str] = &[
    "编号",
    "单号",
    "订单",
    "订单号",
    "流水号",
    "表号",
    "户号",
    "编码",
    "案号",
    "批号",
    "文号",
    "条码",
    "条形码",
    "工号",
    "学号",
    "字第",
    "第",
    "货号",
    "序列号",
    "注册号",
    "登记号",
    "专利号",
    "合同号",
    "合同编号",
    "受理号",
    "税号",
    "代码",
    "识别号",
    "许可证号",
    "资质证号",
    "项目号",
    "备案号",
    "证书号",
    "执照号",
    "ISBN",
    "ISSN",
    "SN",
    "S/N",
    "¥",
    "￥",
    "$",
    "共计",
    "总额",
    "金额",
    "快递",
];

/// Whether a quantity is counted, rather than someone called: 13800000000元.
pub fn is_quantity(text: &str, end: usize) -> bool {
    let rest = text[end..].trim_start_matches([' ', '\u{A0}']);
    UNITS.iter().any(|unit| rest.starts_with(unit))
}

const UNITS: &[&str] = &[
    "元",
    "万",
    "亿",
    "余",
    "多",
    "人次",
    "人民币",
    "美元",
    "个",
    "件",
    "吨",
    "公里",
    "千米",
    "米",
    "千瓦",
    "度电",
    "平方",
    "立方",
    "斤",
    "份",
    "户",
    "台",
    "套",
    "亩",
    "字节",
    "股",
    "票",
    "次",
    "%",
    "％",
    "kWh",
    "MB",
    "KB",
    "GB",
];

/// Whether the number may begin at `at`: it is no part of a word or of a longer identifier. Letters that say what it is
/// may stand before it: tel13…
pub fn may_begin(text: &str, at: usize) -> bool {
    let letters = text[..at].len() - text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let word = &text[at - letters..at];
    letters == 0 || LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

const LABELS: &[&str] = &[
    "tel", "t", "phone", "mobile", "mob", "m", "cell", "id", "idcard", "no", "card", "call", "wechat", "wx",
    "vx", "v", "fax",
];

/// Whether the number may end at `at`.
pub fn may_end(text: &str, at: usize) -> bool {
    !text[at..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// An address on the web is looked back over at most so far.
const LONGEST_URL: usize = 512;

/// Whether what begins at `at` is a part of an address on the web, where long numbers are names of pages.
pub fn is_in_url(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at.saturating_sub(LONGEST_URL)..at];
    let is_url = |byte: &u8| byte.is_ascii_graphic() && !b"\"'<>()[]{}|".contains(byte);
    let start = bytes.iter().rposition(|byte| !is_url(byte)).map_or(0, |at| at + 1);
    bytes[start..].windows(3).any(|part| part == b"://")
}
