//! The vocabulary of output: what is made, and where it goes.
//!
//! Comes in: [`Job`]s from the channels. Goes out: a [`Plan`], sorted by route, in which no two jobs want one place.
//! It deliberately holds no pages, renders nothing, and knows neither records nor templates.

mod edition;
mod print;
mod route;
mod share;
mod shown;
mod table;

pub use edition::{Edition, Wording};
pub use print::{Negative, Print};
pub use route::{BadRoute, Route};
pub use share::ShareImage;
pub use shown::{Shown, Unshowable};
pub use table::{Cell, Column, Table, TableFormat};

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, FileId, Report, Reported, Span};
use crate::say;

/// One file of the output: where it goes and how it is made.
#[derive(Debug)]
pub struct Job<'r> {
    pub route: Route,
    pub recipe: Recipe<'r>,
    /// The record that asked for it; the whole of `content/site.yaml` where none did.
    pub origin: Span,
    pub reads: Reads,
}

/// What a job may see, so that whoever knows that it has not changed need not look. Most of a site is *common*: any job may
/// see any of it. What is not are the bodies of records, which are most of its bytes and are edited most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Not known: only what comes of it tells whether it has changed.
    Anything,
    Common,
    /// All that is common, and the body in a file with this BLAKE3 hash.
    CommonAnd([u8; 32]),
}

/// How a file of the output is made. A job holds keys and borrows, not bodies: a plan may have a million jobs.
#[derive(Debug)]
pub enum Recipe<'r> {
    /// A template of the theme, named from its `templates/` folder (`person.html`), filled with a view.
    Page { template: &'static str, view: View<'r> },
    /// Text that the program makes itself: JSON, a feed, a site map, an SVG.
    Text(Maker<'r, String>),
    /// Bytes whose route is made from what they are made from: where the route is the same, they are.
    Named(Maker<'r, Vec<u8>>),
    /// A table, as a file that spreadsheets open.
    Table(Table<'r>, TableFormat),
    /// A picture in one of the sizes and formats that are made of a file of the site.
    Image(Print),
    /// A picture that the program draws itself, for links to the site.
    Share(ShareImage),
    /// A file of the site, byte for byte.
    Copy(FileId),
}

impl<'r> Job<'r> {
    pub fn new(route: Route, recipe: Recipe<'r>) -> Job<'r> {
        Job { route, recipe, origin: Span::whole(FileId(0)), reads: Reads::Anything }
    }

    /// A page made with `template` from what `view` returns whenever it is called.
    pub fn page<V, F>(route: Route, template: &'static str, view: F) -> Job<'r>
    where
        V: serde::Serialize + 'r,
        F: Fn() -> V + Send + Sync + 'r,
    {
        Job::new(route, Recipe::Page { template, view: View::new(view) })
    }

    /// Shows the template something more that many pages are shown alike; where the view has a field of that name, this
    /// takes its place.
    pub fn beside(self, shared: &Arc<Shared>) -> Job<'r> {
        let recipe = match self.recipe {
            Recipe::Page { template, view } => {
                Recipe::Page { template, view: view.beside(Arc::clone(shared)) }
            }
            other @ (Recipe::Text(_)
            | Recipe::Named(_)
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_)) => other,
        };
        Job { recipe, ..self }
    }

    /// Says which edition of the site the page belongs to.
    pub fn in_edition(self, edition: &Arc<Edition>) -> Job<'r> {
        let recipe = match self.recipe {
            Recipe::Page { template, view } => {
                Recipe::Page { template, view: View { edition: Some(Arc::clone(edition)), ..view } }
            }
            other @ (Recipe::Text(_)
            | Recipe::Named(_)
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_)) => other,
        };
        Job { recipe, ..self }
    }

    /// A text file with what `make` returns whenever it is called.
    pub fn text(route: Route, make: impl Fn() -> String + Send + Sync + 'r) -> Job<'r> {
        Job::new(route, Recipe::Text(Maker(Box::new(make))))
    }

    /// Bytes that `make` returns whenever it is called. The route must be made from them, or from all that they are
    /// made from: nothing else tells whether they have changed.
    pub fn named(route: Route, make: impl Fn() -> Vec<u8> + Send + Sync + 'r) -> Job<'r> {
        Job::new(route, Recipe::Named(Maker(Box::new(make))))
    }

    pub fn table(route: Route, table: Table<'r>, format: TableFormat) -> Job<'r> {
        Job::new(route, Recipe::Table(table, format))
    }

    pub fn image(route: Route, print: Print) -> Job<'r> {
        Job::new(route, Recipe::Image(print))
    }

    pub fn share(route: Route, image: ShareImage) -> Job<'r> {
        Job::new(route, Recipe::Share(image))
    }

    pub fn copy(route: Route, file: FileId) -> Job<'r> {
        Job::new(route, Recipe::Copy(file))
    }

    /// The template that makes it, where one does.
    pub fn template(&self) -> Option<&'static str> {
        match self.recipe {
            Recipe::Page { template, .. } => Some(template),
            Recipe::Text(_)
            | Recipe::Named(_)
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_) => None,
        }
    }

    /// What it is shown like many others, where it is a page.
    pub fn shared(&self) -> Option<&Shared> {
        match &self.recipe {
            Recipe::Page { view, .. } => view.shared(),
            Recipe::Text(_)
            | Recipe::Named(_)
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_) => None,
        }
    }

    /// The edition that it belongs to, where it is a page of one.
    pub fn edition(&self) -> Option<&Edition> {
        match &self.recipe {
            Recipe::Page { view, .. } => view.edition(),
            Recipe::Text(_)
            | Recipe::Named(_)
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_) => None,
        }
    }

    /// Promises that it sees no more than this.
    pub fn reading(self, reads: Reads) -> Job<'r> {
        Job { reads, ..self }
    }

    /// Names the record that asked for this file, for messages.
    pub fn asked_by(self, origin: Span) -> Job<'r> {
        Job { origin, ..self }
    }
}

