//! A theme and those it extends: templates compiled, assets named by their contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Kwargs, State, Tera};

use super::texts::{Filled, Texts};
use super::{closure, errors, filters, indent, manifest};
use crate::diag::{Code, Diagnostic, FileId, Report, Reported, Span};
use crate::plan::{Edition, Job, Route};
use crate::say;
use crate::source::{Role, SourceTree};

/// The theme that every other one falls back to.
const BASE: &str = "default";

/// What `extends` says where a theme brings all templates and assets itself.
const NOTHING: [&str; 2] = ["none", "无"];

/// A site's theme, ready to render.
///
/// A template is looked up by its path below `templates/`, first in the theme itself, then in those it extends, and
/// last in `default` unless one says `extends: none`; with a theme's name in front (`default/person.html`) it is that theme's.
/// The words of the interface always fall back to those of `default`.
#[derive(Clone)]
pub struct Theme {
    parts: Arc<Parts>,
    /// One for each language of the site, in their order; never none.
    looks: Arc<[Look]>,
}

/// The theme of an earlier run of this process, which is taken over where its files are as they were; by default none.
#[derive(Default)]
pub struct KnownTheme(Option<([u8; 32], Theme, Report)>);

/// A theme as one edition of the site shows it: its templates with the words of that language.
pub(super) struct Look {
    language: String,
    tera: Tera,
    parts: Arc<Parts>,
    /// By full name: the hash of a template and all that it may reach.
    closures: BTreeMap<String, [u8; 16]>,
    filled: BTreeMap<String, Filled>,
}

/// What a theme and those it extends bring.
struct Parts {
    /// Each with its `/`, as Tera wants them: `mycity/`, `default/`.
    prefixes: Vec<String>,
    /// By full name.
    templates: BTreeMap<String, FileId>,
    /// By the path from `assets/`.
    assets: Arc<BTreeMap<String, Asset>>,
}

/// A file below `assets/` of a theme.
struct Asset {
    /// `assets/site.1a2b3c4d.css`: the name changes with the contents, so that browsers may keep it for ever.
    route: Route,
    file: FileId,
}

impl Theme {
    /// Compiles the theme `name` with those it extends, for each of the site's languages, of which there
    /// is at least one; all template errors are reported.
    pub fn compile(
        tree: &SourceTree,
        name: &str,
        languages: &[impl AsRef<str>],
        report: &mut Report,
    ) -> Result<Theme, Reported> {
        let mut found = Report::new();
        let theme = compile(tree, name, languages, &mut found);
        let verdict = found.verdict();
        report.extend(found);
        verdict.map(|()| theme)
    }

    /// As [`Theme::compile`], where it is not `known`; afterwards it is. The result is the same.
    pub fn compile_once(
        tree: &SourceTree,
        name: &str,
        languages: &[impl AsRef<str>],
        known: &mut KnownTheme,
        report: &mut Report,
    ) -> Result<Theme, Reported> {
        let key = key(tree, name, languages);
        if let Some((_, theme, told)) = known.0.as_ref().filter(|(known, ..)| *known == key) {
            report.extend(told.clone());
            return Ok(theme.clone());
        }
        let mut told = Report::new();
        let theme = Theme::compile(tree, name, languages, &mut told);
        report.extend(told.clone());
        known.0 = theme.as_ref().ok().map(|theme| (key, theme.clone(), told));
        theme
    }

    /// The names of all themes of the site and of the program, in order.
    pub fn names(tree: &SourceTree) -> BTreeSet<&str> {
        let inside = tree.under("themes/").map(|(_, file)| &file.path["themes/".len()..]);
        inside.filter_map(|path| path.split_once('/')).map(|(theme, _)| theme).collect()
    }

    /// The assets, to be copied as they are.
    pub fn jobs<'r>(&self) -> Vec<Job<'r>> {
        self.parts.assets.values().map(|asset| Job::copy(asset.route.clone(), asset.file)).collect()
    }

    /// What an edition is made with; the first where the theme was not compiled for its language.
    pub(super) fn look(&self, edition: Option<&Edition>) -> &Look {
        let own =
            edition.and_then(|edition| self.looks.iter().find(|look| look.language == edition.language));
        own.unwrap_or(&self.looks[0])
    }

    /// The full name of a template that is named from the `templates/` folder.
    pub(super) fn resolve(&self, template: &str) -> Option<&str> {
        self.parts.resolve(template)
    }

