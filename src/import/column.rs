//! What a column of a roster holds, and by which headings it is known.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::similar;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$($other:literal)*],)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $variant,)* }

        impl Column {
            pub const ALL: &[Column] = &[$(Column::$variant,)*];

            /// The heading that this program writes, and that mappings name a column by.
            pub fn name(self) -> &'static str {
                match self { $(Column::$variant => $name,)* }
            }

            fn headings(self) -> &'static [&'static str] {
                match self { $(Column::$variant => &[$name, $($other,)*],)* }
            }
        }
    };
}

columns! {
    // --- the person ---
    Id = "标识" ["id" "人物标识" "编号标识"],
    Name = "姓名" ["名字" "name" "人员姓名" "获奖人" "获奖人员" "获奖者" "受表彰人" "受表彰人员" "受表彰对象" "表彰对象" "对象" "个人" "先进个人" "同志姓名" "本人姓名"],
    Gender = "性别" ["gender" "男女"],
    Ethnicity = "民族" ["ethnicity" "族别"],
    Born = "出生年月" ["出生" "出生日期" "出生时间" "出生年月日" "生日" "出生年份"],
    Party = "政治面貌" ["政治身份" "党派" "面貌"],
    Unit = "单位" ["工作单位" "所在单位" "单位名称" "现工作单位" "现单位" "部门" "所属单位" "工作部门" "所在部门" "推荐单位名称" "unit"],
    Post = "职务" ["职务职级" "现任职务" "行政职务" "岗位" "岗位职务" "担任职务" "身份" "职位" "post"],
    Affiliation = "工作单位及职务" ["单位及职务" "单位职务" "所在单位及职务" "工作单位职务" "现工作单位及职务" "单位及职务职级" "工作单位和职务" "单位和职务" "工作单位及职务职级" "现任单位及职务" "所在单位职务" "工作单位岗位"],
    Rank = "职级" ["级别职级" "公务员职级"],
    Title = "职称" ["专业技术职务" "专业技术职称" "技术职称"],
    NativePlace = "籍贯" ["出生地"],
    Education = "学历" ["文化程度" "最高学历"],
    Degree = "学位" ["最高学位"],
    StartedWork = "参加工作时间" ["参加工作年月" "工作时间"],
    JoinedParty = "入党时间" ["入党年月" "加入中国共产党时间"],
    EarlierHonors = "曾获荣誉" ["曾获表彰" "曾受表彰" "曾获奖项" "何时何地受过何种奖励" "曾获奖励" "获奖情况"],
    Place = "地区" ["所在地区" "区县" "县区" "所属地区" "县市区" "地区名称"],
    Summary = "简介" ["一句话简介" "个人简介" "人物简介"],
    /// What the person did: the profile.
    Deeds = "事迹" ["主要事迹" "先进事迹" "事迹简介" "主要先进事迹" "简要事迹" "事迹材料" "主要事迹简介" "工作事迹" "主要业绩"],
    Status = "状态" ["发布状态" "status"],
    // --- what is honored beside people ---
    Collective = "集体名称" ["先进集体" "获奖集体" "获奖单位" "受表彰集体" "集体" "受表彰单位" "先进集体名称"],
    // --- the decision ---
    DocumentId = "表彰标识" ["文件标识"],
    Document = "文件标题" ["表彰决定" "表彰文件" "文件名称" "决定名称" "文件" "标题" "表彰文件名称" "通报名称" "表彰决定名称" "发文标题"],
    Number = "文号" ["发文字号" "文件号" "表彰文号" "文件文号" "发文号" "文件字号" "批准文号"],
    Issuer = "表彰单位" ["表彰机关" "发文机关" "发文单位" "颁发单位" "授予单位" "颁奖单位" "授奖单位" "授予机关" "颁发机关" "表彰部门" "发证单位"],
    Date = "表彰时间" ["表彰日期" "成文日期" "发文日期" "发文时间" "获奖时间" "授予时间" "表彰年度" "年度" "获奖年度" "获奖日期" "授奖时间" "表彰年份" "日期" "时间" "颁发时间" "批准时间"],
    Level = "级别" ["表彰级别" "奖励级别" "荣誉级别" "层级" "表彰层级" "奖项级别"],
    Kind = "类别" ["表彰类别" "表彰类型"],
    Honor = "荣誉称号" ["称号" "表彰名称" "授予称号" "奖项" "荣誉名称" "奖励名称" "获得荣誉" "所获荣誉" "荣誉" "获奖名称" "奖项名称" "表彰项目" "表彰称号" "授予荣誉称号" "获评称号" "荣誉奖项" "奖励称号"],
    Reward = "奖励种类" ["奖励类型" "奖励种类名称" "奖励"],
    Group = "分组" ["组别" "系统" "战线" "代表团"],
    Citation = "事由" ["奖励事由" "表彰事由" "获奖原因" "表彰原因"],
    Posthumous = "追授" ["是否追授"],
    // --- what never becomes part of a record ---
    /// Row numbers, remarks and the like.
    Skipped = "不导入" ["序号" "编号" "序" "no" "备注" "说明" "附注" "备考" "年龄" "排序" "网页" "备 注" "签名" "签字" "类型"],
    /// What identifies or reaches a person: it has no place in records that are published.
    Private = "不公开" ["身份证号" "身份证号码" "身份证" "公民身份号码" "证件号码" "证件号" "居民身份证号码" "居民身份证号" "联系电话" "电话" "手机" "手机号" "手机号码" "联系方式" "电话号码" "移动电话" "办公电话" "家庭住址" "住址" "家庭地址" "通讯地址" "通信地址" "户籍地址" "银行卡号" "银行账号" "开户行" "银行卡" "账号" "社保卡号" "邮箱" "电子邮箱" "微信" "微信号" "qq" "qq号" "健康状况" "身体状况" "婚姻状况" "家庭成员" "家庭情况" "护照号" "车牌号" "工号" "证书编号"],
}

