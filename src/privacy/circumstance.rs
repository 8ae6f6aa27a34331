//! What is told of people who are named: a pupil's school, an illness, the names of a family.

use std::ops::Range;

use super::{Certainty, Finding, Kind, near, person};

pub const SCHOOLS: &[&str] = &[
    "小学",
    "中学",
    "初中",
    "高中",
    "幼儿园",
    "附小",
    "附中",
    "实验学校",
    "职高",
    "特殊教育学校",
    "职业高中",
    "完小",
    "村小",
    "一贯制学校",
    "外国语学校",
    "聋哑学校",
    "希望学校",
];

#[rustfmt::skip]
pub const ILLNESSES: &[&str] = &[
    "癌", "癌症", "肺癌", "肝癌", "胃癌", "乳腺癌", "肠癌", "食道癌", "宫颈癌", "鼻咽癌", "肿瘤", "白血病", "艾滋病", "HIV", "乙肝", "肝炎", "肝硬化", "糖尿病", "高血压",
    "冠心病", "心脏病", "尿毒症", "抑郁症", "精神分裂症", "精神疾病", "自闭症", "癫痫", "帕金森", "阿尔茨海默", "肺结核", "梅毒", "脑梗", "脑梗死", "脑溢血", "脑出血", "脑瘫",
    "中风", "肾衰竭", "红斑狼疮", "类风湿", "哮喘", "慢阻肺", "肢体残疾", "智力残疾", "精神残疾", "视力残疾", "听力残疾", "言语残疾", "残疾", "瘫痪", "血友病", "地中海贫血",
    "再生障碍性贫血", "渐冻症", "焦虑症", "强直性脊柱炎", "腰椎间盘突出", "尘肺", "心肌梗死", "心梗", "瘤", "淋巴瘤", "骨髓瘤", "脑瘤", "抑郁", "新冠", "肺炎", "新冠肺炎", "化疗", "放疗", "透析", "搭桥", "支架", "肾移植", "骨髓移植", "肝移植",
];

/// Conditions that are told without a verb: 李示例瘫痪在床. Pregnancy is among what GB/T 35273 lists as health data.
#[rustfmt::skip]
pub const STATES: &[&str] = &[
    "截瘫", "偏瘫", "高位截瘫", "双目失明", "失明", "失聪", "聋哑", "流产", "早产", "怀孕", "身怀六甲",
];

#[rustfmt::skip]
pub const KIN: &[&str] = &[
    "妻子", "丈夫", "爱人", "儿子", "女儿", "父亲", "母亲", "爸爸", "妈妈", "配偶", "岳父", "岳母", "公公", "婆婆", "孙子", "孙女", "哥哥", "弟弟", "姐姐", "妹妹", "长子",
    "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷", "嫂子", "儿媳", "女婿", "女友", "男友", "未婚妻", "未婚夫", "前妻", "前夫", "侄子", "侄女", "外孙", "外孙女", "伯父", "舅舅", "堂弟", "堂哥", "表弟", "表哥",
    "其妻子", "其丈夫", "其父亲", "其母亲", "其儿子", "其女儿", "次子", "长女", "次女", "大儿子", "小儿子", "大女儿", "小女儿", "其妻", "其夫", "其父", "其母", "其子", "其女", "老伴",
];

/// A pupil's full name before or behind the school.
pub fn pupil(text: &str, school: Range<usize>) -> Option<Finding> {
    let found = behind_school(text, &school)
        .or_else(|| right_behind(text, &school))
        .or_else(|| before_school(text, &school));
    let (range, name) = found?;
    Some(named(text, range, name, Kind::Minor))
}

