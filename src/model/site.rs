//! The site itself: `content/site.yaml`.

use jiff::civil::Date;

use super::decode::{Spanned, Word};
use super::fields::{choices, fields};
use super::{Picture, ReviewStage, Status};

fields! {
    /// The site (站点).
    pub struct Site {
        title: Word = ["title" "站名"] "站名" "title",
        subtitle: Option<Word> = ["subtitle" "副标题"] "副标题" "subtitle",
        description: Option<Word> = ["description" "描述"] "一句话描述，给搜索引擎看" "one sentence, for search engines",
        base_url: Option<Word> = ["base_url" "网址"] "公开的网址，如 https://honor.example/" "public address, as `https://honor.example/`",
        language: Option<Word> = ["language" "语言"] "语言；默认 zh-Hans" "default: zh-Hans",
        languages: Vec<Word> = ["languages" "语种"] "发布哪几种文字的版本；写 [zh-Hans, zh-Hant] 即同时发布 /zh-hant/ 繁体版；默认只有一种" "editions; [zh-Hans, zh-Hant] publishes one in traditional characters at /zh-hant/ beside the site; default: one",
        traditional: Vec<Form> = ["traditional" "繁体"] "繁体版里须照此写的词" "words that the traditional edition writes in this form",
        publisher: Option<Word> = ["publisher" "主办单位"] "主办单位" "who publishes it",
        contact: Option<Contact> = ["contact" "联系方式"] "联系方式" "how to reach the publisher",
        site_code: Option<Word> = ["site_code" "网站标识码"] "政府网站标识码" "code of a government site",
        icp: Option<Word> = ["icp" "备案号"] "ICP 备案号" "ICP licence",
        police: Option<Word> = ["police" "公安备案号"] "公安备案号" "public security record",
        theme: Option<Word> = ["theme" "主题"] "主题；默认 default" "default: default",
        order: Option<Order> = ["order" "排序"] "光荣榜的顺序；默认 姓氏笔画" "order of the roll; default: surname-strokes",
        reviews: Option<Spanned<u32>> = ["reviews" "审校"] "发布前需要几次签发，0–3；默认 0。1 是初审，2 是初审、终审，3 是初审、复审、终审；要别的环节就写 审校环节" "sign-offs needed before publication, 0–3; default: 0. 1 is the first review, 2 first and final, 3 first, second and final; for other steps write `review_steps`",
        review_steps: Vec<Spanned<ReviewStage>> = ["review_steps" "审校环节"] "发布前要签哪几个环节，按先后写，如 [初审, 初校, 终审]；写了就不必写 审校" "steps to be signed before publication, in their order; in place of `reviews`",
        same_reviewer: Option<bool> = ["same_reviewer" "一人多签"] "是：同一个人可以签一条记录的几个环节；默认 否" "yes: one person may sign several steps of a record; default: no",
        menu: Vec<MenuItem> = ["menu" "菜单"] "菜单；不写则自动生成" "default: made from what there is",
        per_page: Option<Spanned<u32>> = ["per_page" "每页"] "每页条数；默认 100" "entries a page; default: 100",
        default_status: Option<Status> = ["default_status" "默认状态"] "没写状态的记录视为什么；默认 待审" "status of records that state none; default: ready",
        show: Vec<PrivateField> = ["show" "公开字段"] "愿意公开的个人字段" "private fields of people that are shown",
        terms: Vec<Term> = ["terms" "用语"] "本站用语" "the site's own terminology",
        rules_off: Vec<Word> = ["rules_off" "不用的规则"] "不用的校对规则，写代码，如 doubled-text；只有校对的规则能关" "codes of the proofreader's rules that are not used, as doubled-text; no other rule can be switched off",
        updated: Option<Spanned<Date>> = ["updated" "更新日期"] "内容更新到哪一天；记录里有更晚的日期时以记录为准" "the day to which the content is up to date; later dates of records go before it",
        empty_pages: Option<bool> = ["empty_pages" "空白页"] "是：没有内容的单位和地区也有页面" "yes: units and places with nothing to show have pages too",
        holidays: Vec<Holiday> = ["holidays" "节假日"] "放假的日子，照国务院办公厅当年的通知写；公示的工作日按此计算" "days off, as the notice of that year has them; working days of a 公示 are counted by them",
        workdays: Vec<Spanned<Date>> = ["workdays" "调休上班"] "调休上班的周末" "days of a weekend that are worked",
        data_terms: Option<Word> = ["data_terms" "数据使用"] "公开数据的使用条件，写在开放数据页" "terms of use of the public data, shown on the page of open data",
        notice: Option<Word> = ["notice" "提示"] "每页页眉和页脚都显示的提示" "shown in header and footer of every page",
        share_image: Option<Picture> = ["share_image" "分享图"] "转发链接时显示的图片，最好 1200×630 像素；不写则由程序绘制" "shown with links to the site where they are passed on, best 1200×630 pixels; default: drawn by the program",
        noindex: Option<bool> = ["noindex" "不收录"] "是：请搜索引擎不要收录" "yes: asks search engines to stay away",
    }
}

