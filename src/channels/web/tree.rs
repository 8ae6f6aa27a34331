//! Trees of units, places and teams, with how many people of the roll they hold.

use serde::Serialize;

use super::shared::Web;
use crate::check::Tally;
use crate::model::{InTables, Key, Place, Team, Unit};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TreeNode {
    pub text: String,
    pub href: Option<String>,
    pub kind: Option<String>,
    /// “上榜 12 人”, what lies below included.
    pub count_text: Option<String>,
    pub children: Vec<TreeNode>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tree {
    /// Outermost first, without children.
    pub ancestors: Vec<TreeNode>,
    pub children: Vec<TreeNode>,
}

/// A kind of record that forms a tree.
pub trait Branch: InTables {
    fn kind(&self) -> Option<String>;
    fn tally(web: &Web<'_>, key: Key<Self>) -> Tally;
}

impl<'r> Web<'r> {
    /// Where a record stands among those above it and right below it.
    pub fn tree<T: Branch>(&self, key: Key<T>) -> Tree {
        Tree {
            ancestors: self.roll.ancestors(key).into_iter().map(|key| self.node(key, 0)).collect(),
            children: self.branches(key, 0),
        }
    }

    /// A record with `depth` levels of what lies below it. What has nothing to show is left out.
    pub fn node<T: Branch>(&self, key: Key<T>, depth: usize) -> TreeNode {
        let data = &self.roll.get(key).data;
        TreeNode {
            text: data.title().value.clone(),
            href: self.href(key),
            kind: data.kind(),
            count_text: tally_text(T::tally(self, key)),
            children: depth.checked_sub(1).map_or_else(Vec::new, |depth| self.branches(key, depth)),
        }
    }

    /// What lies right below a record, each with `depth` further levels.
    pub fn branches<T: Branch>(&self, key: Key<T>, depth: usize) -> Vec<TreeNode> {
        let children = self.roll.children(key).filter(|child| self.roll.has_page(*child));
        children.map(|child| self.node(child, depth)).collect()
    }
}

fn tally_text(tally: Tally) -> Option<String> {
    let part = |count: u32, label: &str| (count > 0).then(|| format!("{label} {count} 人"));
    let parts: Vec<String> =
        [part(tally.honorees, "上榜"), part(tally.exemplary, "先进典型")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}

impl Branch for Unit {
    fn kind(&self) -> Option<String> {
        super::source::text(self.kind.as_ref())
    }

    fn tally(web: &Web<'_>, key: Key<Unit>) -> Tally {
        web.roll.tally_of_unit(key)
    }
}

impl Branch for Place {
    fn kind(&self) -> Option<String> {
        super::source::text(self.kind.as_ref())
    }

    fn tally(web: &Web<'_>, key: Key<Place>) -> Tally {
        web.roll.tally_of_place(key)
    }
}

impl Branch for Team {
    fn kind(&self) -> Option<String> {
        super::source::text(self.kind.as_ref())
    }

    fn tally(_: &Web<'_>, _: Key<Team>) -> Tally {
        Tally::default()
    }
}
