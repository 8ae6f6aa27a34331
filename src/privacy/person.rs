//! Full names of people in running text: a surname, one or two characters, and something behind that ends a name.

use crate::text::surname;

/// The length in bytes of the full name at the beginning of `text`; `None` where there is none, or it is masked (王某, 李××).
///
/// What is a name cannot be known without a dictionary: words that begin with a surname's character are passed over as far as
/// they are listed, and something must follow that ends a name.
pub fn at_start(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let (family, _) = surname::split(text);
    let is_compound = family.chars().count() > 1;
    if !is_compound && !SURNAMES.contains(first) {
        return None;
    }
    let given = &text[if is_compound { family.len() } else { first.len_utf8() }..];
    let length = |count: usize| {
        let end = given.char_indices().nth(count).map_or(given.len(), |(at, _)| at);
        let part = &given[..end];
        let is_given = part.chars().count() == count && part.chars().all(is_of_given);
        let name = &text[..text.len() - given.len() + end];
        let is_word = WORDS.iter().any(|word| name.starts_with(word)) || is_addressed(name);
        let ending = ends_name(&given[end..]).filter(|_| is_given && !is_word)?;
        Some((name.len(), ending))
    };
    match (length(2), length(1)) {
        // 陈伟就读于: what ends a name in more characters is the surer end.
        (Some((_, ending)), Some((shorter, surer))) if surer > ending => Some(shorter),
        (Some((longer, _)), _) => Some(longer),
        (None, shorter) => shorter.map(|(length, _)| length),
    }
}

/// The full name at the beginning of `text`, where what stands before it says that a name follows, so that nothing has to end
/// it: a surname of the hundred that most bear, and two characters that are no word with it.
pub fn plainly_at_start(text: &str) -> Option<usize> {
    let (end, _) = text.char_indices().nth(3).unwrap_or((text.len(), ' '));
    let name = &text[..end];
    let mut given = name.chars();
    let is_surname = given.next().is_some_and(|c| COMMON.contains(c));
    let is_given = given.clone().count() == 2
        && given.all(|c| is_of_given(c) && !"着过地得就便却还会能去来上下起出进回开已并".contains(c));
    let is_word = WORDS.iter().chain(VERBS).any(|word| name.starts_with(word)) || is_addressed(name);
    let is_masked = text[end..].starts_with(['×', '某', '*', '＊', 'X', 'x']);
    (is_surname && is_given && !is_word && !is_masked).then_some(end)
}

/// 王大爷, 李医生: whoever is called so is not named in full.
fn is_addressed(name: &str) -> bool {
    TITLES.iter().any(|title| name.ends_with(title) && name.chars().count() == 1 + title.chars().count())
}

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "大爷", "大娘", "大妈", "大叔", "大伯", "大哥", "大姐", "阿姨", "奶奶", "爷爷", "婆婆", "老师", "医生", "护士", "师傅", "主任", "书记", "局长", "科长", "校长", "院长", "所长", "站长",
    "队长", "先生", "女士", "同志", "同学", "家人", "家里", "某某", "教授", "教练", "警官", "老汉", "老太",
];

/// The surnames that most of the people in China bear, without those that words often begin with.
const COMMON: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁卢姚沈钟姜崔谭陆范汪廖贾夏邹熊孟秦邱侯尹薛闫雷龙黎史陶贺郝顾龚邵钱戴莫孔";

/// Verbs and other words that begin with a surname and stand where a name may.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "张贴", "张罗", "张开", "张口", "张望", "张扬", "陈列", "陈述", "陈旧", "陈设", "许愿", "许诺", "许下", "郑重", "唐诗", "唐突", "宋词", "罗列", "谢师", "谢意", "谢绝", "谢谢", "陆续", "钟爱", "钟表", "苏醒",
    "秦腔", "韩语", "林间", "叶子", "周密", "周到", "周全", "周六", "周日", "周二", "周三", "周四", "马虎", "马不", "马拉松", "杨柳", "黄昏", "何等", "何其", "何去", "余下", "余额", "夏令", "田径", "史无",
    "王者", "孔子", "孟子", "雷锋", "沈迷", "顾客", "顾全", "顾家", "顾及", "钱财", "钱包", "范围", "程门", "曾在", "曾获", "曾多", "曾一", "曾被", "曾是", "曾任", "曾为", "彭湃", "冯河", "董事", "徐徐", "朱红", "胡乱", "胡子", "胡思", "吴语",
];