    /// The file of a template by its full name.
    pub(super) fn file(&self, full_name: &str) -> Option<FileId> {
        self.parts.templates.get(full_name).copied()
    }
}

impl Look {
    pub fn resolve(&self, template: &str) -> Option<&str> {
        self.parts.resolve(template)
    }

    pub fn closure(&self, template: &str) -> Option<[u8; 16]> {
        self.closures.get(self.resolve(template)?).copied()
    }

    pub fn tera(&self) -> &Tera {
        &self.tera
    }

    /// A template by its full name, as it was compiled but for its indentation.
    pub fn filled(&self, full_name: &str) -> Option<&Filled> {
        self.filled.get(full_name)
    }
}

impl Parts {
    fn resolve(&self, template: &str) -> Option<&str> {
        resolve(&self.templates, &self.prefixes, template)
    }
}

/// Stands for all that a compiled theme is made of, and for where its files are in the tree.
fn key(tree: &SourceTree, name: &str, languages: &[impl AsRef<str>]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    part(name.as_bytes());
    for (id, file) in tree.under("themes/") {
        part(file.path.as_bytes());
        part(&file.hash);
        part(&id.0.to_le_bytes());
    }
    languages.iter().for_each(|language| part(language.as_ref().as_bytes()));
    *hasher.finalize().as_bytes()
}

impl std::fmt::Debug for KnownTheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("KnownTheme").field(&self.0.as_ref().map(|(key, ..)| key)).finish()
    }
}

/// As Tera resolves it: the exact name first, then each prefix.
pub(super) fn resolve<'t>(
    templates: &'t BTreeMap<String, FileId>,
    prefixes: &[String],
    name: &str,
) -> Option<&'t str> {
    let candidates =
        std::iter::once(name.to_owned()).chain(prefixes.iter().map(|prefix| format!("{prefix}{name}")));
    candidates.filter_map(|full| templates.get_key_value(&full)).map(|(key, _)| key.as_str()).next()
}

fn compile(tree: &SourceTree, name: &str, languages: &[impl AsRef<str>], report: &mut Report) -> Theme {
    let chain = chain(tree, name, report);
    let prefixes: Vec<String> = chain.iter().map(|theme| format!("{theme}/")).collect();
    let mut templates = BTreeMap::new();
    let mut assets = BTreeMap::new();
    // From the base up, so that a theme takes the place of what it extends.
    for theme in chain.iter().rev() {
        for (id, file) in tree.under(&format!("themes/{theme}/templates/")) {
            if file.role == Role::Template && file.text.is_some() {
                templates.insert(file.path["themes/".len()..].replacen("/templates/", "/", 1), id);
            }
        }
        let folder = format!("themes/{theme}/assets/");
        for (id, file) in tree.under(&folder).filter(|(_, file)| file.role == Role::Asset) {
            let path = &file.path[folder.len()..];
            match Route::new(&fingerprinted(path, &file.hash)) {
                Ok(route) => {
                    assets.insert(path.to_owned(), Asset { route, file: id });
                }
                Err(why) => report.push(Diagnostic::error(
                    Code::BadTheme,
                    Span::whole(id),
                    say!("“{path}”不能用作文件名：{why}", "`{path}` cannot be a file name: {why}"),
                )),
            }
        }
    }

    // Who extends nothing still need not say everything anew.
    let mut voices = chain;
    if !voices.iter().any(|theme| theme == BASE) {
        voices.push(BASE.to_owned());
    }
    let parts = Arc::new(Parts { prefixes, templates, assets: Arc::new(assets) });
    let mut looks = Vec::with_capacity(languages.len());
    for (at, language) in languages.iter().map(AsRef::as_ref).enumerate() {
        // Editions beside the first are one folder further down than what they share.
        let base = if at == 0 { "" } else { "../" };
        let texts = Texts::read(tree, &voices, language, report);
        looks.push(look(tree, language, base, &parts, &texts, report));
        if report.errors() > 0 {
            break;
        }
    }
    Theme { parts, looks: looks.into() }
}

