use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use jpeg_encoder::ColorType;
use moxcms::ColorProfile;
use proptest::prelude::*;

use super::*;

/// What must be in no published file.
const SECRETS: [&[u8]; 8] =
    [b"SECRET", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"ICCP", b"EXIF", b"XMP ", b"tEXt"];

const RED: [u8; 3] = [200, 20, 20];
const BLUE: [u8; 3] = [20, 20, 200];

/// Red at the left, blue at the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE }))
}

/// Exif 2.32 in little-endian order: the orientation, the maker, and a place on earth.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x03\0".to_vec();
    exif.extend([0x0f, 0x01, 2, 0, 7, 0, 0, 0, 0x50, 0, 0, 0]);
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 0x32, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    // One entry of the GPS directory: the latitude, at 0x58.
    exif.extend([1, 0, 2, 0, 5, 0, 3, 0, 0, 0, 0x58, 0, 0, 0, 0, 0, 0, 0]);
    exif.resize(0x50, 0);
    exif.extend(b"SECRET\0\0");
    for number in [29_u32, 1, 35, 1, 11, 1] {
        exif.extend(number.to_le_bytes());
    }
    exif
}

/// A photograph as a phone takes it, with all that phones write beside it.
fn phone(picture: &RgbImage, orientation: u8, profile: Option<&ColorProfile>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.add_exif_metadata(&exif(orientation)).expect("short");
    encoder.add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0SECRET".to_vec()).expect("short");
    encoder.add_app_segment(13, b"Photoshop 3.0\0SECRET".to_vec()).expect("short");
    if let Some(profile) = profile {
        encoder.add_icc_profile(&profile.encode().expect("a profile")).expect("short");
    }
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    encoder.encode(picture, width, height, ColorType::Rgb).expect("a JPEG");
    let mut comment = vec![0xff, 0xfe, 0, 8];
    comment.extend(b"SECRET");
    bytes.splice(2..2, comment);
    bytes
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("in memory");
    bytes.into_inner()
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    // The checksum of PNG, ISO/IEC 15948, annex D.
    let sum = kind.iter().chain(data).fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &(!sum).to_be_bytes()].concat()
}

/// A PNG with a chunk right behind its header.
fn png_with(picture: &RgbImage, kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = written(picture.clone(), ImageFormat::Png);
    bytes.splice(33..33, png_chunk(kind, data));
    bytes
}

fn found(bytes: &[u8]) -> Finding {
    look(bytes, &Permit::default())
}

fn raster(bytes: &[u8]) -> Raster {
    match found(bytes) {
        Finding::Raster(raster) => raster,
        other => panic!("{other:?}"),
    }
}

/// Every file that is published of a picture.
fn published(bytes: &[u8]) -> Vec<(Cut, Vec<u8>)> {
    let cuts = raster(bytes).cuts();
    let files = develop(bytes, &cuts, &Permit::default()).expect("it was found good");
    cuts.into_iter().zip(files).collect()
}

#[track_caller]
fn assert_near(pixel: &Rgb<u8>, expect: [u8; 3]) {
    let is_near = pixel.0.iter().zip(expect).all(|(one, other)| one.abs_diff(other) <= 12);
    assert!(is_near, "{pixel:?} is not {expect:?}");
}

#[test]
fn every_published_file_stands_upright_at_its_size_and_holds_pixels_alone() {
    // Where the red half is when the picture stands upright, as Exif numbers the ways to hold a camera.
    let sides = ["left", "right", "right", "left", "top", "top", "bottom", "bottom"];
    for (orientation, red) in (1..).zip(sides) {
        let photo = phone(&halves(60, 40), orientation, None);
        assert!(photo.windows(6).any(|bytes| bytes == b"SECRET"));
        let files = published(&photo);
        assert_eq!(files.len(), formats().count());
        for (cut, file) in files {
            let picture = image::load_from_memory(&file).expect("a picture").into_rgb8();
            let upright = if orientation < 5 { (60, 40) } else { (40, 60) };
            assert_eq!((cut.width, cut.height), upright);
            assert_eq!(picture.dimensions(), upright, "{orientation} {:?}", cut.format);
            let (x, y) = match red {
                "left" => (10, 20),
                "right" => (50, 20),
                "top" => (20, 10),
                _ => (20, 50),
            };
            assert_near(picture.get_pixel(x, y), RED);
            assert_near(picture.get_pixel(upright.0 - 1 - x, upright.1 - 1 - y), BLUE);
            for secret in SECRETS {
                assert!(!file.windows(secret.len()).any(|bytes| bytes == secret), "{secret:?} is left");
            }
        }
    }
}