impl Column {
    /// By a heading in any of its spellings.
    pub fn of(heading: &str) -> Option<Column> {
        let [whole, bare] = spellings(heading);
        let find = |form: &str| HEADINGS.get(form).copied();
        // “联系电话（不公开）” is known by what stands outside the brackets.
        find(&whole).or_else(|| find(&bare)).or_else(|| holds_private(&whole).then_some(Column::Private))
    }

    /// The known heading that is written nearly like this one.
    pub fn nearest(heading: &str) -> Option<Column> {
        let [_, bare] = spellings(heading);
        let known = Column::ALL.iter().flat_map(|column| column.headings());
        let near = similar::nearest(&bare, known.copied(), 1);
        near.first().and_then(|near| Column::of(near))
    }

    /// Whether records are made of it.
    pub fn is_taken(self) -> bool {
        !matches!(self, Column::Skipped | Column::Private)
    }

    /// Whether it says something of a decision.
    pub fn is_of_decision(self) -> bool {
        use Column::*;
        matches!(self, DocumentId | Document | Number | Issuer | Date | Level | Kind | Honor | Reward)
    }
}

/// Every heading in its plain form. A sheet has as many cells that might be headings as it has cells.
static HEADINGS: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let all = Column::ALL.iter().rev();
    let named = all.flat_map(|&column| column.headings().iter().map(move |known| (plain(known), column)));
    named.map(|(known, column)| (known.into_owned(), column)).collect()
});

fn holds_private(form: &str) -> bool {
    ["身份证", "证件号", "手机", "电话", "银行", "住址"].iter().any(|part| form.contains(part))
}

/// The whole heading, and what stands outside its brackets.
fn spellings(heading: &str) -> [String; 2] {
    let whole = plain(heading);
    let mut bare = String::new();
    let mut depth = 0_u32;
    for c in whole.chars() {
        match c {
            '(' | '[' | '〔' | '【' => depth += 1,
            ')' | ']' | '〕' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let only = |text: &str| text.chars().filter(|c| !"()[]〔〕【】".contains(*c)).collect();
    let bare = if bare.is_empty() { only(&whole) } else { bare };
    [only(&whole), bare]
}

/// Without widths, spaces, line breaks and the marks that forms put around headings.
fn plain(heading: &str) -> Cow<'_, str> {
    let drop = |c: &char| !c.is_whitespace() && !"*:/、,，。·-_—．.及与和".contains(*c);
    let form: String = heading.nfkc().flat_map(char::to_lowercase).filter(drop).collect();
    Cow::Owned(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_their_spellings() {
        for (heading, expect) in [
            ("姓名", Some(Column::Name)),
            ("姓　　名", Some(Column::Name)),
            ("姓\n名", Some(Column::Name)),
            ("＊姓名：", Some(Column::Name)),
            ("出生年月（岁）", Some(Column::Born)),
            ("（工作）单位", Some(Column::Unit)),
            ("单位及职务（职级）", Some(Column::Affiliation)),
            ("工作单位、职务", Some(Column::Affiliation)),
            ("职务/职级", Some(Column::Post)),
            ("ＩＤ", Some(Column::Id)),
            ("本人身份证号码（18位）", Some(Column::Private)),
            ("联系电话（手机）", Some(Column::Private)),
            ("序号", Some(Column::Skipped)),
            ("获评时间点", None),
            ("", None),
        ] {
            assert_eq!(Column::of(heading), expect, "{heading}");
        }
        assert_eq!(Column::nearest("主要是迹"), Some(Column::Deeds));
    }

    #[test]
    fn no_heading_stands_for_two_columns() {
        for column in Column::ALL {
            for heading in column.headings() {
                assert_eq!(Column::of(heading), Some(*column), "{heading}");
            }
        }
    }
}
