//! Free pages, such as a page about the site.

use super::decode::Word;
use super::fields::fields;
use super::{Kind, RecordKind};

fields! {
    /// A free page (页面).
    pub struct Page {
        title: Word = ["title" "标题"] "标题" "title",
        path: Option<Word> = ["path" "路径"] "网址里的路径，如 about；不写则为 pages/标识" "its path, as in `about`; default: pages/ and its id",
        menu: Option<bool> = ["menu" "菜单"] "是：列入菜单" "yes: in the menu",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

impl RecordKind for Page {
    const KIND: Kind = Kind::Page;

    fn title(&self) -> &Word {
        &self.title
    }
}
