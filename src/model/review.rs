//! The ledger of sign-offs (三审三校). It is never published.

use super::PartialDate;
use super::decode::{Decode, Digest, Spanned, Word};
use super::fields::{choices, fields};
use super::shape::Shape;
use super::yaml::Node;
use crate::diag::Report;

fields! {
    /// One sign-off, bound to the digest of what was signed.
    pub struct Review {
        record: Word = ["record" "记录"] "记录，如 people/zhang-san" "the record, as people/zhang-san",
        digest: Word = ["digest" "摘要"] "签发时内容的摘要" "digest of what was signed",
        stage: Spanned<ReviewStage> = ["stage" "环节"] "环节" "which step",
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

impl ReviewStage {
    /// A step by its Chinese or English word.
    pub fn named(word: &str) -> Option<ReviewStage> {
        ReviewStage::all().iter().copied().find(|stage| [stage.zh(), stage.en()].contains(&word))
    }

    pub fn all() -> &'static [ReviewStage] {
        ReviewStage::ALL
    }

    /// Whether the step is one of 校.
    pub fn is_proof(self) -> bool {
        matches!(self, ReviewStage::FirstProof | ReviewStage::SecondProof | ReviewStage::FinalProof)
    }
}

impl Decode for Spanned<ReviewStage> {
    fn shape() -> Shape {
        ReviewStage::shape()
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let span = node.span;
        Some(Spanned { value: ReviewStage::decode(node, report)?, span })
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        self.value.digest(digest);
    }
}
