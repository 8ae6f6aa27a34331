//! Channels: where stories appear, such as a WeChat account, a newspaper or a television station (渠道).

use super::decode::Word;
use super::fields::{choices, fields};
use super::{Kind, Mention, RecordKind, Unit};

fields! {
    /// A channel (渠道).
    pub struct Channel {
        name: Word = ["name" "名称"] "名称" "name",
        kind: Option<ChannelKind> = ["kind" "类型"] "类型；资料没有写明就不填" "only where it is stated",
        owner: Vec<Mention<Unit>> = ["owner" "主办单位"] "主办单位" "who runs it",
        url: Option<Word> = ["url" "网址"] "网址" "address",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

choices! {
    pub enum ChannelKind {
        Wechat = ["wechat" "微信"],
        Newspaper = ["newspaper" "报纸"],
        Television = ["television" "电视"],
        App = ["app" "客户端"],
        Website = ["website" "网站"],
    }
}

impl RecordKind for Channel {
    const KIND: Kind = Kind::Channel;

    fn title(&self) -> &Word {
        &self.name
    }
}
