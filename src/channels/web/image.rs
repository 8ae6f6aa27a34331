//! Pictures and files that pages show or offer.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::link::site_href;
use super::shared::Web;
use crate::model::{self, Key, Media, Photo, Picture, Word, media_path};
use crate::picture::{self, Cut, Finding, Format, hexadecimal};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Image {
    /// The largest that is published, for every browser. Relative to the site's root.
    pub src: String,
    pub alt: String,
    /// Of `src`, in pixels.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub credit: Option<String>,
    /// All widths, narrowest first; none of a drawing.
    pub jpeg: Vec<Candidate>,
    /// The same in WebP; none where the program was built without it.
    pub webp: Vec<Candidate>,
    /// A ThumbHash in hexadecimal digits; the filter `placeholder` draws it.
    pub afar: Option<String>,
}

impl Image {
    /// What it looks like from afar, as a drawing.
    pub fn placeholder(&self) -> Option<String> {
        picture::placeholder(self.afar.as_deref()?)
    }
}

/// A file of a picture, from which a browser chooses by its width.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    pub src: String,
    pub width: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    pub text: String,
    pub href: String,
    /// “PDF，1.2 MB”
    pub note: Option<String>,
}

/// What a picture field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictured<'a> {
    /// A file, by its path under `media/`.
    File(&'a str),
    Photo(Key<Photo>),
}

impl<'r> Web<'r> {
    /// What a picture field names; nothing where there is no such file or the photo is not published.
    pub fn pictured<'a>(&self, file: &'a str) -> Option<Pictured<'a>> {
        let path = media_path(file);
        if self.roll.media(path).is_some() {
            return Some(Pictured::File(path));
        }
        self.photo_by_id(file).map(Pictured::Photo)
    }

    /// A record's picture; `of` describes it where no alternative text is written.
    pub fn image(&self, picture: Option<&Picture>, of: &str) -> Option<Image> {
        let picture = picture?;
        let mut image = match self.pictured(&picture.file)? {
            Pictured::File(path) => self.shown(path)?,
            Pictured::Photo(key) => self.photo_image(&self.roll.get(key).data)?,
        };
        if let Some(alt) = &picture.alt {
            image.alt.clone_from(alt);
        }
        if let Some(credit) = &picture.credit {
            image.credit = Some(credit.value.clone());
        }
        if image.alt.is_empty() {
            of.clone_into(&mut image.alt);
        }
        Some(image)
    }

    /// The picture of a photo record.
    pub fn photo_image(&self, photo: &Photo) -> Option<Image> {
        let words = |word: &Option<Word>| word.as_ref().map(|word| word.value.clone());
        Some(Image {
            alt: words(&photo.alt).or(words(&photo.caption)).unwrap_or_default(),
            credit: words(&photo.by),
            ..self.shown(media_path(&photo.file))?
        })
    }

    /// The picture at a path under `media/`, without words; nothing where there is none that can be shown.
    pub fn shown(&self, path: &str) -> Option<Image> {
        let media = self.roll.media(path)?;
        match &media.finding {
            Finding::Other | Finding::Refused(_) => None,
            Finding::Drawing(drawing) => {
                let (width, height) = drawing.size.unzip();
                Some(Image { src: self.media_href(path)?, width, height, ..Image::default() })
            }
            Finding::Raster(raster) => {
                let in_format = |format: Format| {
                    let cuts = raster.cuts().into_iter().filter(move |cut| cut.format == format);
                    cuts.map(|cut| Candidate {
                        src: site_href(&self.edition, print_path(media, cut)),
                        width: cut.width,
                    })
                };
                let (width, height) = raster.sizes().pop()?;
                Some(Image {
                    src: self.media_href(path)?,
                    width: Some(width),
                    height: Some(height),
                    jpeg: in_format(Format::Jpeg).collect(),
                    webp: in_format(Format::Webp).collect(),
                    afar: raster.afar.as_deref().map(hexadecimal),
                    ..Image::default()
                })
            }
        }
    }

    /// The address of what is published of a file under `media/`, which all editions share. Of a picture that is its largest
    /// print.
    pub fn media_href(&self, path: &str) -> Option<String> {
        let media = self.roll.media(path)?;
        let path = match &media.finding {
            Finding::Other | Finding::Drawing(_) => media_href(path),
            Finding::Raster(raster) => {
                let largest = raster.cuts().into_iter().rfind(|cut| cut.format == Format::Jpeg)?;
                print_path(media, largest)
            }
            Finding::Refused(_) => return None,
        };
        Some(site_href(&self.edition, path))
    }

    pub fn attachments(&self, of: &[model::Attachment]) -> Vec<Attachment> {
        of.iter()
            .filter_map(|attachment| {
                let path = media_path(&attachment.file);
                let media = self.roll.media(path)?;
                let name = path.rsplit('/').next().unwrap_or(path);
                let text = attachment.title.as_ref().map_or(name, |title| title.value.as_str());
                let note = Some(match &media.finding {
                    // Its size is that of the file that will be made of it.
                    Finding::Raster(_) => "JPEG".to_owned(),
                    Finding::Other | Finding::Drawing(_) | Finding::Refused(_) => file_note(name, media.size),
                });
                Some(Attachment { text: text.to_owned(), href: self.media_href(path)?, note })
            })
            .collect()
    }
}

/// Where a print of a picture is published.
pub fn print_path(media: &Media, cut: Cut) -> String {
    let name = media.print_name();
    format!("media/{name}-{}.{}", cut.width, cut.format.extension())
}

/// The address of a file under `media/`, encoded for a URL.
fn media_href(path: &str) -> String {
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    format!("media/{}", utf8_percent_encode(path, KEPT))
}

/// Kind and size of a file: `PDF，1.2 MB`.
fn file_note(name: &str, bytes: u64) -> String {
    let size = match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    };
    match name.rsplit_once('.') {
        Some((stem, kind)) if !stem.is_empty() && kind.is_ascii() => {
            format!("{}，{size}", kind.to_ascii_uppercase())
        }
        _ => size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        for (name, bytes, expect) in [
            ("名单.pdf", 1_200_000, "PDF，1.2 MB"),
            ("名单.PDF", 999, "PDF，999 B"),
            ("a.docx", 34_001, "DOCX，35 KB"),
            ("名单", 1_000, "1 KB"),
        ] {
            assert_eq!(file_note(name, bytes), expect);
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(media_href("a b/100%#1.jpg"), "media/a%20b/100%25%231.jpg");
        assert_eq!(media_href("张三.jpg"), "media/%E5%BC%A0%E4%B8%89.jpg");
    }
}
