//! What is told of people who are named: a pupil's school, an illness, the names of a family.

use std::ops::Range;

use super::{Certainty, Finding, Kind, near, person};

pub const SCHOOLS: &[&str] =
    &["小学", "中学", "初中", "高中", "幼儿园", "附小", "附中", "实验学校", "职高", "特殊教育学校"];

#[rustfmt::skip]
pub const ILLNESSES: &[&str] = &[
    "癌", "癌症", "肺癌", "肝癌", "胃癌", "乳腺癌", "肠癌", "食道癌", "宫颈癌", "鼻咽癌", "肿瘤", "白血病", "艾滋病", "HIV", "乙肝", "肝炎", "肝硬化", "糖尿病", "高血压",
    "冠心病", "心脏病", "尿毒症", "抑郁症", "精神分裂症", "精神疾病", "自闭症", "癫痫", "帕金森", "阿尔茨海默", "肺结核", "梅毒", "脑梗", "脑梗死", "脑溢血", "脑出血", "脑瘫",
    "中风", "肾衰竭", "红斑狼疮", "类风湿", "哮喘", "慢阻肺", "肢体残疾", "智力残疾", "精神残疾", "视力残疾", "听力残疾", "言语残疾", "残疾", "瘫痪", "血友病", "地中海贫血",
    "再生障碍性贫血", "渐冻症", "焦虑症", "强直性脊柱炎", "腰椎间盘突出", "尘肺", "心肌梗死", "心梗",
];

#[rustfmt::skip]
pub const KIN: &[&str] = &[
    "妻子", "丈夫", "爱人", "儿子", "女儿", "父亲", "母亲", "爸爸", "妈妈", "配偶", "岳父", "岳母", "公公", "婆婆", "孙子", "孙女", "哥哥", "弟弟", "姐姐", "妹妹", "长子",
    "其妻子", "其丈夫", "其父亲", "其母亲", "其儿子", "其女儿", "次子", "长女", "次女", "大儿子", "小儿子", "大女儿", "小女儿", "其妻", "其夫", "其父", "其母", "其子", "其女", "老伴",
];

/// A pupil's full name before or behind the school.
pub fn pupil(text: &str, school: Range<usize>) -> Option<Finding> {
    let found = behind_school(text, &school).or_else(|| before_school(text, &school));
    let (range, name) = found?;
    Some(named(text, range, name, Kind::Minor))
}

/// 示例小学三年级2班学生李示例
fn behind_school(text: &str, school: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let rest = near::after(text, school.end, 24);
    let class = rest.trim_start_matches(is_of_class);
    let has_class = rest[..rest.len() - class.len()].contains(['级', '班', '一', '二', '三']);
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
    let length = person::at_start(&text[start..])?;
    Some((school.start..start + length, start..start + length))
}

/// 李示例（女，9岁）就读于示例小学
fn before_school(text: &str, school: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let before = sentence_before(text, school.start, 36);
    let behind = near::after(text, school.end, 14);
    let (at, end) = person::last_in(before, NAMED_BY)?;
    let gap = &before[end..];
    let is_pupil = ["就读", "上学", "读书", "入读", "考入", "考上", "转入", "学生"]
        .iter()
        .any(|word| gap.contains(word))
        || ["就读", "上学", "读书", "读"].iter().any(|word| behind.starts_with(word))
        || ((gap.contains('岁')
            || behind.contains("年级")
            || behind.contains("学生")
            || behind.contains('班'))
            && ["系", "是", "在", "为", "，", "（", "(", ","].iter().any(|word| gap.contains(word)));
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
    "家长", "捐", "慰问", "校医", "教研", "调研", "宣讲", "当过", "教学", "工作",
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
    let subject = match verb {
        Some((at, _)) => &before[..at],
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
    "患",
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
    let name = ["名叫", "姓名", "叫", "：", ":", "（", "("]
        .iter()
        .find_map(|lead| rest.strip_prefix(lead))
        .unwrap_or(rest);
    let start = text.len() - name.len();
    let length = person::at_start(name)?;
    let behind = &name[length..];
    // A name of two characters is often the beginning of a sentence: something stronger must end it.
    let is_strong = behind.is_empty()
        || behind.starts_with(|c: char| "，。、；（(,;：\n".contains(c))
        || ["今年", "现年", "年仅", "系", "就读", "在", "是", "为", "说", "和", "与", "也", "因", "患"]
            .iter()
            .any(|word| behind.starts_with(word));
    let range = kin.start..start + length;
    is_strong.then(|| named(text, range, start..start + length, Kind::Family))
}

/// What stands before `end` in its sentence, of at most so many characters.
fn sentence_before(text: &str, end: usize, count: usize) -> &str {
    let before = near::before(text, end, count);
    before.rsplit(['。', '；', '！', '？', '\n', ';']).next().unwrap_or(before)
}

/// All but the surname's first character is hidden.
fn named(text: &str, range: Range<usize>, name: Range<usize>, kind: Kind) -> Finding {
    let first = text[name.clone()].chars().next().map_or(0, char::len_utf8);
    Finding { range, hidden: name.start + first..name.end, kind, certainty: Certainty::Likely }
}
