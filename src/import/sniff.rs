//! What a file is by its contents: staff save a web page as `.xls`, and a workbook as `.csv`.

/// What the bytes of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    /// The binary workbook in a ZIP archive.
    Xlsb,
    Ods,
    Docx,
    /// Excel before 2007, in a compound file; or something else in one, which only its reader knows.
    Compound,
    /// Word before 2007, in a compound file.
    Doc,
    /// A newer workbook or text with a password, in a compound file.
    Locked,
    /// A web page, whatever its name says.
    Html,
    /// “XML Spreadsheet 2003”, whatever its name says.
    SpreadsheetXml,
    Pdf,
    /// Another archive or program file.
    Foreign,
    Text,
}

const HEAD: usize = 4096;

/// By the marks that formats begin with; the names of the files in an archive tell which office format it is.
pub fn form(bytes: &[u8]) -> Form {
    match bytes {
        [b'P', b'K', 3, 4, ..] => archive(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => compound(bytes),
        [b'%', b'P', b'D', b'F', ..] => Form::Pdf,
        [0x7f, b'E', b'L', b'F', ..] | [b'M', b'Z', ..] | [b'R', b'a', b'r', b'!', ..] | [0x1f, 0x8b, ..] => {
            Form::Foreign
        }
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => Form::Foreign,
        _ => text(&bytes[..bytes.len().min(HEAD)]),
    }
}

/// By the names of its streams, which its directory writes in UTF-16.
fn compound(bytes: &[u8]) -> Form {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    match () {
        () if has("EncryptedPackage") => Form::Locked,
        // A workbook may hold a text, in a folder of its own: then it has both.
        () if has("WordDocument") && !has("Workbook") && !has("Book") => Form::Doc,
        () => Form::Compound,
    }
}

fn archive(bytes: &[u8]) -> Form {
    let has = |name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    // Names are plain in the archive's own directory.
    if has("xl/workbook.bin") {
        Form::Xlsb
    } else if has("xl/workbook.xml") || has("xl/worksheets/") {
        Form::Xlsx
    } else if has("word/document.xml") {
        Form::Docx
    } else if has("opendocument.spreadsheet")
        || has("content.xml") && has("META-INF/") && !has("opendocument.")
    {
        Form::Ods
    } else {
        Form::Foreign
    }
}

fn text(head: &[u8]) -> Form {
    // UTF-16 puts a NUL beside each letter.
    let plain: Vec<u8> =
        head.iter().copied().filter(|&byte| byte != 0).map(|byte| byte.to_ascii_lowercase()).collect();
    let has = |part: &str| plain.windows(part.len()).any(|window| window == part.as_bytes());
    let begins = plain.iter().position(|byte| byte.is_ascii_graphic()).is_some_and(|at| plain[at] == b'<');
    if has("urn:schemas-microsoft-com:office:spreadsheet") && has("<workbook") {
        Form::SpreadsheetXml
    } else if has("<html") || has("<table") || begins && has("<!doctype") {
        Form::Html
    } else {
        Form::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_contents_whatever_the_name() {
        let check = |bytes: &[u8], expect: Form| assert_eq!(form(bytes), expect, "{bytes:?}");
        check(b"PK\x03\x04.....xl/workbook.xml", Form::Xlsx);
        check(b"PK\x03\x04.....word/document.xml", Form::Docx);
        check(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Form::Ods);
        check(b"PK\x03\x04readme.txt", Form::Foreign);
        let in_compound = |name: &str| {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain(name).collect::<Vec<u8>>()
        };
        check(&in_compound("Workbook"), Form::Compound);
        check(&in_compound("WordDocument"), Form::Doc);
        check(&in_compound("EncryptedPackage"), Form::Locked);
        check(b"\xef\xbb\xbf<HTML><TABLE>", Form::Html);
        check(b"<\0h\0t\0m\0l\0>\0", Form::Html);
        check(
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            Form::SpreadsheetXml,
        );
        check("姓名,单位\n".as_bytes(), Form::Text);
        check(b"", Form::Text);
    }
}