/// What a template sees, built when it is fingerprinted or rendered and dropped right after.
pub struct View<'r> {
    make: Box<MakeView<'r>>,
    shared: Option<Arc<Shared>>,
    edition: Option<Arc<Edition>>,
}

type MakeView<'r> = dyn Fn() -> Result<Shown, Unshowable> + Send + Sync + 'r;

impl<'r> View<'r> {
    /// `make` must be a pure function of what it borrows: it is called several times.
    pub fn new<V, F>(make: F) -> View<'r>
    where
        V: serde::Serialize,
        F: Fn() -> V + Send + Sync + 'r,
    {
        View { make: Box::new(move || Shown::new(&make())), shared: None, edition: None }
    }

    /// The same view, with a part that it shares.
    pub fn beside(self, shared: Arc<Shared>) -> View<'r> {
        View { shared: Some(shared), ..self }
    }

    /// What this page alone is shown, before its edition words it.
    pub fn build(&self) -> Result<Shown, Unshowable> {
        (self.make)()
    }

    /// What it is shown like many others.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_deref()
    }

    pub fn edition(&self) -> Option<&Edition> {
        self.edition.as_deref()
    }
}

/// A part of many views, such as the site around every page. It is prepared for the templates once, not once a page.
pub struct Shared {
    /// The name by which templates know it.
    pub name: &'static str,
    shown: Result<Shown, Unshowable>,
    prepared: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl Shared {
    pub fn new(name: &'static str, value: &impl serde::Serialize) -> Shared {
        Shared { name, shown: Shown::new(value), prepared: OnceLock::new() }
    }

    /// The same as an edition words it.
    pub fn worded(self, edition: &Edition) -> Shared {
        match &edition.wording {
            Some(wording) => Shared { shown: self.shown.map(|shown| shown.worded(wording.as_ref())), ..self },
            None => self,
        }
    }

    pub fn shown(&self) -> Result<&Shown, &Unshowable> {
        self.shown.as_ref()
    }

    /// What `prepare` makes of it, the first time this is called. One plan is rendered by one renderer, so that `T` is
    /// always the same.
    pub fn prepared<T: Send + Sync + 'static>(
        &self,
        prepare: impl FnOnce(Result<&Shown, &Unshowable>) -> T,
    ) -> &T {
        let made = self.prepared.get_or_init(|| Box::new(prepare(self.shown())));
        made.downcast_ref().expect("one renderer prepares a plan")
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("View")
    }
}

/// Makes what is in a file, whenever it is asked.
pub struct Maker<'r, T>(Box<dyn Fn() -> T + Send + Sync + 'r>);

impl<T> Maker<'_, T> {
    pub fn make(&self) -> T {
        (self.0)()
    }
}

impl<T> fmt::Debug for Maker<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Maker")
    }
}

