//! What records of every kind may carry.

use jiff::civil::Date;

use super::PartialDate;
use super::decode::{Spanned, Word};
use super::fields::{choices, fields};

fields! {
    /// Fields that every record may carry.
    pub struct Common {
        id: Option<Word> = ["id" "标识"] "标识：会成为网址的一部分，绝不能用身份证号或证书编号；不写则取文件名或名称" "becomes part of the address; never an ID-card or certificate number; default: the file's stem or the name",
        status: Option<Status> = ["status" "状态"] "发布状态；默认 待审" "whether it may be published; default: ready",
        publish_on: Option<Spanned<Date>> = ["publish_on" "定时发布"] "此日之前不发布" "not published before this day",
        expires_on: Option<Spanned<Date>> = ["expires_on" "自动下线"] "此日之后不再发布" "not published after this day",
        sources: Vec<Source> = ["sources" "来源"] "资料来源" "where it is stated",
        tags: Vec<Word> = ["tags" "标签"] "自由填写的词" "free words",
        traditional: Option<Word> = ["traditional" "繁体"] "姓名或名称的繁体写法；只在自动转换不对时写，如 肖某 写 蕭某" "name or title in traditional characters, where the converted one is wrong",
        weight: Option<Spanned<i64>> = ["weight" "顺序"] "整数，小的在前；编辑需要调整顺序时用" "whole number, smaller first, where an editor overrides the order",
        disclosure: Option<Disclosure> = ["disclosure" "公开属性"] "只有 主动公开 会发布；默认 主动公开" "only `open` is published; default: open",
        privacy_allowances: Vec<Allowance> = ["privacy_allowances" "隐私许可"] "可以公开的个人信息：核实过、本人同意的才写；从不发布" "personal data that may be public, as checked and agreed; never published itself",
        review_by: Option<Spanned<Date>> = ["review_by" "复核日期"] "到这一天要重新核对内容；不公开，honorroll due 列出到期的" "when it has to be gone over again; never published, `honorroll due` lists what has come due",
        withdrawn: Option<Withdrawal> = ["withdrawn" "撤下"] "何时、因何撤下；不公开，honorroll withdraw 会写" "when and why it was withdrawn; never published, `honorroll withdraw` writes it",
        former_ids: Vec<Word> = ["former_ids" "曾用编号"] "以前用过的标识：旧网址会转到新网址" "ids it had before: their addresses lead to the new one",
    }
}

choices! {
    /// Whether staff hold a record to be fit for publication.
    pub enum Status {
        Draft = ["draft" "草稿"],
        Ready = ["ready" "待审"],
        Published = ["published" "发布" "已发布"],
        Withdrawn = ["withdrawn" "撤下" "已撤下"],
    }
}

choices! {
    /// 公开属性 of government information: only the first is ever published.
    pub enum Disclosure {
        Open = ["open" "主动公开"],
        OnRequest = ["on-request" "依申请公开"],
        Closed = ["closed" "不予公开"],
    }
}

fields! {
    /// That a record was taken back, for the file: it is part of no page and of no digest.
    pub struct Withdrawal {
        on: Option<Spanned<Date>> = ["on" "日期"] "撤下的日期" "when",
        reason: Option<Word> = ["reason" "原因"] "原因" "why",
        by: Option<Word> = ["by" "经手人"] "经手人" "who did it",
    }
}

fields! {
    /// Where something is stated.
    pub struct Source from title {
        title: Word = ["title" "标题"] "标题" "title",
        publisher: Option<Word> = ["publisher" "出处" "媒体"] "刊登的媒体或单位" "who published it",
        date: Option<Spanned<PartialDate>> = ["date" "日期"] "日期" "when",
        url: Option<Word> = ["url" "网址"] "网址" "address",
        author: Option<Word> = ["author" "作者"] "作者" "author",
    }
}

fields! {
    /// Personal data that a record may publish, and who answers for it.
    pub struct Allowance {
        what: Word = ["what" "内容"] "允许公开的那一段，照正文里的写法" "the passage that may be public, as the record writes it",
        reason: Word = ["reason" "理由"] "为什么可以公开" "why it may be",
        by: Word = ["by" "批准人"] "谁批准的" "who allowed it",
    }
}

fields! {
    /// A picture that a record shows.
    pub struct Picture from file {
        file: Word = ["file" "文件"] "media/ 下的文件，或照片记录的标识" "a file under media/",
        alt: Option<Word> = ["alt" "替代文本"] "给看不见图片的人读的文字" "text for those who do not see it",
        credit: Option<Word> = ["credit" "摄影"] "拍摄者" "who took it",
    }
}

fields! {
    /// A file that readers can download.
    pub struct Attachment from file {
        file: Word = ["file" "文件"] "media/ 下的文件" "a file under media/",
        title: Option<Word> = ["title" "标题" "名称"] "显示的名称" "the name shown",
    }
}
