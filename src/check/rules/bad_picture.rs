//! What is shown as a picture is one, and may be published.

use super::severity;
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::model::{Draft, EachTable, InTables, Kind, Media, Table, media_path};
use crate::picture::{Fault, Finding, Foreign, MAX_BYTES, MAX_PIXELS, MAX_SIDE, Unsafe};
use crate::say;

/// Every file that a record or the site names and that is there: a picture that is damaged, moves, is too large or in a format that is not
/// published; and what is no picture where one is to be shown.
pub fn check(draft: &Draft, report: &mut Report) {
    for file in draft.site.iter().flat_map(|site| site.files()) {
        let path = media_path(file);
        let refused = draft.media.get(path).and_then(|media| judge(path, media, true, file.span));
        refused.into_iter().for_each(|refused| report.push(refused));
    }
    draft.tables.each(&mut Pictures { draft, report });
}

struct Pictures<'a> {
    draft: &'a Draft,
    report: &'a mut Report,
}

impl EachTable for Pictures<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        // Records of other kinds offer files and show none.
        let is_shown = matches!(T::KIND, Kind::Person | Kind::Story | Kind::Column | Kind::Photo);
        for record in table {
            for file in record.data.files() {
                let path = media_path(file);
                let Some(media) = self.draft.media.get(path) else { continue };
                if let Some(refused) = judge(path, media, is_shown, file.span) {
                    let severity = severity(self.draft, &record.common);
                    self.report.push(Diagnostic { severity, ..refused });
                }
            }
        }
    }
}

/// Why the file at a path under `media/` cannot be shown, or cannot be offered.
pub fn judge(path: &str, media: &Media, is_shown: bool, span: Span) -> Option<Diagnostic> {
    let claims_svg = path.rsplit_once('.').is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("svg"));
    let (message, hint) = match &media.finding {
        Finding::Raster(_) | Finding::Drawing(_) => return None,
        // A browser would take it for the drawing that its name says it is.
        Finding::Other if !(is_shown || claims_svg) => return None,
        Finding::Other => (
            say!("“{path}”不是图片", "`{path}` is no picture"),
            say!("换成 JPEG、PNG 或 WebP 图片", "put a JPEG, PNG or WebP picture in its place"),
        ),
        Finding::Refused(fault) => refusal(path, fault),
    };
    Some(Diagnostic::error(Code::BadPicture, span, message).hint(hint))
}

fn refusal(path: &str, fault: &Fault) -> (Text, Text) {
    match fault {
        Fault::Foreign(foreign) => {
            let name = foreign.name();
            let message = say!(
                "“{path}”是 {name} 图片，很多人的电脑和手机打不开",
                "`{path}` is a {name} picture, which many devices cannot show"
            );
            (message, conversion(*foreign))
        }
        Fault::Damaged => (
            say!("图片“{path}”是坏的，或者没有传完整", "the picture `{path}` is damaged or cut off"),
            say!(
                "用看图软件打开原图另存一份，再放进来；微信传图请发“原图”或文件",
                "open the original, save it anew and put that here"
            ),
        ),
        Fault::Heavy => {
            let most = MAX_BYTES >> 20;
            (
                say!("图片“{path}”太大，超过 {most} MB", "the picture `{path}` is larger than {most} MB"),
                say!("缩小后另存为 JPEG", "make it smaller and save it as JPEG"),
            )
        }
        Fault::Huge { width, height } => {
            let (most, side) = (MAX_PIXELS / 10_000, MAX_SIDE);
            let most_en = MAX_PIXELS / 1_000_000;
            (
                say!(
                    "图片“{path}”有 {width}×{height} 像素，太大了",
                    "the picture `{path}` is too large: {width}×{height} pixels"
                ),
                say!(
                    "缩小后另存；总共不超过 {most} 万像素，每边不超过 {side} 像素",
                    "make it smaller: at most {most_en} million pixels, and {side} along a side"
                ),
            )
        }
        Fault::Animated => (
            say!("“{path}”是动图", "`{path}` is an animation"),
            say!("选一帧另存为 JPEG 或 PNG", "save one of its frames as JPEG or PNG"),
        ),
        Fault::Unsafe(what) => {
            let message = match what {
                Unsafe::Element(name) => say!(
                    "SVG 图片“{path}”里有 <{name}>，不能发布",
                    "the SVG picture `{path}` holds <{name}> and cannot be published"
                ),
                Unsafe::Attribute(name) => say!(
                    "SVG 图片“{path}”里的“{name}”不能发布",
                    "the SVG picture `{path}` holds `{name}` and cannot be published"
                ),
                Unsafe::Note => say!(
                    "SVG 图片“{path}”里有注释或声明，不能发布",
                    "the SVG picture `{path}` holds a comment or a declaration and cannot be published"
                ),
                Unsafe::Unreadable => {
                    say!("SVG 图片“{path}”读不懂", "the SVG picture `{path}` cannot be read")
                }
            };
            (
                message,
                say!(
                    "在绘图软件里另存为“纯 SVG”或“优化的 SVG”，并把文字以外的样式写成属性；或者导出为 PNG",
                    "save it as plain or optimised SVG with presentation attributes, or export it as PNG"
                ),
            )
        }
        Fault::Unread => (
            say!("图片“{path}”刚刚被改动或移走了", "the picture `{path}` was changed or moved just now"),
            say!("再运行一次", "run this again"),
        ),
    }
}

fn conversion(foreign: Foreign) -> Text {
    match foreign {
        Foreign::Heic => say!(
            "另存为 JPEG：用电脑打开后另存；以后在 iPhone 上先选 设置 → 相机 → 格式 → 兼容性最佳，安卓手机在相机设置里关掉“高效图片”",
            "save it as JPEG; on an iPhone choose Settings → Camera → Formats → Most Compatible from now on"
        ),
        Foreign::Gif => {
            say!("另存为 PNG 或 JPEG；动图选一帧", "save it as PNG or JPEG; of an animation choose one frame")
        }
        Foreign::Tiff => say!(
            "照片另存为 JPEG；扫描的文件存成 PDF",
            "save a photograph as JPEG, and a scanned document as PDF"
        ),
        Foreign::Avif | Foreign::Bmp | Foreign::JpegXl | Foreign::Photoshop => {
            say!("另存为 JPEG 或 PNG", "save it as JPEG or PNG")
        }
    }
}