/// All files of the output, sorted by the bytes of their routes, each route once.
#[derive(Debug)]
pub struct Plan<'r> {
    jobs: Vec<Job<'r>>,
}

impl<'r> Plan<'r> {
    /// Refuses two jobs for one route, also where they differ only in case, and a file where a folder has to be.
    pub fn new(mut jobs: Vec<Job<'r>>, report: &mut Report) -> Result<Plan<'r>, Reported> {
        jobs.par_sort_by(|a, b| a.route.cmp(&b.route).then(a.origin.cmp(&b.origin)));
        let mut collided = Report::new();
        // With the separator before every other character, a file stands right before what would be inside it.
        let key = |job: &Job| job.route.as_str().to_lowercase().replace('/', "\0");
        let mut by_key: Vec<(String, &Job)> = jobs.par_iter().map(|job| (key(job), job)).collect();
        by_key.par_sort_by(|(a, _), (b, _)| a.cmp(b));
        for pair in by_key.windows(2) {
            let [(key, first), (next, second)] = pair else { continue };
            let inside = next.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('\0'));
            if key == next || inside {
                collided.push(collision(first, second));
            }
        }
        let verdict = collided.verdict();
        report.extend(collided);
        verdict.map(|()| Plan { jobs })
    }

    pub fn jobs(&self) -> &[Job<'r>] {
        &self.jobs
    }

    /// The job for a route such as `people/zhang-san/index.html`.
    pub fn find(&self, route: &str) -> Option<&Job<'r>> {
        let at = self.jobs.binary_search_by(|job| job.route.as_str().cmp(route)).ok()?;
        Some(&self.jobs[at])
    }
}

fn collision(first: &Job, second: &Job) -> Diagnostic {
    let (one, two) = (first.route.as_str(), second.route.as_str());
    let message = if one == two {
        say!("有两份内容都要写到“{one}”", "two things want the place `{one}`")
    } else {
        say!(
            "“{one}”和“{two}”不能同时存在：有的系统上它们是同一个位置",
            "`{one}` and `{two}` cannot both exist: on some systems they are one place"
        )
    };
    Diagnostic::error(Code::RouteCollision, second.origin, message)
        .note(first.origin, say!("另一份来自这里", "the other one comes from here"))
        .hint(say!(
            "给其中一条记录写上不同的“标识”（id），或者改它的“路径”（path）",
            "give one of the records an `id` of its own, or another `path`"
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(routes: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let jobs = routes
            .iter()
            .enumerate()
            .map(|(at, route)| {
                let route = Route::new(route).expect("a route");
                Job::text(route, String::new).asked_by(Span::new(FileId(0), at..at))
            })
            .collect();
        let mut report = Report::new();
        match Plan::new(jobs, &mut report) {
            Ok(plan) => Ok(plan.jobs().iter().map(|job| job.route.to_string()).collect()),
            Err(_) => Err(report.sorted(&NoFiles).iter().map(|d| d.message.en.clone()).collect()),
        }
    }

    struct NoFiles;

    impl crate::diag::Files for NoFiles {
        fn path(&self, _: FileId) -> &str {
            "content/site.yaml"
        }

        fn text(&self, _: FileId) -> &str {
            ""
        }
    }

    #[test]
    fn jobs_are_sorted_by_route() {
        assert_eq!(
            plan(&["b/index.html", "index.html", "a.html"]).expect("no collision"),
            ["a.html", "b/index.html", "index.html"]
        );
    }

    #[test]
    fn one_place_for_two_is_refused() {
        let collide = |routes: &[&str]| plan(routes).expect_err("a collision");
        assert_eq!(collide(&["a.html", "b.html", "a.html"]), ["two things want the place `a.html`"]);
        assert_eq!(collide(&["a.html", "b", "A.html"]).len(), 1);
        // A file where a folder has to be, with something between them in the order of bytes.
        assert_eq!(collide(&["a", "a-b", "a/index.html", "a.html"]).len(), 1);
        assert_eq!(collide(&["x", "x", "x"]).len(), 2);
    }

    #[test]
    fn a_plan_finds_its_jobs() {
        let jobs = vec![Job::page(Route::page("people/a/").expect("a route"), "person.html", || "a")];
        let plan = Plan::new(jobs, &mut Report::new()).expect("no collision");
        assert!(plan.find("people/a/index.html").is_some());
        assert!(plan.find("people/b/index.html").is_none());
    }
}
