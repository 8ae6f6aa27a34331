//! Invented texts with personal data in known places, and texts that only look so: thousands of them from one seed.
//!
//! Everything is made up from lists and digits. Numbers that could belong to someone (of identity cards, of telephones) are
//! random within their form; that one of them exists cannot be ruled out, and says nothing.

use std::ops::Range;

use honorroll::privacy::Kind;

/// A text, and the personal data in it.
pub struct Text {
    pub text: String,
    pub labels: Vec<(Kind, Range<usize>)>,
}

/// As many texts of each kind, and three times as many without any; the same for the same seed.
pub fn corpus(seed: u64, of_each_kind: usize) -> Vec<Text> {
    let mut dice = Dice(seed);
    let mut texts = Vec::new();
    for _ in 0..of_each_kind {
        for kind in Kind::ALL {
            texts.push(positive(kind, &mut dice));
        }
        for _ in 0..3 * Kind::ALL.len() {
            texts.push(Text { text: negative(&mut dice), labels: Vec::new() });
        }
    }
    texts
}

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn within(&mut self, range: Range<u64>) -> u64 {
        range.start + self.below(range.end - range.start)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len() as u64) as usize]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

fn positive(kind: Kind, dice: &mut Dice) -> Text {
    let (lead, data, tail) = match kind {
        Kind::ResidentId => resident(dice),
        Kind::Mobile => mobile(dice),
        Kind::Landline => landline(dice),
        Kind::BankCard => card(dice),
        Kind::Email => mail(dice),
        Kind::HomeAddress => home(dice),
        Kind::Plate => plate(dice),
        Kind::Passport => passport(dice),
        Kind::Minor => minor(dice),
        Kind::Health => health(dice),
        Kind::Family => family(dice),
        Kind::Position => position(dice),
    };
    let mut text = dice.of(BEFORE).to_owned();
    text.push_str(&lead);
    let start = text.len();
    text.push_str(&data);
    let end = text.len();
    text.push_str(&tail);
    text.push_str(dice.of(BEHIND));
    Text { text, labels: vec![(kind, start..end)] }
}

const BEFORE: &[&str] = &[
    "",
    "根据安排，现将有关情况说明如下。",
    "2030年9月9日，示例市召开表扬会。",
    "在防汛一线，党员干部坚守岗位15天。",
    "## 基本情况\n\n",
    "经单位推荐、逐级审核，",
    "- ",
];

const BEHIND: &[&str] = &[
    "",
    "。",
    "，特此说明。",
    "。全市共有147名同志受到表扬。",
    "\n\n以上情况属实。",
    "；其他事项另行通知。",
];

fn resident(dice: &mut Dice) -> (String, String, String) {
    let lead = dice
        .of(&["身份证号：", "身份证号码", "公民身份号码为", "（", "证件号码: ", "李示例，男，", "", "ID："])
        .to_owned();
    let number = resident_number(dice);
    let (data, lead) = match dice.below(7) {
        0 => (full_width(&number), lead),
        1 => (grouped(&number, &[6, 8, 4], " "), lead),
        2 => (grouped(&number, &[6, 4, 4, 4], "-"), lead),
        3 => (number.replace('X', "x"), lead),
        4 => {
            // Fifteen digits: without the century and the check digit.
            let born = format!("19{:02}", 30 + dice.below(60));
            (format!("{}{}{}{}", &number[..6], &born[2..], &number[10..14], dice.digits(3)), lead)
        }
        _ => (number, lead),
    };
    let tail = if lead == "（" { "）" } else { "" };
    (lead, data, tail.to_owned())
}

/// Eighteen signs with the right check digit.
pub fn resident_number(dice: &mut Dice) -> String {
    const PROVINCES: [u64; 31] = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53,
        54, 61, 62, 63, 64, 65,
    ];
    let province = PROVINCES[dice.below(31) as usize];
    let (year, month, day) = (dice.within(1930..2026), dice.within(1..13), dice.within(1..29));
    let mut number =
        format!("{province}{:04}{year}{month:02}{day:02}{}", dice.within(100..2900), dice.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = number.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    number.push(char::from(b"10X98765432"[(sum % 11) as usize]));
    number
}

