//! The ledger of sign-offs (三审三校). It is never published.

use super::PartialDate;
use super::decode::{Spanned, Word};
use super::fields::{choices, fields};

fields! {
    /// One sign-off, bound to the digest of what was signed.
    pub struct Review {
        record: Word = ["record" "记录"] "记录，如 people/zhang-san" "the record, as people/zhang-san",
        digest: Word = ["digest" "摘要"] "签发时内容的摘要" "digest of what was signed",
        stage: ReviewStage = ["stage" "环节"] "环节" "which step",
        by: Word = ["by" "签发人"] "签发人" "who signed",
        on: Option<Spanned<PartialDate>> = ["on" "日期"] "日期" "when",
    }
}

choices! {
    /// Three readings for substance (审), three for the text (校).
    pub enum ReviewStage {
        FirstReview = ["first-review" "初审"],
        SecondReview = ["second-review" "复审"],
        FinalReview = ["final-review" "终审"],
        FirstProof = ["first-proof" "初校"],
        SecondProof = ["second-proof" "复校"],
        FinalProof = ["final-proof" "终校"],
    }
}