fields! {
    /// A word and its traditional form.
    pub struct Form {
        simplified: Word = ["simplified" "简"] "简体" "as the records write it",
        traditional: Word = ["traditional" "繁"] "繁体" "as the traditional edition writes it",
    }
}

fields! {
    /// One day off, or several in a row. A plain text is a day.
    pub struct Holiday from from {
        from: Spanned<Date> = ["from" "起"] "放假的第一天" "the first day off",
        until: Option<Spanned<Date>> = ["until" "止"] "最后一天；只放一天的不写" "the last; left out where it is one day",
        name: Option<Word> = ["name" "名称"] "节日" "what it is",
    }
}

/// Simplified Chinese, the language of records.
pub const SIMPLIFIED: &str = "zh-Hans";
/// Traditional Chinese.
pub const TRADITIONAL: &str = "zh-Hant";

impl Site {
    /// The languages of the site's editions, never none; the first edition has the site's root for itself.
    pub fn editions(&self) -> Vec<&str> {
        if self.languages.is_empty() {
            return vec![self.language.as_ref().map_or(SIMPLIFIED, |language| language.as_str())];
        }
        self.languages.iter().map(|language| language.as_str()).collect()
    }

    /// The files under `media/` that it shows, as it names them.
    pub fn files(&self) -> Vec<&Word> {
        self.share_image.iter().map(|picture| &picture.file).collect()
    }

    /// The steps that a record is signed in before it is published, in their order.
    pub fn steps(&self) -> Vec<ReviewStage> {
        use ReviewStage::{FinalReview, FirstReview, SecondReview};
        if !self.review_steps.is_empty() {
            return self.review_steps.iter().map(|step| step.value).collect();
        }
        match self.reviews.map_or(0, |reviews| reviews.value) {
            0 => Vec::new(),
            1 => vec![FirstReview],
            2 => vec![FirstReview, FinalReview],
            _ => vec![FirstReview, SecondReview, FinalReview],
        }
    }

    /// What the status of a record is where it states none.
    pub fn default_status(&self) -> Status {
        self.default_status.unwrap_or(Status::Ready)
    }
}

fields! {
    /// How to reach the publisher.
    pub struct Contact {
        phone: Option<Word> = ["phone" "电话"] "电话" "telephone",
        email: Option<Word> = ["email" "邮箱"] "邮箱" "e-mail",
        address: Option<Word> = ["address" "地址"] "地址" "address",
        postcode: Option<Word> = ["postcode" "邮编"] "邮编" "postcode",
    }
}

fields! {
    /// An entry of the menu.
    pub struct MenuItem {
        title: Word = ["title" "标题" "名称"] "显示的文字" "the text shown",
        path: Word = ["path" "路径" "网址"] "站内路径，如 roll/" "path on the site, as roll/",
    }
}

fields! {
    /// A word that the site does not want, and the one it wants.
    pub struct Term {
        wrong: Word = ["wrong" "误"] "不用的写法" "not this",
        right: Word = ["right" "正"] "规范的写法；里面的繁体字、异体字不再提示" "but this; traditional and variant forms in it are asked about no more",
        reason: Option<Word> = ["reason" "理由"] "理由" "why",
    }
}

choices! {
    /// The order of the roll.
    pub enum Order {
        SurnameStrokes = ["surname-strokes" "姓氏笔画"],
        NameStrokes = ["name-strokes" "姓名笔画"],
        Pinyin = ["pinyin" "拼音"],
        Listed = ["listed" "原序"],
    }
}

choices! {
    /// Fields of people that stay private unless the site lists them.
    pub enum PrivateField {
        Born = ["born" "出生" "出生年月"],
        Died = ["died" "逝世" "去世"],
        NativePlace = ["native_place" "籍贯"],
        Education = ["education" "学历"],
        Degree = ["degree" "学位"],
        StartedWork = ["started_work" "参加工作时间"],
        JoinedParty = ["joined_party" "入党时间"],
        Title = ["title" "职称"],
        Rank = ["rank" "职级"],
        EarlierHonors = ["earlier_honors" "曾获荣誉"],
    }
}