fn mobile(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&[
        "联系电话：",
        "手机",
        "可拨打",
        "（手机：",
        "电话/微信 ",
        "请联系李示例",
        "Tel:",
        "",
        "微信同号：",
    ]);
    let segment = dice.of(&[
        "13", "13", "150", "151", "155", "158", "159", "166", "170", "173", "176", "18", "18", "190", "191",
        "198", "199", "147",
    ]);
    let number = format!("{segment}{}", dice.digits(11 - segment.len()));
    let data = match dice.below(9) {
        0 => grouped(&number, &[3, 4, 4], " "),
        1 => grouped(&number, &[3, 4, 4], "-"),
        2 => full_width(&number),
        3 => format!("+86 {number}"),
        4 => format!("86{number}"),
        5 => format!("+86-{}", grouped(&number, &[3, 4, 4], "-")),
        6 => grouped(&number, &[3, 4, 4], "　"),
        _ => number,
    };
    let (lead, data) = match data.strip_prefix('+') {
        Some(rest) => (format!("{lead}+"), rest.to_owned()),
        None => (lead.to_owned(), data),
    };
    let tail =
        if lead.starts_with('（') { "）" } else { dice.of(&["", "", "（李示例）", " 李同志"]) };
    (lead, data, tail.to_owned())
}

fn landline(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&["联系电话：", "家庭电话", "座机：", "宅电：", "传真 ", "可致电"]).to_owned();
    let (area, local) = match dice.below(3) {
        0 => (dice.of(&["010", "021", "028", "023", "029"]).to_owned(), 8),
        _ => (dice.of(&["0832", "0755", "0351", "0431", "0591", "0871", "0991"]).to_owned(), 7),
    };
    let local = format!("{}{}", dice.within(2..9), dice.digits(local - 1));
    let data = match dice.below(6) {
        0 => format!("{area} {local}"),
        1 => format!("({area}){local}"),
        2 => format!("（{area}）{local}"),
        3 if lead != "可致电" => local,
        4 if lead != "可致电" => format!("{area}{local}"),
        _ => format!("{area}-{local}"),
    };
    (lead, data, String::new())
}

fn card(dice: &mut Dice) -> (String, String, String) {
    let lead =
        dice.of(&["卡号：", "银行卡号", "请汇至", "开户行示例银行，账号", "慰问金已转入", ""]).to_owned();
    let (issuer, length) = match dice.below(6) {
        0 => ("622848", 19),
        1 => ("621700", 19),
        2 => ("625", 16),
        3 => ("4", 16),
        4 => ("955880", 19),
        _ => ("6222", 16),
    };
    let number = luhn(&format!("{issuer}{}", dice.digits(length - 1 - issuer.len())));
    let data = match dice.below(4) {
        0 => grouped(&number, &[4, 4, 4, 4, 3], " "),
        1 => grouped(&number, &[4, 4, 4, 4, 3], "-"),
        2 => full_width(&number),
        _ => number,
    };
    (lead, data, String::new())
}

/// With its check digit.
fn luhn(number: &str) -> String {
    let sum: u32 = (number.bytes().rev().enumerate())
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{number}{}", (10 - sum % 10) % 10)
}

fn mail(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&["邮箱：", "请发至", "电子邮件 ", "（", "E-mail:", "投稿邮箱"]).to_owned();
    let name = dice.of(&["lishili", "zhang.san", "wang_wu1985", "li-si", "1380000", "Z.S", "a+b"]);
    let host = dice.of(&["example.com", "mail.example.cn", "example.org.cn", "EXAMPLE.NET"]);
    let sign = if dice.below(12) == 0 { "＠" } else { "@" };
    let tail = if lead == "（" { "）" } else { "" };
    let data = format!("{name}{sign}{host}");
    (lead, data, tail.to_owned())
}

fn home(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&["家住", "住址：", "家庭住址：", "现住", "住在", "他的家在"]).to_owned();
    let district = dice.of(&["示例市示例区", "示例县示例镇", "示例省示例市示例区"]);
    let (a, b, c) = (dice.within(1..200), dice.within(1..30), dice.within(1..6));
    let door = dice.within(101..2504);
    let road = dice.of(&["幸福路", "解放大街", "滨江东路", "青年巷"]);
    let estate = dice.of(&["示例小区", "阳光花园", "书香苑", "滨江家园", "金色名城"]);
    let data = match dice.below(6) {
        0 => format!("{district}{road}{a}号{estate}{b}栋{c}单元{door}室"),
        1 => format!("{district}{road}{a}号{b}幢{c}单元{door}号"),
        2 => format!("{estate}{b}号楼{c}单元{door}"),
        3 => format!("{district}示例村{c}组{a}号"),
        4 => format!("{estate}{b}栋{door}室"),
        _ => format!("{road}{a}号附{b}号{door}室"),
    };
    let data = if data.ends_with(|c: char| c.is_ascii_digit()) { format!("{data}室") } else { data };
    (lead, data, String::new())
}

