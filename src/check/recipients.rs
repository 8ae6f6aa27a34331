//! Recipients: whom the lines of a commendation's lists mean.
//!
//! An id means its record. A bare name means a person only where the unit agrees, even where a record has that name for
//! its id: the wrong 张伟 must not be honored.

use super::names::{Found, Names};
use super::roll::parent;
use super::{abreast, links};
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{
    Group, HonorFor, Key, Kind, Person, Recipient, Record, Ref, Spanned, Tables, Team, Unit, Word,
};
use crate::say;
use crate::text::han::lookup_form;

/// Links the bare names of every list.
pub fn link(tables: &mut Tables, names: &Names, report: &mut Report) {
    let Tables { commendations, people, units, .. } = tables;
    let finder = Finder { names, people, units };
    let doubts = abreast::change(commendations, |_, commendation, doubts: &mut Vec<Doubt>| {
        for honor in &mut commendation.data.honors {
            let collective = honor.r#for == Some(HonorFor::Collective);
            for recipient in &mut honor.recipients {
                doubts.extend(finder.find(recipient, collective, None));
            }
            for Group { title, recipients } in &mut honor.groups {
                for recipient in recipients {
                    doubts.extend(finder.find(recipient, collective, Some(title)));
                }
            }
        }
    });
    // Each look for near ids goes through all of them.
    let mut looks = 20_u32;
    for doubt in doubts.into_iter().flatten() {
        report.push(match doubt {
            Doubt::Unlinked(warning) => warning,
            Doubt::UnknownId(id) => {
                let near = if looks > 0 { names.nearest(Kind::Person, &id) } else { Vec::new() };
                looks = looks.saturating_sub(1);
                links::unknown(Kind::Person, &id, id.span, &near)
            }
        });
    }
}

/// Why a line was not linked.
enum Doubt {
    /// It may be one of several, or none of them.
    Unlinked(Diagnostic),
    /// It is an id that nobody has.
    UnknownId(Word),
}

struct Finder<'a> {
    names: &'a Names,
    people: &'a [Record<Person>],
    units: &'a [Record<Unit>],
}

impl Finder<'_> {
    fn find(&self, recipient: &mut Recipient, collective: bool, group: Option<&Word>) -> Option<Doubt> {
        if recipient.person.is_some() || recipient.unit.is_some() || recipient.team.is_some() {
            return None;
        }
        let named = recipient.who.clone().or_else(|| recipient.name.clone())?;
        if collective {
            self.find_collective(recipient, &named);
            return None;
        }
        match self.names.find(Kind::Person, &named) {
            Found::Broken => None,
            Found::Nothing => {
                self.find_collective(recipient, &named);
                let linked = recipient.unit.is_some() || recipient.team.is_some();
                let is_unknown = !linked && recipient.who.is_some() && is_like_an_id(&named);
                is_unknown.then_some(Doubt::UnknownId(named))
            }
            Found::One(index) if recipient.who.is_some() && !self.is_only_a_name(index, &named) => {
                recipient.person = Some(Ref::linked(&named, Key::new(index as usize)));
                None
            }
            Found::One(index) => self.choose(recipient, &named, &[index], group),
            Found::Several(indices) => self.choose(recipient, &named, &indices, group),
        }
    }

    /// `张伟` is a name even where it is an id too; `people/张伟` is an id.
    fn is_only_a_name(&self, index: u32, named: &str) -> bool {
        lookup_form(self.people[index as usize].title()) == lookup_form(named)
    }

    fn find_collective(&self, recipient: &mut Recipient, named: &Spanned<String>) {
        if let Found::One(index) = self.names.find(Kind::Unit, named) {
            recipient.unit = Some(Ref::<Unit>::linked(named, Key::new(index as usize)));
        } else if let Found::One(index) = self.names.find_path(Kind::Unit, named) {
            recipient.unit = Some(Ref::<Unit>::linked(named, Key::new(index as usize)));
        } else if let Found::One(index) = self.names.find(Kind::Team, named) {
            recipient.team = Some(Ref::<Team>::linked(named, Key::new(index as usize)));
        }
    }

    /// Of the people of that name, the one whose unit agrees with what the list says.
    fn choose(
        &self,
        recipient: &mut Recipient,
        named: &Word,
        indices: &[u32],
        group: Option<&Word>,
    ) -> Option<Doubt> {
        let agreeing: Vec<u32> =
            indices.iter().copied().filter(|index| self.agrees(recipient, *index, group)).collect();
        if let [index] = agreeing[..] {
            recipient.person = Some(Ref::linked(named, Key::new(index as usize)));
            return None;
        }
        let name = &named.value;
        let mut warning = Diagnostic::warning(
            Code::UnlinkedRecipient,
            named.span,
            say!(
                "不能确定名单上的“{name}”就是人物记录里的“{name}”，只列名，不链接",
                "it is not certain that `{name}` on this list is the person of that name: listed without a link"
            ),
        );
        for index in indices.iter().take(3) {
            let id = &self.people[*index as usize].id;
            let text = &id.value;
            warning =
                warning.note(id.span, say!("这条记录的标识是“{text}”", "the id of this record is `{text}`"));
        }
        Some(Doubt::Unlinked(warning.hint(say!(
            "确是此人就写“个人: 标识”；不是就补上“工作单位及职务”",
            "if it is that person write `person: id`; if not, add `affiliation`"
        ))))
    }

    /// Whether what the list says of the unit fits the person's, or one above it.
    fn agrees(&self, recipient: &Recipient, index: u32, group: Option<&Word>) -> bool {
        let person = &self.people[index as usize].data;
        let unit = person.unit.as_ref().and_then(|unit| unit.key());
        let posts = person.posts.iter().filter_map(|post| post.unit.as_ref()?.key());
        let units: Vec<Key<Unit>> = (unit.into_iter().chain(posts))
            .flat_map(|unit| {
                std::iter::successors(Some(unit), |unit| parent(&self.units[unit.index()].data)).take(64)
            })
            .collect();
        if let Some(then) = &recipient.unit_then {
            return then.key().is_some_and(|key| units.contains(&key)) || self.mentions(then.text(), &units);
        }
        [recipient.affiliation.as_ref(), recipient.listed_as.as_ref(), group]
            .into_iter()
            .flatten()
            .any(|said| self.mentions(said, &units))
    }

    fn mentions(&self, said: &str, units: &[Key<Unit>]) -> bool {
        units.iter().any(|key| {
            let unit = &self.units[key.index()].data;
            let mut names = std::iter::once(&unit.name).chain(&unit.short).chain(&unit.formerly);
            names.any(|name| said.contains(name.as_str()))
        })
    }
}

/// `zhang-san`, `people/zhang-san`: what nobody is called.
fn is_like_an_id(text: &str) -> bool {
    let is_slug =
        |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b));
    text.split('/').all(|part| !part.is_empty() && is_slug(part))
}