/// 示例小学三年级2班学生李示例
fn behind_school(text: &str, school: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let rest = near::after(text, school.end, 24);
    // The class ends where someone is named a pupil: 大班小朋友, and not 大班小 and 朋友.
    let ends = |at: &usize| {
        let class = rest[*at..].strip_prefix('的').unwrap_or(&rest[*at..]);
        !rest[*at..].starts_with(is_of_class) || PUPILS.iter().any(|role| class.starts_with(role))
    };
    let end = rest.char_indices().map(|(at, _)| at).find(ends).unwrap_or(rest.len());
    let class = &rest[end..];
    let has_class = rest[..end].contains(['级', '班', '一', '二', '三']);
    let class = class.strip_prefix('的').unwrap_or(class);
    let role = PUPILS.iter().find(|role| class.starts_with(**role));
    if role.is_none() && !has_class {
        return None;
    }
    let name = &class[role.map_or(0, |role| role.len())..];
    // 三年级学生、10岁的李示例
    let name = name.trim_start_matches(['、', '：', ':', '，', ' ']);
    let name = skip_age(name);
    let start = school.end + (rest.len() - name.len());
    // What was cut off must not seem to be the end of the name.
    // Behind a pupil's or a class's name anything may follow a full name.
    let length = person::at_start(&text[start..]).or_else(|| person::plainly_at_start(&text[start..]))?;
    Some((school.start..start + length, start..start + length))
}

/// 示例小学李示例同学
fn right_behind(text: &str, school: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let rest = &text[school.end..];
    let end = school.end + person::at_start(rest)?;
    let is_pupil = ["同学", "小朋友"].iter().any(|role| text[end..].starts_with(role));
    is_pupil.then_some((school.start..end, school.end..end))
}

/// 李示例（女，9岁）就读于示例小学
fn before_school(text: &str, school: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let before = sentence_before(text, school.start, 36);
    let behind = near::after(text, school.end, 14);
    let (at, end) = person::last_in(before, NAMED_BY)?;
    let gap = &before[end..];
    let is_pupil = ["就读", "上学", "读书", "入读", "考入", "考上", "考取", "升入", "转入", "学生"]
        .iter()
        .any(|word| gap.contains(word))
        || ["就读", "上学", "读书", "读"].iter().any(|word| behind.starts_with(word))
        || ((gap.contains('岁')
            || behind.contains("年级")
            || behind.contains("学生")
            || behind.contains('班'))
            && ["系", "是", "在", "为", "，", "（", "(", ",", "|", "\t"]
                .iter()
                .any(|word| gap.contains(word)));
    let is_grown = GROWN.iter().any(|word| gap.contains(word) || behind.starts_with(word))
        || GROWN.iter().any(|word| behind.contains(word) && !behind.contains("学生"));
    let start = school.start - before.len();
    (is_pupil && !is_grown).then_some((start + at..school.end, start + at..start + end))
}

fn is_of_class(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || "一二三四五六七八九十初高年级班（）()第幼小中大届".contains(c)
}

fn skip_age(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix("岁").filter(|_| rest.len() < text.len());
    rest.map_or(text, |rest| rest.strip_prefix('的').unwrap_or(rest))
}

const PUPILS: &[&str] = &[
    "小学生",
    "中学生",
    "学生",
    "同学",
    "小朋友",
    "女生",
    "男生",
    "女孩",
    "男孩",
    "幼儿",
    "儿童",
    "孩子",
    "少先队员",
    "学子",
];

/// Words right behind which a name stands.
const NAMED_BY: &[&str] = &[
    "学生",
    "同学",
    "儿子",
    "女儿",
    "孩子",
    "孙子",
    "孙女",
    "男孩",
    "女孩",
    "女童",
    "男童",
    "儿童",
    "叫",
    "小朋友",
    "少年",
    "孤儿",
    "村民",
    "居民",
    "群众",
    "老人",
    "患者",
    "同志",
    "职工",
    "党员",
    "干部",
    "职务",
    "书记",
    "主任",
    "民警",
    "妻子",
    "丈夫",
    "父亲",
    "母亲",
    "叔",
    "的",
    "贫困户",
    "脱贫户",
    "监测户",
    "低保户",
    "五保户",
    "特困户",
    "困难户",
    "户主",
    "病人",
    "员工",
    "教师",
    "医生",
    "护士",
    "辅警",
];