fn plate(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&["驾驶车牌号为", "车牌", "一辆", "私家车（", "他开着自己的"]).to_owned();
    let province = dice.of(&["京", "川", "粤", "沪", "浙", "新", "云"]);
    let office = dice.of(&["A", "B", "K", "C"]);
    let number = dice.digits(4);
    let data = match dice.below(6) {
        0 => format!("{province}{office}·{}{number}", dice.of(&["A", "8", "3", "K"])),
        1 => format!("{province}{office}{}{number}", dice.of(&["D", "F"]))
            .replace(&number, &format!("{number}5")),
        2 => format!("{province}{office}{number}警"),
        3 => format!("{province}{office} {number}7"),
        4 => format!("{province}{office}·{number}学"),
        _ => format!("{province}{office}{number}{}", dice.of(&["1", "Q", "9"])),
    };
    let tail = if lead.ends_with('（') { "）" } else { dice.of(&["的小轿车", "号车", ""]) };
    (lead, data, tail.to_owned())
}

fn passport(dice: &mut Dice) -> (String, String, String) {
    let lead = dice.of(&["护照号：", "护照号码", "持护照", "港澳通行证号：", "（护照"]).to_owned();
    let data = match dice.below(4) {
        0 => format!("G{}{}", dice.within(3..9), dice.digits(7)),
        1 => format!("E{}{}", dice.of(&["A", "B", "H"]), dice.digits(7)),
        2 if lead.contains("通行证") => format!("C{}", dice.digits(8)),
        _ => format!("E{}{}", dice.within(3..9), dice.digits(7)),
    };
    let tail = if lead.starts_with('（') { "）" } else { "" };
    (lead, data, tail.to_owned())
}

fn name(dice: &mut Dice) -> String {
    let family = dice.of(&[
        "王", "李", "张", "刘", "陈", "杨", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "欧阳",
    ]);
    let given =
        dice.of(&["示例", "小明", "子涵", "一诺", "建国", "秀英", "伟", "芳", "梓萱", "浩然", "桂兰", "强"]);
    format!("{family}{given}")
}

fn minor(dice: &mut Dice) -> (String, String, String) {
    let name = name(dice);
    let school = dice.of(&[
        "示例小学",
        "示例镇中心小学",
        "示例市第三中学",
        "示例县实验小学",
        "阳光幼儿园",
        "示例初中",
    ]);
    let class = dice.of(&["三年级", "三年级2班", "初一（3）班", "六年级一班", "大班", "七年级"]);
    match dice.below(5) {
        0 => (
            String::new(),
            format!("{school}{class}学生{name}"),
            dice.of(&["主动让座", "说", "，今年9岁"]).to_owned(),
        )
            .with_end(dice),
        1 => ("".to_owned(), format!("{name}就读于{school}"), dice.of(&["", class]).to_owned()),
        2 => ("".to_owned(), format!("{name}（女，9岁，{school}"), format!("{class}学生）")),
        3 => ("其中，".to_owned(), format!("{school}{class}的{name}"), "同学".to_owned()),
        _ => ("村民的孩子".to_owned(), format!("{name}在{school}"), "读书".to_owned()),
    }
}

/// A name that runs into the next word cannot be told from it: it is followed by something that ends it.
trait WithEnd {
    fn with_end(self, dice: &mut Dice) -> Self;
}

impl WithEnd for (String, String, String) {
    fn with_end(self, dice: &mut Dice) -> Self {
        match self.2.starts_with("主动") {
            true => (self.0, self.1, dice.of(&["同学主动让座", "，10岁", "在现场说"]).to_owned()),
            false => self,
        }
    }
}

fn health(dice: &mut Dice) -> (String, String, String) {
    let name = name(dice);
    let illness = dice.of(&[
        "糖尿病",
        "高血压",
        "肺癌",
        "白血病",
        "乙肝",
        "抑郁症",
        "冠心病",
        "尿毒症",
        "强直性脊柱炎",
    ]);
    let verb = dice.of(&["患有", "身患", "2029年被查出", "确诊", "罹患", "患"]);
    match dice.below(5) {
        0 => ("".to_owned(), format!("{name}{verb}{illness}"), "，仍坚持工作".to_owned()),
        1 => ("村民".to_owned(), format!("{name}，{verb}{illness}"), "".to_owned()),
        2 => ("帮扶".to_owned(), format!("患有{illness}的村民{name}"), "，每月上门".to_owned()),
        3 => ("".to_owned(), format!("{name}系肢体二级残疾"), "".to_owned()),
        _ => ("".to_owned(), format!("{name}同志长期患有{illness}"), "".to_owned()),
    }
}

