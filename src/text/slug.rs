//! The part of a URL that names a record: `/people/<slug>/`.

use super::han::{base_letter, is_han};
use super::pinyin::{self, Reads};

/// Longest slug, in bytes.
pub const MAX_LEN: usize = 80;

/// The slug of a record's id: ASCII letters, digits, `-`, `_`, `.`; at most [`MAX_LEN`] bytes; safe as a folder name on
/// every system (see [`is_safe_id`]).
///
/// An ASCII id that is safe is its own slug. Any other becomes its pinyin joined by hyphens plus six characters of a
/// hash of the id, because homophones are common: two ids with one slug must be an exception, not a Tuesday.
/// `is_person` reads the surname as a surname (单 shàn).
pub fn slug(is_person: bool, id: &str) -> String {
    let reads = if is_person { Reads::Name } else { Reads::Text };
    joined(id, || words(pinyin::readings(id, reads)))
}

/// As [`slug`], of a person whose id is the name, read as the editor's own pinyin says: 覃 as tan.
pub fn slug_read_as(name: &str, given: &str) -> String {
    joined(name, || words(pinyin::name_readings(name, Some(given))))
}

fn joined(id: &str, words: impl FnOnce() -> Vec<String>) -> String {
    if is_safe_id(id) {
        return id.to_owned();
    }
    let hash = short_hash(id);
    let mut slug = String::new();
    for word in words().into_iter().filter(|word| !word.is_empty()) {
        let room = MAX_LEN - hash.len() - 1;
        if slug.len() + 1 + word.len() > room {
            // One endless word is cut where it is; otherwise the cut falls between syllables.
            if slug.is_empty() {
                slug.push_str(&word[..room]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() {
        slug.push_str("id");
    }
    slug + "-" + &hash
}

/// An id for a new record of this name: its pinyin joined by hyphens, without the hash that a slug would get, because
/// whoever makes the record sees it and can choose another.
pub fn suggest(is_person: bool, name: &str) -> String {
    let slug = slug(is_person, name);
    let hash = short_hash(name);
    match slug.strip_suffix(hash.as_str()).and_then(|rest| rest.strip_suffix('-')) {
        Some(plain) if plain != "id" && is_safe_id(plain) => plain.to_owned(),
        Some(_) | None => slug,
    }
}

/// Whether an id can be its own slug: 1–80 ASCII letters, digits, `-`, `_`, `.`; no dot first or last; neither `index`
/// nor a name that Windows reserves (`con`, `nul.txt`, `COM1`).
pub fn is_safe_id(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    !id.is_empty()
        && id.len() <= MAX_LEN
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !id.starts_with('.')
        && !id.ends_with('.')
        && !is_reserved(&stem)
}

fn is_reserved(stem: &str) -> bool {
    let device =
        |prefix| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    matches!(stem, "index" | "con" | "prn" | "aux" | "nul") || device("com") || device("lpt")
}

/// Lower-case ASCII words: one a syllable, one a run of Latin letters and digits; everything else separates.
fn words(readings: Vec<(char, Option<pinyin::Syllable>)>) -> Vec<String> {
    let mut words = Vec::new();
    let mut latin = String::new();
    for (c, reading) in readings {
        match base_letter(c) {
            Some(letter) => latin.push(letter.to_ascii_lowercase()),
            None => {
                if !latin.is_empty() {
                    words.push(std::mem::take(&mut latin));
                }
                match reading {
                    Some(syllable) => words.push(syllable.ascii()),
                    None if is_han(c) => words.push(format!("u{:x}", u32::from(c))),
                    None => {}
                }
            }
        }
    }
    words.extend((!latin.is_empty()).then_some(latin));
    words
}

/// 30 bits of the id's BLAKE3 hash, without letters that are easily confused.
fn short_hash(id: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    blake3::hash(id.as_bytes()).as_bytes()[..6]
        .iter()
        .map(|b| char::from(ALPHABET[usize::from(b & 31)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn a_safe_id_is_its_own_slug() {
        for id in ["xie-qingshi", "x", "2030-15", "v1.2", "A_b", "console", "com", "lpt10", &"a".repeat(80)] {
            assert_eq!(slug(true, id), id);
        }
    }

    #[test]
    fn other_ids_become_pinyin_and_a_hash() {
        // Written out once: a published URL must not change because the hash does.
        assert_eq!(slug(true, "单示例"), "shan-shi-li-eptwy3");
        let check =
            |is_person, id, words| assert_eq!(slug(is_person, id), format!("{words}-{}", short_hash(id)));
        check(true, "单示例", "shan-shi-li");
        check(false, "单位示例", "dan-wei-shi-li");
        check(true, "吕示例", "lv-shi-li");
        check(false, "示例市绿化处", "shi-li-shi-lv-hua-chu");
        check(true, "尉迟示", "yu-chi-shi");
        check(true, "阿依示·麦麦提", "a-yi-shi-mai-mai-ti");
        check(false, "重庆银行", "chong-qing-yin-hang");
        check(false, "示委发〔2030〕15号", "shi-wei-fa-2030-15-hao");
        check(true, "示例·买买提", "shi-li-mai-mai-ti");
        check(true, "John Doe", "john-doe");
        check(true, "René", "rene");
        check(true, "\u{30000}", "u30000");
        check(true, "……", "id");
        check(true, "", "id");
        for reserved in ["con", "NUL.txt", "com1", "index", "index.html"] {
            assert_ne!(slug(true, reserved), reserved);
        }
    }

    #[test]
    fn an_editor_reads_a_name_otherwise() {
        let check = |name, given, words| {
            assert_eq!(slug_read_as(name, given), format!("{words}-{}", short_hash(name)));
        };
        check("覃示例", "Tán Shìlì", "tan-shi-li");
        check("吕示", "lü shi", "lv-shi");
        check("示例·买买提", "shili maimaiti", "shi-li-mai-mai-ti");
        // What the pinyin does not reach is read as ever; so is what is no pinyin at all.
        check("单示例", "dan", "dan-shi-li");
        check("单示例", "……", "shan-shi-li");
        check("单示例", "../a", "a-shi-li");
    }

    #[test]
    fn homophones_differ() {
        assert_ne!(slug(true, "张伟"), slug(true, "章伟"));
        assert_ne!(slug(true, "张伟"), slug(true, "张 伟"));
    }

    #[test]
    fn long_ids_are_cut_between_syllables() {
        let long = slug(false, &"示例市委组织部".repeat(10));
        assert!(long.len() <= MAX_LEN && long.len() > MAX_LEN - 8, "{long}");
        let (syllables, _) = long.rsplit_once('-').expect("a hash");
        assert!("shi-li-shi-wei-zu-zhi-bu-".repeat(10).starts_with(&format!("{syllables}-")), "{long}");
        assert_eq!(slug(false, &"a".repeat(200)).len(), MAX_LEN);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..Default::default() })]

        #[test]
        fn any_id_gives_a_safe_slug(is_person: bool, id in prop_oneof![any::<String>(), "[示例单·a-z./ ]{0,60}", "(con|nul|index|com1)[. ]{0,2}"]) {
            let slug = slug(is_person, &id);
            prop_assert!(is_safe_id(&slug), "{}", slug);
            prop_assert!(!slug.contains(['/', '\\', ':', '%', ' ']) && slug.len() <= 80);
        }
    }
}
