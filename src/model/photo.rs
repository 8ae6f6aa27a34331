//! Photos: pictures of the work, many of them snapshots by those who were there (随手拍).

use super::decode::{Spanned, Word};
use super::fields::fields;
use super::{Campaign, Kind, PartialDate, Person, Place, RecordKind, Ref};

fields! {
    /// A photo (照片).
    pub struct Photo {
        file: Word = ["file" "文件"] "media/ 下的文件" "a file under media/",
        caption: Option<Word> = ["caption" "说明"] "说明" "caption",
        alt: Option<Word> = ["alt" "替代文本"] "给看不见图片的人读的文字" "text for those who do not see it",
        by: Option<Word> = ["by" "拍摄者"] "拍摄者" "who took it",
        taken: Option<Spanned<PartialDate>> = ["taken" "拍摄日期"] "拍摄日期" "when it was taken",
        place: Option<Ref<Place>> = ["place" "地区"] "拍摄地区" "where it was taken",
        people: Vec<Ref<Person>> = ["people" "人物"] "照片里的人" "who is in it",
        campaign: Option<Ref<Campaign>> = ["campaign" "专项"] "专项" "campaign",
        consent: Option<Word> = ["consent" "授权"] "能认出的人同意公开的依据；没有就不能发布" "how the people in it consented; needed to publish a recognisable person",
    }
}

impl RecordKind for Photo {
    const KIND: Kind = Kind::Photo;

    fn title(&self) -> &Word {
        self.caption.as_ref().unwrap_or(&self.file)
    }

    fn files(&self) -> Vec<&Word> {
        vec![&self.file]
    }
}