/// The last full name in `text`, by its place, that begins where a word may begin: behind one of `leads`, behind punctuation, or first.
pub fn last_in(text: &str, leads: &[&str]) -> Option<(usize, usize)> {
    let begins = |at: usize| {
        let before = &text[..at];
        before.is_empty()
            || before.ends_with(|c: char| !c.is_alphanumeric())
            || leads.iter().any(|lead| before.ends_with(lead))
    };
    let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    places.reverse();
    places
        .into_iter()
        .filter(|at| begins(*at))
        .find_map(|at| at_start(&text[at..]).map(|length| (at, at + length)))
}

fn is_of_given(c: char) -> bool {
    crate::text::han::is_han(c)
        && !"某的了和与及在被说是有人们之为等不也都而或从到对把让给个此其我你他她它些".contains(c)
}

/// By how many bytes what follows ends a name, if it does.
fn ends_name(rest: &str) -> Option<usize> {
    match rest.chars().next() {
        None => Some(1),
        // 李×× and 王* are masked.
        Some(c) if "×xX*＊某".contains(c) => None,
        Some(c) if !c.is_alphanumeric() || c.is_ascii_digit() => Some(1),
        Some(_) => ENDS.iter().filter(|end| rest.starts_with(**end)).map(|end| end.len()).max(),
    }
}

/// Words that follow names.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "同志", "同学", "小朋友", "先生", "女士", "老人", "大爷", "大娘", "阿姨", "在", "被", "说", "和", "与", "及", "因", "患", "身患", "确诊", "查出", "今年", "现年", "系", "就读", "是", "的", "等", "从小",
    "自", "于", "一家", "常年", "长期", "曾", "已", "突然", "突发", "不幸", "罹患", "得了", "去年", "前年", "年仅", "刚", "考上", "考入", "上学", "读",
    "收到", "获得", "顺利", "成功", "进入", "升入", "考取", "瘫痪", "截瘫", "双目", "接受", "放学", "做了", "服用",
    "为", "经", "由", "也", "还", "把", "对", "向", "给", "带", "感染", "有", "二级", "一级", "三级", "四级", "右", "左", "双", "出生",
];

/// The surnames that nearly everyone in China bears. Rarer ones are as often parts of words; those that mostly are a word of
/// their own (和, 位, 都, 由) are not among them: 配偶和子女, 母亲是位英雄.
#[rustfmt::skip]
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官谈匡鞠惠荆乐冀郁胥南储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰卿国狄平计宣晋相初门云容敬来扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况宿鲜印逯隆茹诺战慕玉亢嵇公哈湛宾戎勾茅利於呼居揭干尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭";

