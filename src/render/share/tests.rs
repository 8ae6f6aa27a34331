use super::*;

fn image(heading: &str, under: Option<&str>, publisher: Option<&str>) -> ShareImage {
    ShareImage {
        heading: heading.to_owned(),
        under: under.map(str::to_owned),
        publisher: publisher.map(str::to_owned),
    }
}

fn drawn(heading: &str, under: Option<&str>, publisher: Option<&str>) -> Vec<u8> {
    png(&image(heading, under, publisher))
}

fn pixels(png: &[u8]) -> ::image::RgbImage {
    ::image::load_from_memory(png).expect("a PNG").into_rgb8()
}

#[test]
fn every_title_fits_between_the_rules() {
    let long = "示例市统筹城乡基层治理一线干部先进集体和先进个人事迹光荣榜（第一批）";
    for heading in ["光荣榜", "示例市光荣榜", long, "示例市 Honor Roll 2030"] {
        let bytes =
            drawn(heading, Some("示例市光荣榜"), Some("中共示例市委组织部、示例市人力资源和社会保障局"));
        assert_eq!(
            bytes,
            drawn(heading, Some("示例市光荣榜"), Some("中共示例市委组织部、示例市人力资源和社会保障局"))
        );
        assert!(bytes.len() < 60_000, "{heading}: {} bytes", bytes.len());
        let pixels = pixels(&bytes);
        assert_eq!(pixels.dimensions(), ShareImage::SIZE);
        let inked = |pixel: &::image::Rgb<u8>| pixel.0 == INK;
        let columns: Vec<u32> =
            pixels.enumerate_pixels().filter(|(.., p)| inked(p)).map(|(x, ..)| x).collect();
        let rows: Vec<u32> =
            pixels.enumerate_pixels().filter(|(.., p)| inked(p)).map(|(_, y, _)| y).collect();
        let (left, right) = (columns.iter().min().expect("ink"), columns.iter().max().expect("ink"));
        assert!(*left > 120 && *right < 1080, "{heading}: {left}–{right}");
        assert!(rows.iter().all(|y| (60..570).contains(y)), "{heading}");
    }
}

#[test]
fn a_line_that_cannot_be_set_is_left_out() {
    // 𪚥 is in no table of characters for general use; a private character has no shape at all.
    for strange in ["示例𪚥市", "示例\u{e000}市", "示例市\u{202e}", "مدينة", &"很长的名称".repeat(20)]
    {
        assert_eq!(drawn("光荣榜", Some(strange), None), drawn("光荣榜", None, None), "{strange}");
        assert_eq!(drawn("光荣榜", None, Some(strange)), drawn("光荣榜", None, None), "{strange}");
        // Without its heading a sheet bears the mark alone.
        assert_eq!(drawn(strange, Some("示例市光荣榜"), None), drawn("", None, None), "{strange}");
    }
    assert_ne!(drawn("光荣榜", None, None), drawn("", None, None));
}

#[test]
fn the_font_has_what_titles_are_made_of() {
    let face = Face::new(SONG).expect("a font");
    let table = include_str!("../../text/data/tongyong.txt");
    let titles = "更正與撤銷先進典型光榮榜開放數據（第一批）“·”《》〔2030〕、：—…ABCxyz0189";
    let missing: String =
        table.chars().chain(titles.chars()).filter(|c| *c != '\n' && !face.has(*c)).collect();
    assert_eq!(missing, "");
}

#[test]
fn lines_break_where_they_may() {
    let face = Face::new(SONG).expect("a font");
    for (text, expect) in [
        ("示例市先进事迹", ["示例市", "先进事迹"]),
        ("示例市组织系统 光荣榜", ["示例市组织系统", "光荣榜"]),
        ("示例市一线“先锋”榜", ["示例市一线", "“先锋”榜"]),
        ("示》，市", ["示》，", "市"]),
        ("市Honorroll", ["市", "Honorroll"]),
    ] {
        let halves = face.halves(text, 0.14).expect("a place to break");
        assert_eq!(halves, expect, "{text}");
    }
    assert_eq!(face.halves("Honorroll", 0.14), None);
}

#[test]
fn other_words_are_another_image() {
    let all = [
        image("光荣榜", None, None),
        image("光荣", Some("榜"), None),
        image("光荣榜", Some("示例市"), None),
        image("光荣榜", None, Some("示例市")),
    ];
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            assert_ne!(hash(one), hash(other), "{one:?} {other:?}");
        }
    }
}