fn look(
    tree: &SourceTree,
    language: &str,
    base: &'static str,
    parts: &Arc<Parts>,
    texts: &Texts,
    report: &mut Report,
) -> Look {
    let Parts { prefixes, templates: files, assets } = &**parts;
    let mut tera = Tera::default();
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    tera.register_function("asset", asset_function(Arc::clone(assets), base));
    filters::register(&mut tera);
    let set = tera.set_fallback_prefixes(prefixes.clone());
    let fill = |(name, &id): (&String, &FileId)| {
        let text = tree.file(id).text.as_deref().unwrap_or_default();
        (name.clone(), texts.fill(id, text, report))
    };
    let filled: BTreeMap<String, Filled> = files.iter().map(fill).collect();
    let sources: Vec<(&str, &str)> =
        filled.iter().map(|(name, filled)| (name.as_str(), filled.text.as_str())).collect();
    let compiled = sources.iter().map(|(name, text)| (*name, indent::strip(text)));
    if let Err(error) = set.and_then(|()| tera.add_raw_templates(compiled)) {
        errors::compile(&error, &filled, files, tree, report);
    }
    let asset_names: String = assets.values().map(|asset| format!("{base}{}\n", asset.route)).collect();
    let closures = closure::hashes(files, prefixes, &sources, &tera, &asset_names);
    Look { language: language.to_owned(), tera, parts: Arc::clone(parts), closures, filled }
}

/// `site.css` → `assets/site.1a2b3c4d.css`
fn fingerprinted(path: &str, hash: &[u8; 32]) -> String {
    let hash: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name..].rfind('.').filter(|&dot| dot > 0) {
        Some(dot) => {
            let (stem, extension) = path.split_at(name + dot);
            format!("assets/{stem}.{hash}{extension}")
        }
        None => format!("assets/{path}.{hash}"),
    }
}

fn asset_function(
    assets: Arc<BTreeMap<String, Asset>>,
    base: &'static str,
) -> impl Fn(Kwargs, &State) -> tera::TeraResult<String> + Send + Sync + 'static {
    move |arguments, _| {
        let path = arguments.must_get::<&str>("path")?;
        let asset = assets
            .get(path)
            .ok_or_else(|| tera::Error::message(format!("{}{path}`", errors::UNKNOWN_ASSET)))?;
        Ok(format!("{base}{}", asset.route))
    }
}

/// The theme and those it extends, itself first, `default` last.
fn chain(tree: &SourceTree, name: &str, report: &mut Report) -> Vec<String> {
    let known = Theme::names(tree);
    let mut chain: Vec<String> = Vec::new();
    let mut next = Some((name.to_owned(), Span::whole(FileId(0))));
    while let Some((name, span)) = next.take() {
        if !known.contains(name.as_str()) {
            report.push(unknown_theme(&name, span, &known));
            break;
        }
        if chain.contains(&name) {
            report.push(Diagnostic::error(
                Code::BadTheme,
                span,
                say!("主题“{name}”绕了一圈又继承了自己", "the theme `{name}` extends itself in a circle"),
            ));
            break;
        }
        let file = tree.find(&format!("themes/{name}/theme.yaml"));
        let text = file.and_then(|id| Some((id, tree.file(id).text.as_deref()?)));
        let manifest = text.map(|(id, text)| manifest::parse(id, text, report)).unwrap_or_default();
        chain.push(name);
        match manifest.extends {
            Some((name, _)) if NOTHING.contains(&name.as_str()) => return chain,
            extends => next = extends,
        }
    }
    if !chain.iter().any(|name| name == BASE) {
        chain.push(BASE.to_owned());
    }
    chain
}

fn unknown_theme(name: &str, span: Span, known: &BTreeSet<&str>) -> Diagnostic {
    let mut near: Vec<&str> = known.iter().copied().collect();
    near.sort_by(|a, b| strsim::jaro(b, name).total_cmp(&strsim::jaro(a, name)));
    let (zh, en) = (near.join("、"), near.join(", "));
    Diagnostic::error(
        Code::UnknownTheme,
        span,
        say!("没有名为“{name}”的主题", "there is no theme called `{name}`"),
    )
    .hint(say!(
        "可用的主题：{zh}；自己的主题放在 themes/{name}/",
        "the themes are: {en}; your own goes into themes/{name}/"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_named_by_their_contents() {
        let check = |path, expect| {
            assert_eq!(fingerprinted(path, &[0x1a; 32]), expect);
        };
        check("site.css", "assets/site.1a1a1a1a.css");
        check("fonts/a.b.woff2", "assets/fonts/a.b.1a1a1a1a.woff2");
        check("v1.2/licence", "assets/v1.2/licence.1a1a1a1a");
        check(".nojekyll", "assets/.nojekyll.1a1a1a1a");
    }
}
