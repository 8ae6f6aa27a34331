//! Whether a job must be rendered again, and why: a pure function of what is known.

use super::cache::Entry;
use super::survey::Stat;
use crate::diag::Text;
use crate::render::Fingerprint;
use crate::say;

/// Why a route is rendered or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Every job was asked for.
    Forced,
    /// The output has no such file, and no run remembers one.
    New,
    /// The file is there, but no run remembers how it was made.
    NoCache,
    /// What the page shows is different.
    ViewChanged,
    /// What the page shows is the same, but a template or asset of the theme, or the program, is not.
    TemplateChanged,
    /// Someone deleted the file.
    OutputMissing,
    /// Someone changed the file.
    OutputChanged,
    /// No job makes it any more.
    Removed,
}

impl Reason {
    /// The name that programs read; it is stable.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Forced => "forced",
            Reason::New => "new",
            Reason::NoCache => "not-remembered",
            Reason::ViewChanged => "content-changed",
            Reason::TemplateChanged => "template-changed",
            Reason::OutputMissing => "output-missing",
            Reason::OutputChanged => "output-changed",
            Reason::Removed => "removed",
        }
    }

    /// A few words for lists.
    pub fn text(self) -> Text {
        match self {
            Reason::Forced => say!("要求全部重做", "forced"),
            Reason::New => say!("新增", "new"),
            Reason::NoCache => say!("没有上次的记录", "not remembered"),
            Reason::ViewChanged => say!("内容有变化", "content changed"),
            Reason::TemplateChanged => say!("模板或程序有变化", "template changed"),
            Reason::OutputMissing => say!("输出文件不见了", "output missing"),
            Reason::OutputChanged => say!("输出文件被改过", "output changed"),
            Reason::Removed => say!("不再发布，将删除", "no longer published"),
        }
    }
}

/// `None` where the standing file is what the job would make: the job's fingerprint is `now`, the last run remembers
/// `known`, and `standing` is the file in the output.
pub(super) fn reason(
    now: &Fingerprint,
    known: Option<&Entry>,
    standing: Option<&Stat>,
    forced: bool,
) -> Option<Reason> {
    match (known, standing) {
        _ if forced => Some(Reason::Forced),
        (None, None) => Some(Reason::New),
        (None, Some(_)) => Some(Reason::NoCache),
        (Some(known), _) if known.fingerprint().view != now.view => Some(Reason::ViewChanged),
        (Some(known), _) if known.fingerprint().template != now.template => Some(Reason::TemplateChanged),
        (Some(_), None) => Some(Reason::OutputMissing),
        (Some(known), Some(standing)) if known.stat != *standing => Some(Reason::OutputChanged),
        (Some(_), Some(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons() {
        let print = |template: u8, view: u8| Fingerprint { template: [template; 16], view: [view; 16] };
        let stat = |size| Stat { size, modified: 1, inode: 1 };
        let entry = Entry::new("a", print(1, 1), [0; 32], stat(1));
        let check = |now, known, standing: Option<Stat>, forced, expect| {
            assert_eq!(reason(&now, known, standing.as_ref(), forced), expect);
        };
        check(print(1, 1), Some(&entry), Some(stat(1)), false, None);
        check(print(1, 1), Some(&entry), Some(stat(1)), true, Some(Reason::Forced));
        check(print(1, 1), None, None, false, Some(Reason::New));
        check(print(1, 1), None, Some(stat(1)), false, Some(Reason::NoCache));
        check(print(1, 2), Some(&entry), Some(stat(1)), false, Some(Reason::ViewChanged));
        check(print(2, 2), Some(&entry), Some(stat(1)), false, Some(Reason::ViewChanged));
        check(print(2, 1), Some(&entry), Some(stat(1)), false, Some(Reason::TemplateChanged));
        check(print(1, 1), Some(&entry), None, false, Some(Reason::OutputMissing));
        check(print(1, 1), Some(&entry), Some(stat(2)), false, Some(Reason::OutputChanged));
    }
}