fn family(dice: &mut Dice) -> (String, String, String) {
    let name = name(dice);
    let kin = dice.of(&["妻子", "丈夫", "儿子", "女儿", "父亲", "母亲", "配偶", "爱人", "岳母"]);
    match dice.below(4) {
        0 => ("他的".to_owned(), format!("{kin}{name}"), "，在示例公司工作".to_owned()),
        1 => ("家庭成员：".to_owned(), format!("{kin}：{name}"), "".to_owned()),
        2 => ("其".to_owned(), format!("{kin}{name}"), "今年35岁".to_owned()),
        _ => ("".to_owned(), format!("{kin}名叫{name}"), "。".to_owned()),
    }
}

fn position(dice: &mut Dice) -> (String, String, String) {
    let (north, east) = (dice.within(20..50), dice.within(75..130));
    let (a, b) = (dice.digits(6), dice.digits(6));
    let (minute, second) = (dice.below(60), dice.below(60));
    let lead = dice.of(&["坐标：", "定位 ", "位置（", "经纬度为"]).to_owned();
    let data = match dice.below(5) {
        0 => format!("{north}.{a},{east}.{b}"),
        1 => format!("{east}.{b}，{north}.{a}"),
        2 => format!("{north}°{minute}′{second}″"),
        3 => format!("北纬{north}度{minute}分{second}秒"),
        _ => format!("{north}.{a}, {east}.{b}"),
    };
    let tail = if lead.ends_with('（') { "）" } else { "" };
    (lead, data, tail.to_owned())
}

