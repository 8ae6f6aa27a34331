//! Measures: mechanisms, care measures, documents, activities, platforms and guides.

use super::decode::{Spanned, Word};
use super::fields::{choices, fields};
use super::{Attachment, Campaign, Kind, Mention, PartialDate, Place, RecordKind, Ref, Unit};

fields! {
    /// A measure (措施).
    pub struct Measure {
        title: Word = ["title" "标题"] "标题" "title",
        kind: Option<MeasureKind> = ["kind" "类型"] "类型" "what it is",
        number: Option<Word> = ["number" "文号" "发文字号"] "文号" "document number",
        issuer: Vec<Mention<Unit>> = ["issuer" "发文单位" "issuers"] "发文单位" "who issued it",
        date: Option<Spanned<PartialDate>> = ["date" "日期"] "日期" "when",
        levels: Vec<Word> = ["levels" "层级"] "层级，从上到下；画成一条链" "ordered from the top: drawn as a chain",
        items: Vec<Word> = ["items" "条目"] "条目" "what it consists of",
        declared: Option<Spanned<u32>> = ["declared" "数量"] "资料写明的条数" "how many items the source states",
        open: Option<bool> = ["open" "等" "未列全"] "是：没有列全" "yes: the list is not complete",
        actors: Vec<Ref<Unit>> = ["actors" "单位" "实施单位"] "实施单位" "the units that carry it out",
        places: Vec<Ref<Place>> = ["places" "地区" "place"] "实施地区" "where",
        campaign: Option<Ref<Campaign>> = ["campaign" "专项"] "所属专项" "campaign",
        attachments: Vec<Attachment> = ["attachments" "附件"] "附件" "files to download",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

choices! {
    pub enum MeasureKind {
        Mechanism = ["mechanism" "机制"],
        Care = ["care" "关爱措施"],
        Document = ["document" "文件"],
        Activity = ["activity" "活动"],
        Platform = ["platform" "平台"],
        Guide = ["guide" "指南"],
    }
}

impl RecordKind for Measure {
    const KIND: Kind = Kind::Measure;

    fn title(&self) -> &Word {
        &self.title
    }

    fn files(&self) -> Vec<&Word> {
        self.attachments.iter().map(|attachment| &attachment.file).collect()
    }
}
