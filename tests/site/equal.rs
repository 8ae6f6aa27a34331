//! Random edits, one after the other: after each, the output equals a clean build byte for byte, and so does what is
//! reported, whether the build follows another one in its process, as in the preview, or takes over what one has kept.
//!
//! `EDITS=10000` makes more of them, `SEED=…` others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use honorroll::check::Options;
use honorroll::diag::Report;
use honorroll::emit::Place;
use honorroll::pipeline::{self, Memory, Prepared, Publication};
use honorroll::plan::Plan;
use honorroll::progress::Unwatched;
use honorroll::render::{self, Artifact};
use honorroll::source::{self, SourceTree};
use jiff::civil::{Date, date};

use crate::workspace::{Workspace, files_of};

#[test]
fn after_any_edit_the_output_equals_a_clean_build() {
    let number = |name: &str, default: u64| {
        std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
    };
    let (edits, seed) = (number("EDITS", 1_000), number("SEED", 20_301_001));
    let mut city = City::new(seed);
    let mut published = 0;
    for at in 0..edits {
        // A long walk, with `--nocapture`, says how far it is.
        if at > 0 && at % 1_000 == 0 {
            println!("{at} edits, {published} published");
        }
        let edit = city.edit();
        city.write();
        let before = files_of(&city.site.path("output"));
        match city.build() {
            Some(expect) => {
                published += 1;
                compare(&expect, &city.output(), &format!("edit {at} of seed {seed}: {edit}"));
            }
            // A theme that cannot be compiled, for one: the old site stays as it was.
            None => assert!(
                before == files_of(&city.site.path("output")),
                "edit {at} of seed {seed}: {edit}: content with errors touched the output"
            ),
        }
    }
    assert!(published > edits / 2, "most edits are to be publishable, {published} of {edits} were");
}

#[track_caller]
fn compare(expect: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>, edit: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expect), names(found), "{edit}");
    for (path, bytes) in expect {
        assert!(found[path] == *bytes, "{edit}: {path} differs from a clean build");
    }
}

/// A small invented city that changes all the time.
struct City {
    random: Random,
    site: Workspace,
    /// What staff have written, by path; what is on disk is brought to it by [`City::write`].
    files: BTreeMap<String, String>,
    written: BTreeMap<String, String>,
    people: Vec<Person>,
    born: usize,
    settings: Settings,
    day: Date,
    drafts: bool,
    fresh: bool,
    /// Of a process that goes on.
    memory: Memory,
}

struct Person {
    id: String,
    name: String,
    status: &'static str,
    unit: usize,
    deed: u64,
    expires: Option<Date>,
    honored: bool,
    in_roster: bool,
    /// Where not in a roster: fields and text in one file, rather than in two beside each other.
    in_one_file: bool,
    /// How the traditional edition is told to write the name.
    traditional: Option<&'static str>,
}

struct Settings {
    title: u64,
    per_page: u64,
    order: &'static str,
    theme: bool,
    editions: bool,
    /// A word of the site, in traditional characters.
    form: Option<&'static str>,
}

const UNITS: [&str; 4] = ["示例市委组织部", "示例区委组织部", "示例县委组织部", "示例镇政府"];
const STATUSES: [&str; 4] = ["发布", "草稿", "待审", "撤下"];

impl City {
    fn new(seed: u64) -> City {
        let settings =
            Settings {
                title: 0, per_page: 5, order: "姓氏笔画", theme: false, editions: true, form: None
            };
        let mut city = City {
            random: Random(seed),
            site: Workspace::new(&[]),
            files: BTreeMap::new(),
            written: BTreeMap::new(),
            people: Vec::new(),
            born: 0,
            settings,
            day: date(2031, 6, 1),
            drafts: false,
            fresh: false,
            memory: Memory::for_many_runs(),
        };
        for _ in 0..12 {
            city.add_person();
        }
        city
    }