/// Those who work at a school, and what they do there.
const GROWN: &[&str] = &[
    "教师", "老师", "校长", "任教", "支教", "书记", "主任", "教务", "毕业", "园长", "保安", "执教", "教书",
    "家长", "大学", "学院", "捐", "慰问", "校医", "教研", "调研", "宣讲", "当过", "教学", "工作",
];

/// Someone who is named has an illness or a disability.
pub fn illness(text: &str, word: Range<usize>) -> Option<Finding> {
    let before = sentence_before(text, word.start, 30);
    let verb = VERBS
        .iter()
        .filter_map(|verb| before.rfind(verb).map(|at| (at, at + verb.len())))
        .max_by_key(|(at, end)| (*end, std::cmp::Reverse(*at)))
        .filter(|(_, end)| before[*end..].chars().count() <= 10 && !before[*end..].contains(['，', '、']));
    // 肢体二级残疾, 残疾二级: the degree takes the place of a verb.
    let is_disabled = text[word.clone()].ends_with("残疾");
    let has_degree = is_disabled && (near::after(text, word.end, 3).contains('级') || before.ends_with('级'));
    // 李示例瘫痪在床
    let is_state = &text[word.clone()] == "瘫痪" && verb.is_none();
    // 为 and 有 say it of someone else where patients follow: 王五为白血病患儿募捐. 是 says it where they follow.
    let of_patients = ["患者", "患儿", "病人", "感染者", "病患", "人"]
        .iter()
        .any(|whom| text[word.end..].starts_with(whom));
    let weak = verb.map(|(at, end)| &before[at..end]).filter(|verb| matches!(*verb, "为" | "有" | "是"));
    if (of_patients && matches!(weak, Some("为" | "有"))) || (!of_patients && weak == Some("是")) {
        return None;
    }
    // 豆角、胡萝卜等具有抗癌作用
    if weak == Some("有") && before.ends_with(['抗', '防', '治']) {
        return None;
    }
    let subject = match verb {
        Some((at, _)) => &before[..at],
        None if is_state => return state(text, word),
        None if has_degree => {
            before.trim_end_matches(|c: char| "一二三四级肢体智力视听言语精神系为是".contains(c))
        }
        None => return None,
    };
    let start = word.start - before.len();
    // 患有白血病的李示例
    if verb.is_some()
        && let Some(rest) = text[word.end..].strip_prefix('的')
    {
        let role =
            NAMED_BY.iter().filter(|role| rest.starts_with(**role)).map(|role| role.len()).max().unwrap_or(0);
        let at = word.end + '的'.len_utf8() + role;
        let from = start + verb.map_or(0, |(at, _)| at);
        return person::at_start(&text[at..])
            .map(|length| named(text, from..at + length, at..at + length, Kind::Health));
    }
    if verb.is_some()
        && let Some(whom) = right_before(subject)
    {
        let (at, end) = (start + subject.len() - whom.len(), word.end);
        return Some(Finding {
            hidden: word.clone(),
            range: at..end,
            kind: Kind::Health,
            certainty: Certainty::Likely,
        });
    }
    let (at, end) = person::last_in(subject, NAMED_BY)?;
    let gap = &subject[end..];
    let is_other = gap.chars().count() > 16 || OTHERS.iter().any(|word| gap.contains(word));
    (!is_other).then(|| named(text, start + at..word.end, start + at..start + end, Kind::Health))
}

/// Someone is what needs no verb: blind, paralysed, pregnant.
pub fn state(text: &str, word: Range<usize>) -> Option<Finding> {
    let before = sentence_before(text, word.start, 14);
    let start = word.start - before.len();
    let near =
        before.trim_end_matches(|c: char| "已经又曾都也突然意外高位全身下肢半身双目双耳常年长期".contains(c));
    // 妻子怀孕 alone is nobody's name: only the person that the text is about is known by a pronoun.
    if let Some(whom) = ["他", "她", "本人"].iter().find(|whom| near.ends_with(**whom)) {
        let range = start + near.len() - whom.len()..word.end;
        let hidden = word;
        return Some(Finding { range, hidden, kind: Kind::Health, certainty: Certainty::Likely });
    }
    let (at, end) = person::last_in(near, NAMED_BY)?;
    let is_right_before =
        near[end..].chars().count() <= 2 && !near[end..].contains(['，', '、', '的', '为', '给']);
    is_right_before.then(|| named(text, start + at..word.end, start + at..start + end, Kind::Health))
}