/// A text that holds no personal data and looks as if it did.
fn negative(dice: &mut Dice) -> String {
    let (year, count) = (dice.within(2015..2031), dice.within(2..400));
    let name = name(dice);
    match dice.below(42) {
        0 => format!("示委发〔{year}〕{count}号文件印发后，全市召开{count}次会议。"),
        1 => format!(
            "项目总投资{}元，其中财政资金{}元。",
            10_000_000_000 + dice.below(9_000_000_000),
            dice.digits(11).replacen('0', "1", 1)
        ),
        2 => format!(
            "书号ISBN 978-7-{}-{}-{}，示例出版社{year}年版。",
            dice.digits(4),
            dice.digits(4),
            dice.below(10)
        ),
        3 => format!("统一社会信用代码：{}", credit_code(dice)),
        4 => format!(
            "{year}年{}月{}日至{year}年12月31日，{name}坚守{count}天。",
            dice.within(1..12),
            dice.within(1..28)
        ),
        5 => format!(
            "办公地址：示例市示例路{count}号政务服务中心{}楼{}室。",
            dice.within(2..9),
            dice.within(201..900)
        ),
        6 => format!("监督举报电话12380，政务服务热线12345，党建服务热线12371，共受理{count}件。"),
        7 => format!("{}-{year}年，辖区新建道路{count}公里。", year - 5),
        8 => format!("订单编号：{}，已发货。", dice.digits(19)),
        9 => format!(
            "合同编号{}，{year}年签订。",
            dice.digits(18).replacen(|c: char| c.is_ascii_digit(), "9", 1)
        ),
        10 => format!("编号：1{}", dice.digits(10)),
        11 => format!("全国统一客服热线400-{}-{}。", dice.digits(3), dice.digits(4)),
        12 => format!(
            "详见https://news.example.cn/{year}/{}/content_{}.html。",
            dice.digits(4),
            dice.digits(11).replacen(|c: char| c.is_ascii_digit(), "1", 1)
        ),
        13 => format!("气温{}.5°C，湿度{count}%，最低气温-3°。", dice.within(10..40)),
        14 => format!(
            "帮助{count}名患有糖尿病的群众建立健康档案，随访高血压患者{}人次。",
            dice.within(100..9000)
        ),
        15 => format!("{name}为示例小学捐赠图书{count}册，慰问三年级学生{count}名。"),
        16 => format!("{name}，女，1985年8月生，示例小学教师，{year}年任三年级班主任。"),
        17 => "她的丈夫高兴地说，儿子成绩一直很好，母亲常常念叨，父亲平时话不多。".to_owned(),
        18 => "村民王某某，患有慢性病；学生小明（化名）就读于某小学；其妻李某在外务工。".to_owned(),
        19 => format!(
            "乘坐G{}次列车抵达，沿G{}国道、川S{}线行进{count}公里。",
            dice.within(1000..9000),
            dice.within(100..400),
            dice.within(100..400)
        ),
        20 => format!("标准GB/T {}-{year}、GB 11643-1999、GA 36-{year}。", dice.within(10000..50000)),
        21 => format!("电话138****{}，身份证号510***********{}。", dice.digits(4), dice.digits(4)),
        22 => format!(
            "版本{}.{}.{}，IP地址192.168.{}.{}。",
            dice.below(20),
            dice.below(20),
            dice.below(20),
            dice.below(255),
            dice.below(255)
        ),
        23 => format!("发票代码{}，发票号码{}。", dice.digits(12), dice.digits(8)),
        24 => format!("示例社区{}栋{}单元的{count}户居民全部转移。", dice.within(1..30), dice.within(1..5)),
        25 => format!(
            "位于北纬{}度、东经{}度之间，面积{}.{}平方公里。",
            dice.within(20..50),
            dice.within(75..130),
            count,
            dice.digits(4)
        ),
        26 => format!(
            "圆周率约3.14159265，增长{}.{}%，比值{}.{}。",
            count,
            dice.digits(4),
            dice.below(9),
            dice.digits(6)
        ),
        27 => format!(
            "QQ群{}，公众号文章阅读量{}次。",
            dice.digits(9).replacen('0', "7", 1),
            dice.within(10_000_000_000..19_000_000_000)
        ),
        28 => format!("证书编号：{}{}", year, dice.digits(14)),
        29 => format!("第{}号建议，案号（{year}）川01民终{}号。", dice.within(1000..9999), dice.digits(5)),
        30 => format!("{name}在抗疫一线连续奋战{count}天，同事说他是拼命三郎。"),
        31 => format!(
            "地铁{}号线{}号口，示例大道{count}号示例大厦{}层。",
            dice.within(1..20),
            dice.within(1..9),
            dice.within(2..40)
        ),
        32 => format!(
            "示例村{}组、{}组共{count}户{}人，修路{count}米。",
            dice.within(1..9),
            dice.within(1..9),
            dice.within(500..3000)
        ),
        33 => "![图](media/logo@2x.png) 与 icon@3x.webp，关注@示例发布。".to_owned(),
        34 => format!(
            "电表{}度，读数{}-{}-{}。",
            dice.digits(7),
            dice.digits(3),
            dice.digits(3),
            dice.digits(2)
        ),
        35 => format!("快递单号：{}", dice.digits(15)),
        36 => format!("{name}同志因患病去世，终年{}岁，市委追授其优秀共产党员称号。", dice.within(40..80)),
        37 => format!("示例市中心医院开展白血病、糖尿病筛查{count}场，{name}参加志愿服务。"),
        38 => format!(
            "邮编{}，网站标识码{}，ICP备{}号。",
            dice.digits(6),
            dice.digits(10).replacen(|c: char| c.is_ascii_digit(), "5", 1),
            dice.digits(8)
        ),
        39 => format!(
            "公示期：{year}-03-01至{year}-03-07，成绩单{}/{}/{}。",
            dice.digits(2),
            dice.digits(2),
            dice.digits(2)
        ),
        40 => format!(
            "示例区第{}小学、示例中学教师{name}被评为优秀教师，所带班级{count}人次获奖。",
            dice.of(&["一", "二", "三"])
        ),
        _ => format!(
            "示例路{count}号院{}号楼前，党员先锋队{count}人清淤{}立方米。",
            dice.within(1..20),
            dice.digits(4)
        ),
    }
}

/// 统一社会信用代码 (GB 32100-2015): eighteen signs, some of them all digits, with a check sign of its own.
fn credit_code(dice: &mut Dice) -> String {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let middle = match dice.below(2) {
        0 => format!("MA{}", dice.digits(7)),
        _ => format!("7{}", dice.digits(8)),
    };
    let code =
        format!("{}{}{middle}", dice.of(&["91", "11", "12", "52"]), dice.of(&["510100", "110108", "440300"]));
    let mut weight = 1;
    let mut sum = 0;
    for sign in code.bytes() {
        sum += SIGNS.iter().position(|other| *other == sign).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    format!("{code}{}", char::from(SIGNS[(31 - sum % 31) % 31]))
}

fn grouped(number: &str, groups: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut parts = Vec::new();
    for group in groups {
        let (part, other) = rest.split_at((*group).min(rest.len()));
        if !part.is_empty() {
            parts.push(part);
        }
        rest = other;
    }
    parts.join(between)
}

fn full_width(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect()
}