    fn add_person(&mut self) {
        let surnames = ["张", "李", "范", "赵", "欧阳", "单", "于", "买买提·"];
        let surname = surnames[self.random.below(surnames.len())];
        let person = Person {
            id: format!("p{}", self.born),
            name: format!("{surname}示{}", ["甲", "干", "后", "丁"][self.born % 4]),
            status: STATUSES[0],
            unit: self.random.below(UNITS.len()),
            deed: self.random.next() % 100,
            expires: None,
            honored: self.random.below(2) == 0,
            in_roster: self.random.below(3) == 0,
            in_one_file: self.born.is_multiple_of(3),
            traditional: None,
        };
        self.born += 1;
        self.people.push(person);
    }

    /// Changes something, and says what.
    fn edit(&mut self) -> String {
        self.fresh = false;
        let at = self.random.below(self.people.len().max(1));
        let chosen = self.random.below(24);
        let deed = self.random.next();
        let unit = self.random.below(UNITS.len());
        let status = STATUSES[self.random.below(STATUSES.len())];
        let day = date(2031, 6, 1).saturating_add(jiff::Span::new().days(self.random.below(40) as i64));
        let person = self.people.get_mut(at);
        match (chosen, person) {
            (0, _) => self.add_person(),
            (1, Some(_)) => {
                self.people.remove(at);
            }
            (2, Some(person)) => person.status = status,
            (3 | 4, Some(person)) => person.deed = deed,
            (5, Some(person)) => person.name = format!("{}改", person.name.trim_end_matches('改')),
            (6, Some(person)) => person.id = format!("{}x", person.id.trim_end_matches('x')),
            (7, Some(person)) => person.unit = unit,
            (8, Some(person)) => person.expires = (!deed.is_multiple_of(3)).then_some(day),
            (9, Some(person)) => person.honored = !person.honored,
            (10, Some(person)) => person.in_roster = !person.in_roster,
            (11, _) => self.day = day,
            (12, _) => self.drafts = !self.drafts,
            (13, _) => self.settings.title = deed % 3,
            (14, _) => self.settings.per_page = 3 + deed % 4,
            (15, _) => self.settings.order = ["姓氏笔画", "拼音", "原序"][deed as usize % 3],
            (16, _) => {
                self.settings.theme = !self.settings.theme;
                let broken = deed.is_multiple_of(7);
                let text =
                    if broken { "{% if %}".to_owned() } else { format!("没有这一页（{deed}）") };
                let page = format!(
                    "{{% extends \"default/404.html\" %}}\n{{% block main %}}{text}{{% endblock main %}}\n"
                );
                self.files.insert("themes/shili/templates/404.html".to_owned(), page);
            }
            (17, _) => return self.damage_caches(deed),
            (18, _) => return self.damage_output(deed),
            (19, _) => self.fresh = true,
            (20, _) => self.settings.editions = !self.settings.editions,
            (21, Some(person)) => person.traditional = [None, Some("某甲"), Some("某乙")][deed as usize % 3],
            (22, _) => self.settings.form = [None, Some("崗位"), Some("岗位")][deed as usize % 3],
            (23, _) => {
                let words = ["name: x\n", "deeds: 事迹\n", "deeds: 所为\n"][deed as usize % 3];
                self.files.insert("themes/shili/texts/zh-Hans.yaml".to_owned(), words.to_owned());
            }
            _ => {}
        }
        format!("{chosen} on {at}")
    }

    /// What the program remembers is cut short, changed or removed behind its back.
    fn damage_caches(&mut self, how: u64) -> String {
        for path in files_of(&self.site.path(".honorroll")).into_keys() {
            let file = self.site.path(".honorroll").join(&path);
            let mut bytes = fs::read(&file).expect("a cache");
            match how % 3 {
                0 => fs::remove_file(&file).expect("a cache can be removed"),
                1 => fs::write(&file, &bytes[..bytes.len() / 2]).expect("a cache can be written"),
                _ => {
                    for byte in bytes.iter_mut().step_by(1 + how as usize % 97) {
                        *byte ^= 0x15;
                    }
                    fs::write(&file, bytes).expect("a cache can be written");
                }
            }
        }
        format!("caches damaged ({})", how % 3)
    }

