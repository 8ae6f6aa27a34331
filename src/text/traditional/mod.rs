//! Simplified Chinese into traditional, for an edition of a site.
//!
//! Comes in: text or HTML as the program shows it, and the names that are written in a form of their own. Goes out: the
//! same in the standard traditional form, phrase by phrase (OpenCC's `s2t`), with each of those names as it is to be.
//! It deliberately follows no regional usage (Taiwan's 裡 and 臺灣's own words, Hong Kong's 裏), converts nothing back,
//! and touches nothing in HTML but what readers see or hear.

mod html;
mod names;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use std::ops::Range;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::surname;

/// The forms of characters and phrases.
pub struct Dictionary(OpenCC);

/// A dictionary with the names that it must leave to their bearers.
pub struct Traditional {
    dictionary: Dictionary,
    /// None where no name needs it.
    finder: Option<Finder>,
    /// Simplified and traditional, in the order of the finder's patterns.
    names: Vec<(String, String)>,
}

impl Dictionary {
    /// Reads the tables that the program carries: a few milliseconds.
    pub fn new() -> Dictionary {
        Dictionary(OpenCC::from_config(BuiltinConfig::S2t).expect("the tables of s2t are in the program"))
    }

    /// Phrase by phrase, the longest first: 皇后以后 is 皇后以後.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(self.0.convert(text)) }
    }

    /// A personal name: character by character, since it holds no phrases, with the surname as families write it: 范进 is
    /// 范進, 于后 is 于後. What a character of a given name was, only its bearer knows; this gives the commonest.
    pub fn name(&self, name: &str) -> String {
        let (family, given) = surname::split(name);
        let mut form = names::family(family).map_or_else(|| self.characters(family), str::to_owned);
        form.push_str(&self.characters(given));
        form
    }

    fn characters(&self, text: &str) -> String {
        text.chars().map(|c| self.0.convert(c.encode_utf8(&mut [0; 4]))).collect()
    }
}

impl Default for Dictionary {
    fn default() -> Dictionary {
        Dictionary::new()
    }
}

impl Traditional {
    /// `names` are kept wherever they stand, the longest first; of two forms of one name the later counts.
    pub fn new(dictionary: Dictionary, names: impl IntoIterator<Item = (String, String)>) -> Traditional {
        let names: BTreeMap<String, String> =
            names.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        let names: Vec<(String, String)> = names.into_iter().collect();
        let finder = (!names.is_empty()).then(|| Finder::new(&names));
        Traditional { dictionary, finder, names }
    }

    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// A text without markup.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.form(text, &|out, name| out.push_str(name))
    }

    fn form<'t>(&self, text: &'t str, push_name: &dyn Fn(&mut String, &str)) -> Cow<'t, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let Some(finder) = &self.finder else { return self.dictionary.text(text) };
        let mut form = String::with_capacity(text.len());
        let mut at = 0;
        while let Some((place, name)) = finder.find(text, at) {
            form.push_str(&self.dictionary.text(&text[at..place.start]));
            push_name(&mut form, &self.names[name].1);
            at = place.end;
        }
        form.push_str(&self.dictionary.text(&text[at..]));
        Cow::Owned(form)
    }

    /// HTML that the program wrote: what stands between tags, and the attributes that are read out or shown.
    pub fn html<'t>(&self, html: &'t str) -> Cow<'t, str> {
        if html.is_ascii() {
            Cow::Borrowed(html)
        } else {
            Cow::Owned(html::convert(html, &|text| self.form(text, &html::push_name)))
        }
    }

    /// The names that stand in a text, with their forms: what its conversion depends on beside the dictionary.
    pub fn names_in<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (place, name) = self.finder.as_ref()?.find(text, at)?;
            at = place.end;
            let (name, form) = &self.names[name];
            Some((name.as_str(), form.as_str()))
        })
    }
}

/// Looks for names in texts.
///
/// An automaton that looks everywhere at once reads each byte through a table of megabytes. Few characters begin a name:
/// whether one does is a bit, and only from there on the automaton is asked.
struct Finder {
    automaton: AhoCorasick,
    /// A bit for each character below U+10000.
    first: Box<[u64; 1024]>,
}

impl Finder {
    fn new(names: &[(String, String)]) -> Finder {
        let mut first = Box::new([0; 1024]);
        for c in names.iter().filter_map(|(name, _)| name.chars().next()) {
            if let Some(word) = first.get_mut(c as usize / 64) {
                *word |= 1 << (c as usize % 64);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .build(names.iter().map(|(name, _)| name))
            .expect("the names of a site are far fewer than an automaton holds");
        Finder { automaton, first }
    }

    /// The first name from a place on, the longest where several begin there: where it is, and which.
    fn find(&self, text: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let places = text[from..].char_indices().filter(|(_, c)| self.may_begin(*c));
        places.map(|(at, _)| from + at).find_map(|at| {
            let found = self.automaton.find(Input::new(text).range(at..).anchored(Anchored::Yes))?;
            Some((found.range(), found.pattern().as_usize()))
        })
    }

    fn may_begin(&self, c: char) -> bool {
        self.first.get(c as usize / 64).is_none_or(|word| word & (1 << (c as usize % 64)) != 0)
    }
}

impl fmt::Debug for Traditional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Traditional({} names)", self.names.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        let dictionary = Dictionary::new();
        let check = |text: &str, expect: &str| assert_eq!(dictionary.text(text), expect);
        check("皇后以后", "皇后以後");
        check("干部作风干净，干劲足", "幹部作風乾淨，幹勁足");
        check("头发、发展", "頭髮、發展");
        check("五公里外的村里", "五公里外的村裏");
        check("范围", "範圍");
        check("一只船只有三只桨", "一隻船隻有三隻槳");
        check("2030年9月9日 a<b", "2030年9月9日 a<b");
        check("", "");
    }