/// The one that the text is about, or one of the family: 他被查出, 妻子身患. They stand right before the verb.
fn right_before(subject: &str) -> Option<&str> {
    let bare = subject.trim_end_matches(|c: char| "被却已曾也又还先后不幸突然多年长期常".contains(c));
    let whom = ["他", "她", "本人"]
        .iter()
        .chain(KIN)
        .filter(|whom| bare.ends_with(**whom))
        .map(|whom| whom.len())
        .max()?;
    Some(&subject[bare.len() - whom..])
}

const VERBS: &[&str] = &[
    "患有",
    "身患",
    "罹患",
    "患上",
    "确诊为",
    "确诊",
    "查出",
    "诊断为",
    "诊断出",
    "诊断",
    "检出",
    "得了",
    "感染",
    "服用",
    "接受",
    "做过",
    "做了",
    "装了",
    "患",
    "是",
    "突发",
    "因",
    "有",
    "系",
    "为",
];

/// What someone does for others who are ill, or says of an illness.
const OTHERS: &[&str] = &[
    "帮", "救", "助", "照顾", "看望", "慰问", "给", "接", "送", "陪", "护理", "服务", "宣传", "防", "治",
    "开展", "群众", "患者", "病人", "研究", "走访", "探望", "筛查", "组织", "关爱", "对接", "教育", "了解",
    "得知", "发现", "为", "资助", "村民", "老人", "上门", "的",
];

/// The full name of a member of someone's family.
pub fn family(text: &str, kin: Range<usize>) -> Option<Finding> {
    let rest = &text[kin.end..];
    let name = ["名叫", "姓名", "叫", "是", "：", ":", "（", "(", "“", " | ", "|", "\t", ","]
        .iter()
        .find_map(|lead| rest.strip_prefix(lead))
        .unwrap_or(rest);
    let start = text.len() - name.len();
    let range = |length| kin.start..start + length;
    let plainly = || person::plainly_at_start(name).filter(|_| name.len() == rest.len());
    let length = person::at_start(name).or_else(plainly)?;
    // 妻子和女儿
    if KIN.iter().any(|kin| name[..length].contains(kin)) {
        return None;
    }
    let behind = &name[length..];
    // A name of two characters is often the beginning of a sentence: something stronger must end it.
    let is_strong = behind.is_empty()
        || plainly() == Some(length)
        || behind.starts_with(|c: char| "，。、；（(）)”|\t,;：\n".contains(c))
        || behind.starts_with(" |")
        || ["今年", "现年", "年仅", "系", "就读", "在", "是", "为", "说", "和", "与", "也", "因", "患"]
            .iter()
            .any(|word| behind.starts_with(word));
    is_strong.then(|| named(text, range(length), start..start + length, Kind::Family))
}

/// What stands before `end` in its sentence, of at most so many characters. Where it is cut off, it begins with the next clause, so
/// that the end of a word is not taken for the beginning of a name: [华]盛顿以及
fn sentence_before(text: &str, end: usize, count: usize) -> &str {
    let before = near::before(text, end, count);
    let sentence = before.rsplit(['。', '；', '！', '？', '\n', ';']).next().unwrap_or(before);
    let is_cut = sentence.len() == before.len() && before.len() < end;
    match sentence.find(|c: char| !c.is_alphanumeric()) {
        Some(clause) if is_cut => &sentence[clause..],
        None if is_cut && sentence.chars().count() >= count => "",
        _ => sentence,
    }
}

/// All but the surname's first character is hidden.
fn named(text: &str, range: Range<usize>, name: Range<usize>, kind: Kind) -> Finding {
    let first = text[name.clone()].chars().next().map_or(0, char::len_utf8);
    Finding { range, hidden: name.start + first..name.end, kind, certainty: Certainty::Likely }
}