    /// A published file is changed or removed behind the program's back.
    fn damage_output(&mut self, how: u64) -> String {
        let files = files_of(&self.site.path("output"));
        let Some(path) = files.keys().nth(how as usize % files.len().max(1)) else {
            return "nothing to damage".to_owned();
        };
        // Without its list of files the output is no longer the program's own, which is another test's matter.
        if path != ".honorroll-manifest" {
            let file = self.site.path("output").join(path);
            match how % 2 {
                0 => fs::remove_file(&file).expect("an output file can be removed"),
                _ => fs::write(&file, "坏了").expect("an output file can be written"),
            }
        }
        format!("output/{path} damaged ({})", how % 2)
    }

    /// Brings the disk to what staff have written.
    fn write(&mut self) {
        self.files.retain(|path, _| path.starts_with("themes/"));
        let Settings { title, per_page, order, theme, editions, form } = &self.settings;
        let theme = if *theme { "主题: shili\n" } else { "" };
        let editions = if *editions { "语种: [zh-Hans, zh-Hant]\n" } else { "" };
        let form = form.map_or(String::new(), |form| format!("繁体: [{{简: 岗位, 繁: {form}}}]\n"));
        let site = format!(
            "站名: 示例市光荣榜{title}\n网址: https://roll.example/\n每页: {per_page}\n排序: {order}\n{theme}{editions}{form}"
        );
        self.files.insert("content/site.yaml".to_owned(), site);
        self.files.entry("themes/shili/theme.yaml".to_owned()).or_insert_with(|| "name: shili\n".to_owned());
        let units: String = UNITS
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let parent =
                    if at == 0 { String::new() } else { format!("  上级: {}\n", UNITS[(at - 1) / 2]) };
                format!("- 名称: {name}\n  状态: 发布\n{parent}")
            })
            .collect();
        self.files.insert("content/units.yaml".to_owned(), units);
        let mut roster = String::new();
        // Everyone's text names someone, whose name may change, be kept in a form of its own, or leave the site.
        let neighbour = self.people.first().map_or(String::new(), |person| person.name.clone());
        for person in &self.people {
            let Person { id, name, status, unit, deed, expires, traditional, .. } = person;
            let mut fields =
                vec![format!("姓名: {name}"), format!("单位: {}", UNITS[*unit]), format!("状态: {status}")];
            fields.extend(expires.map(|day| format!("自动下线: {day}")));
            fields.extend(traditional.map(|form| format!("繁体: {form}")));
            if person.in_roster {
                roster += &format!("- 标识: {id}\n  {}\n", fields.join("\n  "));
            } else {
                let fields = fields.join("\n") + "\n";
                // What a body refers to shows on the pages of others, and so does whether there is a body.
                let text = match deed % 5 {
                    0 => format!("见[[{}]]。\n", UNITS[*unit]),
                    1 => format!("[同事](/people/{}/)值守{deed}次。\n", self.people[0].id),
                    2 => String::new(),
                    // Something is said of this one, in every run.
                    3 => format!("{neighbour}組織值守{deed}次。\n"),
                    _ => format!("值守{deed}次，坚守**岗位**，{neighbour}部署以后复查。\n"),
                };
                if person.in_one_file {
                    self.files.insert(format!("content/people/{id}.md"), format!("---\n{fields}---\n{text}"));
                } else {
                    self.files.insert(format!("content/people/{id}.yaml"), fields);
                    self.files.insert(format!("content/people/{id}.md"), text);
                }
            }
        }
        if !roster.is_empty() {
            self.files.insert("content/people/名册.yaml".to_owned(), roster);
        }
        let honored: Vec<&Person> =
            self.people.iter().filter(|person| person.honored && person.status != "撤下").collect();
        if !honored.is_empty() {
            let list: String = honored.iter().map(|person| format!("  - {}\n", person.id)).collect();
            let text = format!(
                "标题: 关于表彰先进个人的决定\n文号: 示委发〔2030〕15号\n类别: 通报表扬\n表彰单位: 示例市委组织部\n日期: 2030-09-09\n状态: 发布\n荣誉:\n- 授予称号: 先进个人\n  名单:\n{list}"
            );
            self.files.insert("content/commendations/2030-15.yaml".to_owned(), text);
        }
        for path in self.written.keys().filter(|path| !self.files.contains_key(*path)) {
            self.site.remove(path);
        }
        for (path, text) in &self.files {
            if self.written.get(path) != Some(text) {
                self.site.write(path, text);
            }
        }
        self.written = self.files.clone();
    }

    /// Builds into the output; gives what a clean build would hold, or nothing where the content has errors.
    fn build(&mut self) -> Option<BTreeMap<String, Vec<u8>>> {
        let root = self.site.root();
        let place = Place::new(root, &self.site.path("output")).expect("a place");
        let listing = source::list(root, place.output(), &source::Limits::default());
        let mut of_disk = if self.fresh { Memory::default() } else { Memory::load(&place) };
        let read = listing.and_then(|listing| listing.read(&of_disk.contents));
        let (tree, report) = read.expect("the site can be read");
        let (expect, _) = source::read(root, place.output(), &source::Limits::default()).expect("again");
        same_files(&tree, &expect);
        of_disk.keep_contents(&place, &tree);
        let options = Options { as_of: self.day, drafts: self.drafts, base_url: None };
        let prepare = |memory: &mut Memory| {
            let mut report = report.clone();
            let prepared = pipeline::prepare(&tree, &options, None, memory, &Unwatched, &mut report);
            (prepared.ok(), report)
        };
        let anew = prepare(&mut Memory::default());
        let again = [prepare(&mut self.memory), prepare(&mut of_disk)];
        for (_, report) in &again {
            assert!(report.iter().eq(anew.1.iter()), "{report:?} where a clean build says {:?}", anew.1);
        }
        of_disk.keep_bodies(&place);
        if self.random.below(2) == 0 {
            self.memory.make_ready();
        }
        // Whatever is remembered, the same is published.
        let [(in_process, _), (from_disk, _)] = again;
        let (prepared, memory) = match self.random.below(2) == 0 {
            true => (in_process?, &mut self.memory),
            false => (from_disk?, &mut of_disk),
        };
        let (anew, mut report) = (anew.0.expect("what is remembered makes no error good"), anew.1);
        let expect = pipeline::plan(&anew, &mut Memory::default(), &Unwatched, &mut Report::new()).ok()?;
        let plan = pipeline::plan(&prepared, memory, &Unwatched, &mut report).ok()?;
        of_disk.keep_index(&place);
        let publication = Publication { place: &place, fresh: self.fresh, watch: &Unwatched };
        pipeline::publish(&plan, &prepared, &tree, &publication, &mut report).expect("publishes");
        Some(clean(&expect, &anew, &tree))
    }

    /// Without the list of files, which is made from the others.
    fn output(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.site.output();
        assert!(files.remove(".honorroll-manifest").is_some());
        files
    }
}

/// What was remembered of the site's files is what is in them.
#[track_caller]
fn same_files(remembered: &SourceTree, read: &SourceTree) {
    let all = |tree: &SourceTree| {
        let of =
            |file: &source::File| (file.path.clone(), file.hash, file.text.as_deref().map(str::to_owned));
        tree.files().map(|(_, file)| of(file)).collect::<Vec<_>>()
    };
    assert!(all(remembered) == all(read), "a file is not as it was remembered");
}

/// Every file of the plan, rendered anew.
fn clean(plan: &Plan<'_>, prepared: &Prepared, tree: &SourceTree) -> BTreeMap<String, Vec<u8>> {
    let bytes = |artifact| match artifact {
        Artifact::Bytes(bytes) => bytes,
        Artifact::Embedded(bytes) => bytes.to_vec(),
        Artifact::File { path, .. } => read(&path),
    };
    let made = |job| render::render(&prepared.theme, tree, job).expect("renders");
    plan.jobs().iter().map(|job| (job.route.to_string(), bytes(made(job)))).collect()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file of the site")
}

/// SplitMix64: the same edits on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