#[test]
fn what_pngs_and_webps_tell_is_gone_too() {
    let text = png_with(&halves(60, 40), b"tEXt", b"Author\0SECRET");
    let eyes = png_with(&halves(60, 40), b"eXIf", &exif(6));
    let mut webp = written(halves(60, 40), ImageFormat::WebP);
    // The extended format: flags for Exif, a canvas of 60 × 40; then the picture, then the Exif.
    let exif = exif(6);
    let extended = [b"VP8X\x0a\0\0\0\x08\0\0\0".as_slice(), &[59, 0, 0, 39, 0, 0]].concat();
    webp.splice(12..12, extended);
    webp.extend([b"EXIF".as_slice(), &(exif.len() as u32).to_le_bytes(), &exif].concat());
    let size = (webp.len() - 8) as u32;
    webp[4..8].copy_from_slice(&size.to_le_bytes());
    for (bytes, upright) in [(text, (60, 40)), (eyes, (40, 60)), (webp, (40, 60))] {
        assert!(bytes.windows(6).any(|bytes| bytes == b"SECRET"));
        for (cut, file) in published(&bytes) {
            assert_eq!((cut.width, cut.height), upright);
            for secret in SECRETS {
                assert!(!file.windows(secret.len()).any(|bytes| bytes == secret), "{secret:?} is left");
            }
        }
    }
}

#[test]
fn large_pictures_are_published_in_several_widths() {
    let files = published(&written(halves(2000, 1000), ImageFormat::Png));
    let sizes: Vec<(u32, u32)> = files
        .iter()
        .map(|(_, file)| {
            let picture = image::load_from_memory(file).expect("a picture");
            (picture.width(), picture.height())
        })
        .collect();
    let expect = [(400, 200), (800, 400), (1600, 800)];
    assert_eq!(sizes, expect.repeat(formats().count()));
}

#[test]
fn colours_of_a_wider_space_are_brought_into_srgb() {
    let green = RgbImage::from_pixel(40, 40, Rgb([40, 200, 40]));
    let middle =
        |bytes: &[u8]| *image::load_from_memory(bytes).expect("a picture").into_rgb8().get_pixel(20, 20);
    let plain = middle(&published(&phone(&green, 1, None))[0].1);
    let srgb = middle(&published(&phone(&green, 1, Some(&ColorProfile::new_srgb())))[0].1);
    let wide = middle(&published(&phone(&green, 1, Some(&ColorProfile::new_display_p3())))[0].1);
    assert_near(&plain, [40, 200, 40]);
    assert_near(&srgb, [40, 200, 40]);
    // The same green of Display P3 is more than sRGB can show.
    assert!(wide[0] < 20 && wide[1] > 195, "{wide:?}");
}

#[test]
fn what_is_transparent_is_white_on_paper_and_has_no_placeholder() {
    let seal = RgbaImage::from_fn(40, 40, |x, _| image::Rgba([200, 20, 20, if x < 20 { 255 } else { 0 }]));
    let bytes = written(seal, ImageFormat::Png);
    assert_eq!(raster(&bytes).afar, None);
    let jpeg = image::load_from_memory(&published(&bytes)[0].1).expect("a picture").into_rgb8();
    assert_near(jpeg.get_pixel(10, 20), RED);
    assert_near(jpeg.get_pixel(30, 20), [255; 3]);
}

