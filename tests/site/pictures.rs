//! Pictures from the folder of the site to the output: what is published of them, and when it is made again.

use std::fs;

use crate::workspace::{Workspace, places_of};

const SITE: &str = "站名: 示例市光荣榜\n默认状态: 发布\n语种: [zh-Hans, zh-Hant]\n";
const PERSON: &str = "---\n姓名: 张三\n照片: {文件: 张三-内江.jpg, 替代文本: 张三在大堤上}\n---\n![大堤](media/张三-内江.jpg)，[原图](media/张三-内江.jpg)\n";

/// A photograph of 900 × 600 that lies on its side, with what a phone writes beside it.
fn photo(colour: u8) -> Vec<u8> {
    let pixels: Vec<u8> =
        (0..900 * 600).flat_map(|at| [colour, (at % 900 / 4) as u8, (at / 3600) as u8]).collect();
    // Exif in little-endian order with one field, the orientation: the top of the picture is at its right.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"SECRET");
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.add_exif_metadata(&exif).expect("short");
    encoder.add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0SECRET".to_vec()).expect("short");
    encoder.encode(&pixels, 900, 600, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    bytes
}

fn site() -> Workspace {
    let site = Workspace::new(&[
        ("content/site.yaml", SITE),
        ("content/people/zhang-san.md", PERSON),
        ("content/media/名单.txt", "名单"),
        ("content/measures.yaml", "- {标题: 关爱措施, 附件: [{文件: scan.jpg, 标题: 扫描件}, 名单.txt]}\n"),
    ]);
    put(&site, "张三-内江.jpg", &photo(10));
    put(&site, "scan.jpg", &photo(200));
    put(&site, "unused.jpg", &photo(100));
    site
}

fn put(site: &Workspace, name: &str, bytes: &[u8]) {
    fs::write(site.path("content/media").join(name), bytes).expect("written");
}

/// The names below `output/media/`.
fn published(site: &Workspace) -> Vec<String> {
    let output = site.output();
    output.keys().filter_map(|route| Some(route.strip_prefix("media/")?.to_owned())).collect()
}

#[test]
fn prints_are_published_and_nothing_of_the_file_is() {
    let site = site();
    site.build(&[]);
    let names = published(&site);
    // Two pictures in two widths and two formats, and what is no picture.
    let formats = honorroll::picture::formats().count();
    assert_eq!(names.len(), 2 * 2 * formats + 1, "{names:?}");
    assert!(names.contains(&"名单.txt".to_owned()), "{names:?}");
    let output = site.output();
    for (route, bytes) in &output {
        for secret in [&b"SECRET"[..], b"Exif", b"ns.adobe.com", "内江".as_bytes()] {
            let leak = bytes.windows(secret.len()).any(|bytes| bytes == secret);
            assert!(!leak, "{} is in {route}", String::from_utf8_lossy(secret));
        }
    }
    for name in names.iter().filter(|name| name.ends_with(".jpg")) {
        let picture = image::load_from_memory(&output[&format!("media/{name}")]).expect("a picture");
        let width: u32 =
            name.rsplit(['-', '.']).nth(1).and_then(|width| width.parse().ok()).expect("a width");
        assert_eq!((picture.width(), picture.height()), (width, width * 3 / 2), "{name} stands upright");
    }
    // Every address of a page leads to a file that is there, in each edition.
    for page in ["people/zhang-san/index.html", "zh-hant/people/zhang-san/index.html"] {
        let html = site.read(&format!("output/{page}"));
        assert!(html.contains(" width=\"600\" height=\"900\""), "{html}");
        let named: Vec<&str> =
            html.split("media/").skip(1).filter_map(|rest| rest.split(['"', ' ']).next()).collect();
        assert!(named.len() > 4, "{named:?}");
        named.iter().for_each(|name| assert!(names.iter().any(|known| known == name), "{name} of {page}"));
    }
    assert!(places_of("unused", &output).is_empty());
}

#[test]
fn a_page_is_shared_with_its_own_picture() {
    let site = site();
    fs::write(site.path("content/site.yaml"), format!("{SITE}网址: https://honor.example/\n"))
        .expect("written");
    site.build(&[]);
    let output = site.output();
    for page in ["people/zhang-san/index.html", "zh-hant/people/zhang-san/index.html"] {
        let html = String::from_utf8(output[page].clone()).expect("UTF-8");
        let line = |start: &str| {
            html.lines().find(|line| line.trim_start().starts_with(start)).expect("in the head")
        };
        let image =
            line("<meta property=\"og:image\"").split("https://honor.example/").nth(1).expect("absolute");
        let bytes = &output[image.split('"').next().expect("quoted")];
        assert!(bytes.starts_with(b"\xff\xd8"), "a JPEG");
        // Upright, as it is published.
        assert!(line("<meta property=\"og:image:width\"").contains("\"600\""), "{page}");
        assert!(line("<meta property=\"og:image:height\"").contains("\"900\""), "{page}");
        assert!(
            line("<meta property=\"og:image:alt\"").contains("\"张三在大堤上\"") || page.starts_with("zh")
        );
        assert!(line("<meta name=\"twitter:card\"").contains("\"summary\""), "it is no wide one");
    }
}

#[test]
fn a_site_may_bring_its_own_share_image() {
    let site = site();
    let settings =
        format!("{SITE}网址: https://honor.example/\n分享图: {{文件: unused.jpg, 替代文本: 示例市的大堤}}\n");
    fs::write(site.path("content/site.yaml"), settings).expect("written");
    site.build(&[]);
    let output = site.output();
    let line = |page: &str, start: &str| {
        let html = String::from_utf8(output[page].clone()).expect("UTF-8");
        html.lines().find(|line| line.contains(start)).expect("in the head").to_owned()
    };
    let image = line("index.html", "\"og:image\"");
    assert!(
        line("roll/index.html", "\"og:image\"") == image && image.contains("https://honor.example/media/"),
        "{image}"
    );
    assert!(line("index.html", "\"og:image:alt\"").contains("示例市的大堤"));
    assert_ne!(
        line("people/zhang-san/index.html", "\"og:image\""),
        image,
        "who has a picture is shared with that"
    );
    let path = image
        .split("https://honor.example/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("an address");
    assert!(output.contains_key(path), "{path}");
    assert!(!output.keys().any(|path| path.contains("share/")), "nothing is drawn that no page shows");
}

#[test]
fn a_picture_is_made_again_where_it_changed_and_nowhere_else() {
    let site = site();
    site.build(&[]);
    let prints = 2 * honorroll::picture::formats().count();
    // Under another name it is the same picture.
    let from = site.path("content/media/张三-内江.jpg");
    fs::rename(from, site.path("content/media/b.jpg")).expect("moved");
    site.write("content/people/zhang-san.md", &PERSON.replace("张三-内江", "b"));
    let stale = site.run(&["plan", "--lang", "zh", "--as-of", crate::workspace::DAY]);
    assert!(stale.stdout.contains("将重新生成 0 个，移除 0 个"), "{stale:?}");
    site.build(&[]);
    // Another picture under the same name has another address, and the prints of the old one go.
    let before = published(&site);
    put(&site, "b.jpg", &photo(50));
    site.build(&[]);
    let after = published(&site);
    assert_eq!(after.iter().filter(|name| !before.contains(name)).count(), prints);
    assert_eq!(before.len(), after.len());
}

#[test]
fn what_was_found_in_pictures_is_kept_and_not_trusted() {
    let site = site();
    site.build(&[]);
    let kept = site.path(".honorroll/pictures");
    let output = site.output();
    let whole = fs::read(&kept).expect("kept");
    let mut turned = whole.clone();
    let last = turned.len() - 1;
    turned[last] ^= 1;
    for damaged in [Vec::new(), b"honorroll".to_vec(), whole[..whole.len() / 2].to_vec(), turned] {
        fs::write(&kept, damaged).expect("written");
        // Something else changed, so that the site is read again.
        site.write("content/pages/about.md", "---\n标题: 关于\n---\n本站。\n");
        site.build(&[]);
        site.remove("content/pages/about.md");
        site.build(&[]);
        assert_eq!(site.output(), output);
        assert_eq!(fs::read(&kept).expect("kept"), whole, "it is made anew");
    }
}

#[test]
fn a_picture_that_cannot_be_published_stops_the_build_at_the_field_that_names_it() {
    let site = site();
    put(&site, "张三-内江.jpg", &photo(10)[..5_000]);
    let run = site.run(&["build", "--lang", "zh"]);
    assert_eq!(run.code, 1);
    for place in ["content/people/zhang-san.md:3", "content/people/zhang-san.md:5"] {
        assert!(run.stderr.contains(place), "{}", run.stderr);
    }
    assert!(run.stderr.contains("错误[bad-picture]: 图片“张三-内江.jpg”是坏的"), "{}", run.stderr);
    // A draft stops nobody, and shows no picture.
    site.write(
        "content/people/zhang-san.md",
        &PERSON
            .replace("姓名", "状态: 草稿\n姓名")
            .replace("![大堤](media/张三-内江.jpg)，[原图](media/张三-内江.jpg)", "正文"),
    );
    site.build(&["--drafts"]);
    let html = site.read("output/people/zhang-san/index.html");
    assert!(html.contains("plaque"), "{html}");
}
