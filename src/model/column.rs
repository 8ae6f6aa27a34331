//! Columns: series of stories that a channel runs (栏目).

use super::decode::Word;
use super::fields::fields;
use super::{Channel, Kind, Picture, RecordKind, Ref};

fields! {
    /// A column (栏目).
    pub struct Column {
        title: Word = ["title" "栏目" "标题" "名称"] "栏目名称" "title",
        channel: Option<Ref<Channel>> = ["channel" "渠道"] "开设的渠道" "the channel that runs it",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
        cover: Option<Picture> = ["cover" "封面"] "封面图片" "cover picture",
    }
}

impl RecordKind for Column {
    const KIND: Kind = Kind::Column;

    fn title(&self) -> &Word {
        &self.title
    }

    fn files(&self) -> Vec<&Word> {
        self.cover.iter().map(|cover| &cover.file).collect()
    }
}