#[test]
fn from_afar_a_picture_has_its_colours() {
    let afar = raster(&phone(&halves(60, 40), 6, None)).afar.expect("it is opaque");
    let svg = placeholder(&hexadecimal(&afar)).expect("a drawing");
    assert!(svg.contains("viewBox=\"0 0 3 4\""), "upright: {svg}");
    let fill = |mark: &str| {
        let before = &svg[..svg.find(mark).expect("a square there")];
        let hex = &before[before.rfind('#').expect("a colour") + 1..][..6];
        [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour"))
    };
    let (top, bottom) = (fill("d=\"M1 0h"), fill("d=\"M1 3h"));
    assert!(top[0] > top[2] && bottom[2] > bottom[0], "{top:?} above {bottom:?}");
    for nonsense in ["", "0", "zz", "00", "0102030405"] {
        assert_eq!(placeholder(nonsense), None, "{nonsense}");
    }
}

#[test]
fn a_file_is_what_its_bytes_are() {
    let check = |bytes: &[u8], expect: Finding| {
        assert_eq!(found(bytes), expect, "{:?}", &bytes[..bytes.len().min(16)])
    };
    let foreign = |foreign| Finding::Refused(Fault::Foreign(foreign));
    check(b"", Finding::Other);
    check(b"%PDF-1.7", Finding::Other);
    check("姓名: 张三".as_bytes(), Finding::Other);
    check(b"BM is a text", Finding::Other);
    check(b"\0\0\0\x18ftypisom\0\0\0\0isommp41", Finding::Other);
    check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", foreign(Foreign::Heic));
    check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", foreign(Foreign::Heic));
    check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", foreign(Foreign::Avif));
    check(b"\0\0\0\x18ftypavif", foreign(Foreign::Avif));
    check(b"GIF89a", foreign(Foreign::Gif));
    check(b"II*\0", foreign(Foreign::Tiff));
    check(b"BM\x10\0\0\0\0\0\0\0\x36", foreign(Foreign::Bmp));
    check(b"8BPS", foreign(Foreign::Photoshop));
    check(b"\xff\x0a", foreign(Foreign::JpegXl));
}

#[test]
fn damaged_pictures_are_found_wherever_the_damage_is() {
    let damaged = Finding::Refused(Fault::Damaged);
    for whole in [
        phone(&halves(60, 40), 1, None),
        written(halves(60, 40), ImageFormat::Png),
        written(halves(60, 40), ImageFormat::WebP),
    ] {
        assert!(matches!(found(&whole), Finding::Raster(_)));
        for part in [16, whole.len() / 2, whole.len() - 8] {
            assert_eq!(found(&whole[..part]), damaged, "{part} bytes of {}", whole.len());
        }
    }
    assert_eq!(found(b"\xff\xd8\xff"), damaged);
    assert_eq!(found(b"\x89PNG\r\n\x1a\n"), damaged);
}

#[test]
fn bombs_are_refused_before_they_are_decoded() {
    let header = |width: u32, height: u32| {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.extend(png_chunk(b"IHDR", &[&size[..], &[8, 2, 0, 0, 0]].concat()));
        bytes.extend(png_chunk(b"IDAT", &[]));
        bytes
    };
    for (width, height) in [(60_000, 60_000), (40_000, 1), (12_000, 12_000)] {
        assert_eq!(found(&header(width, height)), Finding::Refused(Fault::Huge { width, height }));
    }
    // A JPEG says how large it is where its frame begins.
    let mut jpeg = phone(&halves(60, 40), 1, None);
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xff, 0xc0]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(found(&jpeg), Finding::Refused(Fault::Huge { width: 65_535, height: 65_535 }));
    // Passes over the same pixels, of which each costs time.
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
    encoder.set_progressive(true);
    encoder.encode(&halves(60, 40), 60, 40, ColorType::Rgb).expect("a JPEG");
    let scan = bytes.windows(2).rposition(|bytes| bytes == [0xff, 0xda]).expect("a scan");
    let last = bytes[scan..bytes.len() - 2].to_vec();
    assert!(matches!(found(&bytes), Finding::Raster(_)));
    bytes.splice(scan..scan, last.repeat(200));
    assert_eq!(found(&bytes), Finding::Refused(Fault::Damaged));
}

#[test]
fn what_moves_is_refused() {
    let animated = Finding::Refused(Fault::Animated);
    assert_eq!(found(&png_with(&halves(60, 40), b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])), animated);
    let mut webp = written(halves(60, 40), ImageFormat::WebP);
    webp.splice(12..12, *b"VP8X\x0a\0\0\0\x02\0\0\0\x3b\0\0\x27\0\0");
    assert_eq!(found(&webp), animated);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Bytes of all kinds of pictures with some of them changed: there is a finding, and what is found good can be made.
    #[test]
    fn no_bytes_make_looking_panic(
        sort in 0..5_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        end in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.3),
    ) {
        let mut bytes = match sort {
            0 => phone(&halves(24, 16), 6, Some(&ColorProfile::new_display_p3())),
            1 => png_with(&halves(24, 16), b"eXIf", &exif(8)),
            2 => written(halves(24, 16), ImageFormat::WebP),
            3 => b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h1\"/></svg>".to_vec(),
            _ => b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif".to_vec(),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Finding::Raster(raster) = found(&bytes) {
            let cuts = raster.cuts();
            let files = develop(&bytes, &cuts, &Permit::default());
            prop_assert_eq!(files.map(|files| files.len()), Ok(cuts.len()));
        }
    }
}