/// Words that begin like names and are none.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "高兴", "高中", "高一", "高二", "高三", "高度", "高血压", "高烧", "高龄", "高考", "高校", "高级", "安全", "安心", "安排", "安静", "安慰", "安康", "安置", "安装", "成绩", "成长", "成为",
    "成立", "成家", "成年", "成功", "成员", "常常", "常年", "常说", "时间", "时候", "时常", "时刻", "方面", "方便", "方法", "方式", "向上", "向往", "平安", "平时", "平均", "平日", "全部", "全体", "全家",
    "全力", "全年", "全校", "全市", "温暖", "温馨", "温柔", "严格", "严重", "严肃", "强烈", "强调", "强忍", "白天", "白血病", "白内障", "金额", "金黄", "水平", "路上", "路过", "应该", "应当", "包括", "包揽", "项目",
    "单位", "单独", "单亲", "单纯", "关于", "关心", "关注", "关系", "关爱", "关怀", "马上", "明确", "明天", "明白", "程度", "毛病", "牛奶", "田间", "文化", "文明", "文件", "文艺", "文科", "易于", "于是", "车上", "车祸", "车间", "和谐",
    "和睦", "乐观", "经费", "经历", "都是", "都在", "来自", "来到", "曾经", "解决", "解释", "相关", "相信", "相依", "相继", "相约", "贵州", "江西", "江苏", "云南", "海南", "海外", "河北", "湖南", "任务", "任何", "任教",
    "任职", "任性", "毕业", "幸福", "幸运", "幸好", "终于", "元旦", "公司", "公安", "公务", "公益", "公交", "国家", "国庆", "国际", "国企", "国防", "信心", "信息", "信任", "居民", "居住", "居家", "干部", "干净", "干活", "但是", "由于", "由此", "丰富",
    "支持", "支部", "支书", "支援", "支教", "支撑", "计划", "计算", "初中", "初一", "初二", "初三", "初级", "门口", "门诊", "容易", "那时", "那天", "那么", "班级", "班主任", "班上", "原因", "原来", "原本", "原谅", "边境",
    "师傅", "师范", "师生", "商量", "商店", "明年", "官兵", "封控", "谈心", "满意", "包饺", "包庇", "危险", "胡萝卜", "查清", "常捣", "满分", "满脸", "满月", "满周岁", "满怀", "满心", "满身", "花费", "权利", "祖国", "祖孙", "祖籍", "利用", "展示", "展开", "智力", "智障", "华侨", "游泳", "游戏", "路程", "管理", "连续", "连夜", "连忙", "党员",
    "党组织", "党支部", "党委", "宫颈癌", "冷静", "席位", "宗旨", "景区", "费用", "房子", "房间", "农村", "农民", "农历", "司法", "司机", "古稀", "简单", "简历", "阳光", "阳性", "解放", "尚未", "尚且", "祝福", "章程", "左右", "左手",
    "左眼", "左腿", "左肾", "柳州", "甘愿", "甘于", "宁愿", "季度", "盛大", "曲折", "童年", "纪念", "纪律", "梅花", "石油", "石头", "夏天", "夏季", "秦岭", "龙头", "雷雨", "黎明", "史上", "顾不上", "顾虑", "万元", "万一", "武装", "武警", "钱款", "孔雀", "康复",
    "施工", "施救", "游客", "卫生", "卫健", "米饭", "桂花", "应急", "应届", "荣获", "荣誉", "沙发", "池塘", "查体", "查看", "查出", "麻醉", "乌鲁木齐", "母亲", "公公", "年幼", "林业", "林场", "林地", "方才", "田地", "江边", "余生", "余年",
    "许多", "许久", "许可", "何时", "何况", "何人", "罗列", "周末", "周围", "周边", "周年", "周一", "周五", "马路", "黄金", "黄昏", "黄河", "胡同", "陈述", "程序", "金融", "钟情", "段时间", "段路", "汤药", "段话", "付出", "付费", "白发", "白衣", "申请", "申报", "严冬",
    "向前", "向他", "向党", "常态", "常见", "常务", "童话", "舒服", "路人", "路途", "路口", "路费", "欧洲", "丁点", "沈阳", "唐山", "郑州", "徐州", "杭州", "苏州", "温州", "广", "宁夏", "吉林", "蒙古", "连同", "连长", "连队",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_words() {
        let name = |text: &str| at_start(text).map(|end| text[..end].to_owned());
        for (text, expect) in [
            ("张三，", Some("张三")),
            ("李示例同学", Some("李示例")),
            ("欧阳示例说", Some("欧阳示例")),
            ("王某", None),
            ("王某某，", None),
            ("李××", None),
            ("高兴地", None),
            ("成绩优异", None),
            ("小明在", None),
            ("张", None),
            ("", None),
        ] {
            assert_eq!(name(text).as_deref(), expect, "{text}");
        }
    }
}
