//! How personal data is told, and which of it is meant to be public: what the publisher and notices say of how they are reached,
//! and what a record's own allowances (隐私许可) name.

use super::roll::Roll;
use crate::diag::{Code, Diagnostic, Severity, Span, Text};
use crate::model::{Allowance, Commendation, Site, Word};
use crate::privacy::{self, Certainty, Finding, Kind};
use crate::say;

/// What is meant to be public, as [`privacy::plain`] text.
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<String>);

impl Known {
    /// How the publisher of a site is reached.
    pub fn of_site(site: Option<&Site>) -> Known {
        let contact = site.and_then(|site| site.contact.as_ref());
        let words = contact
            .into_iter()
            .flat_map(|contact| [&contact.phone, &contact.email, &contact.address].into_iter().flatten());
        let mut known = Known::default();
        words.for_each(|word| known.add(word));
        known
    }

    /// How those are reached who take objections to what a commendation proposes.
    pub fn add_notices(&mut self, commendation: &Commendation) {
        contacts(commendation).for_each(|word| self.add(word));
    }

    pub fn add_allowances(&mut self, allowances: &[Allowance]) {
        allowances.iter().for_each(|allowance| self.add(&allowance.what));
    }

    /// Everything that the pages of a roll may show.
    pub fn of_roll(roll: &Roll) -> Known {
        let mut known = Known::of_site(Some(roll.site()));
        let records =
            roll.tables.commendations.iter().chain(roll.notices.iter().map(|notice| &notice.record));
        records.for_each(|record| {
            known.add_notices(&record.data);
            known.add_allowances(&record.common.privacy_allowances);
        });
        roll.tables.each(&mut Allowances(&mut known));
        known.0.sort();
        known.0.dedup();
        known
    }

    /// A number must be the one that is named; a circumstance may be told in more words than are named.
    pub fn covers(&self, text: &str, finding: &Finding) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let found = privacy::plain(&text[finding.range.clone()]);
        let is_part = |known: &String| known.contains(&found);
        let has_part = |known: &String| !finding.kind.is_number() && found.contains(known.as_str());
        self.0.iter().any(|known| is_part(known) || has_part(known))
    }

    fn add(&mut self, word: &Word) {
        let plain = privacy::plain(&word.value);
        // A character or two would be in everything.
        if plain.chars().count() >= 4 {
            self.0.push(plain);
        }
    }
}

struct Allowances<'a>(&'a mut Known);

impl crate::model::EachTable for Allowances<'_> {
    fn visit<T: crate::model::InTables>(&mut self, table: &crate::model::Table<T>) {
        table.iter().for_each(|record| self.0.add_allowances(&record.common.privacy_allowances));
    }
}

/// The fields of notices that are there to be written to, called and visited.
pub fn contacts(commendation: &Commendation) -> impl Iterator<Item = &Word> {
    commendation
        .notice
        .iter()
        .flat_map(|notice| [&notice.phone, &notice.fax, &notice.email, &notice.address].into_iter().flatten())
}

/// One finding in a record; `severity` is that of what is certain.
pub fn told(text: &str, finding: &Finding, severity: Severity, span: Span, hidden: Span) -> Diagnostic {
    let shown = privacy::veiled(text, finding);
    let Text { zh, en } = name(finding.kind);
    let message = match finding.certainty {
        Certainty::Certain => say!("这里有{zh}：{shown}", "this holds {en}: {shown}"),
        Certainty::Likely => say!("这里可能有{zh}：{shown}", "this may hold {en}: {shown}"),
    };
    let severity = match finding.certainty {
        Certainty::Certain => severity,
        Certainty::Likely => Severity::Warning,
    };
    Diagnostic { severity, ..Diagnostic::error(Code::PersonalData, span, message) }
        .hint(advice(finding))
        .hiding(hidden)
}

/// What a finding is called: the kind, and why it is held to be one.
pub fn name(kind: Kind) -> Text {
    match kind {
        Kind::ResidentId => say!("身份证号", "a resident identity number"),
        Kind::Mobile => say!("手机号", "a mobile number"),
        Kind::Landline => say!("固定电话号码", "a telephone number"),
        Kind::BankCard => say!("银行卡号", "the number of a bank card"),
        Kind::Email => say!("电子邮箱", "an e-mail address"),
        Kind::HomeAddress => say!("精确到门牌的住址", "a home address down to the door"),
        Kind::Plate => say!("车牌号", "a number plate"),
        Kind::Passport => say!("护照或通行证号码", "the number of a passport or travel permit"),
        Kind::Minor => say!("未成年人的姓名和学校", "a minor's name and school"),
        Kind::Health => say!("某人的健康状况", "someone's state of health"),
        Kind::Family => say!("家庭成员的姓名", "the name of a member of a family"),
        Kind::Position => say!("精确的经纬度", "an exact position"),
    }
}

fn advice(finding: &Finding) -> Text {
    match (finding.kind, finding.certainty) {
        (Kind::ResidentId | Kind::BankCard, Certainty::Certain) => say!(
            "删去；这类号码不公开，也不要留在这里",
            "remove it: such numbers are not published, and do not belong here"
        ),
        (Kind::ResidentId | Kind::BankCard | Kind::Passport | Kind::Plate | Kind::Position, _) => say!(
            "是就删去；是别的编号或确需公开，就写进这条记录的“隐私许可”（内容、理由、批准人）",
            "if it is, remove it; if it is something else, or has to be public, add it to the record's `privacy_allowances` (what, reason, by)"
        ),
        (Kind::Mobile | Kind::Landline | Kind::Email, _) => say!(
            "个人的就删去；主办单位的写在 site.yaml 的“联系方式”；确需公开，写进这条记录的“隐私许可”（内容、理由、批准人）",
            "remove what is someone's own; the publisher's belongs to `contact` in site.yaml; what has to be public goes into the record's `privacy_allowances` (what, reason, by)"
        ),
        (Kind::HomeAddress, _) => say!(
            "只写到街道、社区或村；确需公开，写进这条记录的“隐私许可”（内容、理由、批准人）",
            "name the street or village only; what has to be public goes into the record's `privacy_allowances` (what, reason, by)"
        ),
        (Kind::Minor, _) => say!(
            "写成“某小学学生小明（化名）”；监护人同意公开的，写进这条记录的“隐私许可”（内容、理由、批准人）",
            "give another name and leave the school out; where the guardians agree, add it to the record's `privacy_allowances` (what, reason, by)"
        ),
        (Kind::Health | Kind::Family, _) => say!(
            "姓名写成“王某”，或不写病情、家人；本人同意公开的，写进这条记录的“隐私许可”（内容、理由、批准人）",
            "write the surname only, or leave it out; where the person agrees, add it to the record's `privacy_allowances` (what, reason, by)"
        ),
    }
}