    #[test]
    fn names() {
        let dictionary = Dictionary::new();
        let check = |name: &str, expect: &str| assert_eq!(dictionary.name(name), expect);
        check("张三", "張三");
        check("范进", "范進");
        check("余于", "余於");
        check("于后", "于後");
        check("岳示例", "岳示例");
        check("沈余", "沈餘");
        check("肖示例", "肖示例");
        check("干三", "干三");
        check("钟离示", "鍾離示");
        check("鲜于示", "鮮于示");
        check("万俟示", "万俟示");
        check("万示例", "萬示例");
        check("朴示", "朴示");
        check("谷梁示", "穀梁示");
        check("买买提·示例", "買買提·示例");
        check("Zhang San", "Zhang San");
    }

    #[test]
    fn names_stay_where_phrases_would_not_leave_them() {
        let names = [("范进", "范進"), ("李干", "李干"), ("李干示", "李幹示"), ("肖一", "蕭一")];
        let names = names.map(|(name, form)| (name.to_owned(), form.to_owned()));
        let traditional = Traditional::new(Dictionary::new(), names);
        let check = |text: &str, expect: &str| assert_eq!(traditional.text(text), expect);
        check("范进在范围内", "范進在範圍內");
        // 干部 is no phrase where 干 is the end of a name.
        check("李干部署工作", "李干部署工作");
        check("李干示、肖一", "李幹示、蕭一");
        check("干部", "幹部");
        assert_eq!(traditional.names_in("干部范进").collect::<Vec<_>>(), [("范进", "范進")]);
    }

    proptest::proptest! {
        /// At each place the longest name that begins there, and no two over one another.
        #[test]
        fn names_are_found_where_they_are(
            names in proptest::collection::btree_set("[甲乙a]{1,3}", 0..6),
            text in "[甲乙丙a]{0,24}",
        ) {
            let traditional =
                Traditional::new(Dictionary::new(), names.iter().map(|name| (name.clone(), name.clone())));
            let mut expect = Vec::new();
            let mut rest = text.as_str();
            while let Some(c) = rest.chars().next() {
                let longest =
                    names.iter().filter(|name| rest.starts_with(*name)).max_by_key(|name| name.len());
                expect.extend(longest.map(String::as_str));
                rest = &rest[longest.map_or(c.len_utf8(), String::len)..];
            }
            let found: Vec<&str> = traditional.names_in(&text).map(|(name, _)| name).collect();
            proptest::prop_assert_eq!(found, expect);
        }
    }

    #[test]
    fn of_two_forms_the_later_counts() {
        let names = [("肖一", "肖一"), ("肖一", "蕭一")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(Traditional::new(Dictionary::new(), names).text("肖一"), "蕭一");
    }

    #[test]
    fn html() {
        let names = [("范进".to_owned(), "范進".to_owned())];
        let traditional = Traditional::new(Dictionary::new(), names);
        let check = |html: &str, expect: &str| assert_eq!(traditional.html(html), expect);
        check("<p>发展<b>头发</b></p>", "<p>發展<b>頭髮</b></p>");
        check(
            r#"<a href="../发展/#发" title="范进的发展">发&amp;展</a>"#,
            r#"<a href="../发展/#发" title="范進的發展">發&amp;展</a>"#,
        );
        check(
            r#"<img src="发.jpg" alt="头发" loading="lazy">"#,
            r#"<img src="发.jpg" alt="頭髮" loading="lazy">"#,
        );
        check(r#"<h2 id="发展">发展</h2>"#, r#"<h2 id="发展">發展</h2>"#);
        check(r#"<p data-title="发" aria-label='头发'>"#, r#"<p data-title="发" aria-label='頭髮'>"#);
        // The form of a name is what someone wrote into a record.
        let names = [("范进".to_owned(), "<b title=\"\\\">范進&".to_owned())];
        let hostile = Traditional::new(Dictionary::new(), names);
        assert_eq!(
            hostile.html("<p title=\"范进\">范进</p>"),
            "<p title=\"&lt;b title=&quot;&#92;&quot;&gt;范進&amp;\">&lt;b title=&quot;&#92;&quot;&gt;范進&amp;</p>"
        );
        assert_eq!(hostile.text("范进"), "<b title=\"\\\">范進&");
        // Damaged markup is passed through, not dropped.
        check("发展<a href=\"发", "發展<a href=\"发");
        check("发 < 展", "發 < 展");
    }
}
