//! Commendations: published decisions that honor people, units and teams, with their lists as the documents give them.

use super::decode::{Spanned, Word};
use super::fields::{choices, fields};
use super::{Attachment, Campaign, Gender, Kind, Mention, PartialDate, Person, RecordKind, Ref, Team, Unit};

fields! {
    /// A commendation (表彰). The body is the document's text.
    pub struct Commendation {
        title: Word = ["title" "标题"] "文件标题" "title of the document",
        number: Option<Word> = ["number" "文号" "发文字号"] "文号，如 示委发〔2030〕15号" "document number, as 示委发〔2030〕15号",
        kind: Option<CommendationKind> = ["kind" "类别"] "类别" "what it is",
        level: Option<Level> = ["level" "级别"] "级别" "level",
        issuers: Vec<Mention<Unit>> = ["issuer" "表彰单位" "issuers" "发文机关"] "表彰单位（发文机关）" "who issued it",
        conferred_by: Vec<Mention<Unit>> = ["conferred_by" "授予单位"] "授予单位" "who confers the honor",
        approved_by: Vec<Mention<Unit>> = ["approved_by" "批准单位"] "批准单位" "who approved it",
        approval: Option<Word> = ["approval" "批准依据"] "批准依据" "under what approval",
        basis: Option<Word> = ["basis" "依据"] "依据" "under what rule",
        date: Option<Spanned<PartialDate>> = ["date" "日期" "成文日期"] "成文日期" "date of the document",
        campaign: Option<Ref<Campaign>> = ["campaign" "专项"] "所属专项" "campaign",
        stage: Option<Stage> = ["stage" "阶段"] "阶段；默认 决定" "default: decided",
        notice: Vec<Notice> = ["notice" "公示"] "公示" "public notices",
        addressees: Vec<Word> = ["addressees" "主送机关"] "主送机关" "to whom it is addressed",
        signatories: Vec<Word> = ["signatories" "落款"] "落款" "who signed",
        attachments: Vec<Attachment> = ["attachments" "附件"] "附件" "files to download",
        cc: Vec<Word> = ["cc" "抄送机关"] "抄送机关" "copies to",
        name_order: Option<NameOrder> = ["name_order" "名单排序"] "名单排序；默认 原序" "order of its lists; default: as listed",
        order_note: Option<Word> = ["order_note" "排序说明"] "排序说明，如 以姓氏笔画为序" "what the document says of the order",
        open: Option<bool> = ["open" "未列全"] "是：名单没有列全" "yes: the lists are not complete",
        honors: Vec<Honor> = ["honors" "荣誉"] "荣誉与名单" "honors and their lists",
        revoked: Option<Revocation> = ["revoked" "撤销"] "撤销本表彰的文件" "the document that revoked it",
        corrected: Option<Correction> = ["corrected" "更正"] "更正本表彰的文件" "the document that corrected it",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

choices! {
    pub enum CommendationKind {
        Commendation = ["commendation" "表彰"],
        Citation = ["citation" "嘉奖"],
        Merit = ["merit" "记功"],
        Praise = ["praise" "通报表扬"],
        Title = ["title" "荣誉称号"],
        /// Refused by `check`: publicity is a story or a column.
        Publicity = ["publicity" "典型宣传"],
    }
}

choices! {
    /// 级别, highest first.
    pub enum Level {
        National = ["national" "国家级" "国家"],
        Provincial = ["provincial" "省部级" "省" "省级"],
        Municipal = ["municipal" "市厅级" "市" "市级"],
        County = ["county" "县处级" "县" "县级" "区级"],
        Township = ["township" "乡科级" "乡镇"],
        Unit = ["unit" "基层单位" "单位"],
    }
}

choices! {
    pub enum Stage {
        /// 推荐: never public.
        Nominated = ["nominated" "推荐"],
        /// 公示: on its own notice page only.
        Notice = ["notice" "公示"],
        Decided = ["decided" "决定"],
        Corrected = ["corrected" "更正"],
        Revoked = ["revoked" "撤销"],
    }
}

choices! {
    /// How the names of a list stand.
    pub enum NameOrder {
        Listed = ["listed" "原序"],
        SurnameStrokes = ["surname-strokes" "姓氏笔画"],
        NameStrokes = ["name-strokes" "姓名笔画"],
        Pinyin = ["pinyin" "拼音"],
    }
}

fields! {
    /// A public notice (公示) of those who are to be honored.
    pub struct Notice {
        level: Option<Word> = ["level" "公示级别"] "公示级别，如 市级公示" "which level's notice",
        from: Spanned<jiff::civil::Date> = ["from" "起" "开始"] "公示开始日" "first day",
        until: Spanned<jiff::civil::Date> = ["until" "止" "结束"] "公示结束日" "last day",
        office: Option<Word> = ["office" "受理单位"] "受理意见的单位" "who takes objections",
        phone: Option<Word> = ["phone" "电话"] "受理电话" "telephone",
        fax: Option<Word> = ["fax" "传真"] "传真" "fax",
        email: Option<Word> = ["email" "邮箱"] "电子邮箱" "e-mail",
        address: Option<Word> = ["address" "地址"] "通信地址" "postal address",
        url: Option<Word> = ["url" "网址"] "网址" "address on the web",
        result: Option<Word> = ["result" "公示结果"] "公示结果" "what came of it",
        listed: Vec<Proposed> = ["listed" "公示名单"] "当时公示的名单，决定后保留在这里，供核对；不公开" "whom it listed, kept after the decision to compare with it; never published",
    }
}

fields! {
    /// One line of a notice's list, as it was; it refers to no record, so that it keeps nobody on the site.
    pub struct Proposed from name {
        name: Word = ["name" "姓名" "名称"] "姓名或单位名称" "the name",
        unit: Option<Word> = ["unit" "单位" "工作单位及职务"] "公示时的单位" "the unit at the time",
    }
}

fields! {
    /// An honor that a commendation confers, with its list.
    pub struct Honor {
        title: Word = ["title" "授予称号" "名称" "荣誉称号" "表彰名称" "奖项"] "授予的称号" "the title conferred",
        reward: Option<Reward> = ["reward" "奖励种类"] "奖励种类" "kind of reward",
        r#for: Option<HonorFor> = ["for" "对象类型"] "授予个人还是集体" "people or units",
        declared: Option<Spanned<u32>> = ["declared" "数量"] "文件写明的数量" "how many the document states",
        posthumous_declared: Option<Spanned<u32>> = ["posthumous_declared" "其中追授"] "其中追授的数量" "how many of them posthumous",
        name_order: Option<NameOrder> = ["name_order" "名单排序"] "名单排序" "order of the list",
        order_note: Option<Word> = ["order_note" "排序说明"] "排序说明" "what the document says of the order",
        recipients: Vec<Recipient> = ["recipients" "对象" "名单"] "名单" "the list",
        groups: Vec<Group> = ["groups" "分组"] "按地区、系统或战线分组的名单" "the list by place, system or front",
    }
}

choices! {
    /// 奖励种类, as in the rules on rewarding civil servants (公务员奖励规定).
    pub enum Reward {
        Citation = ["citation" "嘉奖"],
        MeritThird = ["merit-third" "记三等功"],
        MeritSecond = ["merit-second" "记二等功"],
        MeritFirst = ["merit-first" "记一等功"],
        Title = ["title" "授予称号"],
        Commendation = ["commendation" "表彰"],
        Praise = ["praise" "通报表扬"],
    }
}

choices! {
    pub enum HonorFor {
        Individual = ["individual" "个人"],
        Collective = ["collective" "集体"],
    }
}

fields! {
    /// A part of a list.
    pub struct Group {
        title: Word = ["title" "组名"] "组名" "name of the group",
        recipients: Vec<Recipient> = ["recipients" "对象" "名单"] "名单" "the list",
    }
}

fields! {
    /// One line of a list. A plain text is a name or an id.
    pub struct Recipient from who {
        who: Option<Word> = ["who" "对象"] "姓名或标识" "a name or id",
        person: Option<Ref<Person>> = ["person" "个人"] "人物记录" "a person's record",
        unit: Option<Ref<Unit>> = ["unit" "集体"] "单位记录" "a unit's record",
        team: Option<Ref<Team>> = ["team" "队伍"] "队伍记录" "a team's record",
        name: Option<Word> = ["name" "姓名" "名称"] "没有人物记录时的姓名" "the name, where there is no record",
        gender: Option<Gender> = ["gender" "性别"] "性别" "gender",
        ethnicity: Option<Word> = ["ethnicity" "民族"] "民族" "ethnicity",
        affiliation: Option<Word> = ["affiliation" "工作单位及职务"] "名单上写的工作单位及职务" "unit and post as the list states them",
        listed_as: Option<Word> = ["listed_as" "名单原文"] "名单上的原文" "the line as the list has it",
        citation: Option<Word> = ["citation" "事由"] "事由" "what for",
        post: Option<Word> = ["post" "职务"] "受表彰时的职务" "the post at the time",
        unit_then: Option<Mention<Unit>> = ["unit_then" "时任单位"] "受表彰时的单位" "the unit at the time",
        posthumous: Option<bool> = ["posthumous" "追授"] "追授" "posthumous",
        revoked: Option<Revocation> = ["revoked" "撤销"] "撤销" "revoked",
        certificate: Option<Word> = ["certificate" "证书编号"] "证书编号（不公开）" "certificate number; never published",
    }
}

fields! {
    /// A document that takes an honor back.
    pub struct Revocation {
        on: Option<Spanned<PartialDate>> = ["on" "日期"] "撤销日期" "when",
        number: Option<Word> = ["number" "文号"] "撤销文件的文号" "number of the document",
        reason: Option<Word> = ["reason" "原因"] "原因（不公开）" "why; never published",
    }
}

fields! {
    /// A document that corrects another.
    pub struct Correction from note {
        on: Option<Spanned<PartialDate>> = ["on" "日期"] "更正日期" "when",
        number: Option<Word> = ["number" "文号"] "更正文件的文号" "number of the document",
        note: Option<Word> = ["note" "说明"] "更正了什么" "what was corrected",
    }
}

impl Commendation {
    pub fn stage(&self) -> Stage {
        self.stage.unwrap_or(Stage::Decided)
    }

    /// Whether its honors stand: decided or corrected, and not revoked.
    pub fn confers(&self) -> bool {
        matches!(self.stage(), Stage::Decided | Stage::Corrected) && self.revoked.is_none()
    }
}

impl Honor {
    /// Every recipient, first those outside groups, in the document's order.
    pub fn everyone(&self) -> impl Iterator<Item = &Recipient> {
        self.recipients.iter().chain(self.groups.iter().flat_map(|group| &group.recipients))
    }

    pub fn everyone_mut(&mut self) -> impl Iterator<Item = &mut Recipient> {
        self.recipients.iter_mut().chain(self.groups.iter_mut().flat_map(|group| &mut group.recipients))
    }
}

impl RecordKind for Commendation {
    const KIND: Kind = Kind::Commendation;

    fn title(&self) -> &Word {
        &self.title
    }

    fn files(&self) -> Vec<&Word> {
        self.attachments.iter().map(|attachment| &attachment.file).collect()
    }

    fn other_names(&self) -> Vec<&str> {
        self.number.iter().map(|number| number.value.as_str()).collect()
    }
}
