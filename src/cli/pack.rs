//! `honorroll pack`: the published site as one archive, for services that take one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Outcome;
use super::file;
use super::print::Printer;
use super::settings::{BuildArgs, SiteArgs};
use crate::channels::robots;
use crate::diag::{IoError, Text};
use crate::emit::{self, Inventory, Place};
use crate::say;
use crate::source;

/// 把生成好的网站打成一个压缩包，交给托管平台；同样的网站打出的包逐字节相同 | puts the built site into one archive for a hosting service; the same site makes the same bytes
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Pack {
    /// 写到哪里；不写则为输出文件夹旁边的 output.zip，已有的会替换 | where to; default: output.zip beside the output folder, replaced where it is there
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// 输出文件夹；不写则为站点下的 output | the output folder; default: output in the site's folder
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
只装上次 build 写的文件，逐个核对；有改动、缺失、多出的，含草稿的，或内容在那以后改过的，就不打包。
例子：
  honorroll build && honorroll pack
  honorroll pack --to 光荣榜.zip | \
It holds what the last build wrote, file by file as it was written; where anything was changed, is missing or was added, the site has drafts, or its content was changed since, nothing is packed.
Examples:
  honorroll build && honorroll pack
  honorroll pack --to honor-roll.zip";

/// Files that are read at a time.
const AT_ONCE: usize = 256;
/// Files that are told of.
const MOST: usize = 5;

pub fn run(args: &Pack, site: &SiteArgs, printer: &Printer) -> Outcome {
    let output = args.output.clone().unwrap_or_else(|| BuildArgs::default_output(&site.site));
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    let inventory = match Inventory::take(&place) {
        Ok(inventory) => inventory,
        Err(error) => return printer.failure(&error),
    };
    let shown = output.display();
    if inventory.files.is_empty() && inventory.missing.is_empty() {
        return printer.misused(&say!(
            "{shown} 里没有生成好的网站；先运行 honorroll build",
            "there is no built site in {shown}; run `honorroll build` first"
        ));
    }
    if has_drafts(&place) {
        return printer.misused(&say!(
            "{shown} 是连同草稿生成的（--drafts），不能交出去；先运行 honorroll build",
            "{shown} was built with drafts (`--drafts`) and is not to be handed out; run `honorroll build` first"
        ));
    }
    match is_of_today(site, &place) {
        Ok(true) => {}
        Ok(false) => {
            return printer.misused(&say!(
                "内容在上次生成之后改过，{shown} 还是旧的；先运行 honorroll build",
                "the content was changed after {shown} was built; run `honorroll build` first"
            ));
        }
        Err(error) => return printer.failure(&error),
    }
    let odd = [
        (inventory.missing, say!("缺失", "missing")),
        (inventory.foreign, say!("不是程序写的", "not written by the program")),
    ];
    let odd: Vec<(String, Text)> = odd
        .into_iter()
        .flat_map(|(routes, why)| routes.into_iter().map(move |route| (route, why.clone())))
        .collect();
    if !odd.is_empty() {
        return printer.misused(&not_as_built(&odd));
    }
    let to = args.to.clone().unwrap_or_else(|| beside(place.output()));
    if let Err(wrong) = judge(&to, &place) {
        return printer.misused(&wrong);
    }
    match pack(&place, &inventory.files, &to) {
        Ok(Packed::Done(bytes)) => {
            let (count, to, size) = (inventory.files.len(), to.display(), size(bytes));
            printer
                .result(&say!("已打包 {count} 个文件：{to}，{size}", "packed {count} files: {to}, {size}"));
            Outcome::Done
        }
        Ok(Packed::Changed(routes)) => {
            let odd: Vec<_> = routes.into_iter().map(|route| (route, say!("被改过", "changed"))).collect();
            printer.misused(&not_as_built(&odd))
        }
        Err((path, source)) => printer.failure(&IoError { doing: say!("打包", "packing"), path, source }),
    }
}

/// Whether the output was built of what the site's files say now: someone who was withdrawn since is still in it.
fn is_of_today(site: &SiteArgs, place: &Place) -> Result<bool, IoError> {
    let Some(built) = emit::sources(place) else { return Ok(false) };
    let (tree, _) = source::read(&site.site, place.output(), &source::Limits::default())?;
    Ok(tree.digest() == built)
}

fn has_drafts(place: &Place) -> bool {
    fs::read(place.output().join("robots.txt")).is_ok_and(|text| text.starts_with(robots::DRAFTS.as_bytes()))
}

enum Packed {
    /// With the size of the archive.
    Done(u64),
    /// These files are not as the build wrote them.
    Changed(Vec<String>),
}

/// Writes the archive beside its place first, so that nobody takes half of one for a whole.
fn pack(place: &Place, files: &[(String, [u8; 32])], to: &Path) -> Result<Packed, (PathBuf, io::Error)> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let staged = to.with_file_name(format!(".{name}.honorroll-new"));
    let packed = write(place, files, &staged);
    let done = match packed {
        Ok(Packed::Done(_)) => fs::rename(&staged, to).map_err(|error| (to.to_owned(), error)).and(packed),
        other => other,
    };
    if !matches!(done, Ok(Packed::Done(_))) {
        let _ = fs::remove_file(&staged);
    }
    done
}

fn write(place: &Place, files: &[(String, [u8; 32])], staged: &Path) -> Result<Packed, (PathBuf, io::Error)> {
    let failed = |error: io::Error| (staged.to_owned(), error);
    let mut archive = ZipWriter::new(BufWriter::new(File::create(staged).map_err(failed)?));
    let mut changed = Vec::new();
    for part in files.chunks(AT_ONCE) {
        let read = |(route, hash): &(String, [u8; 32])| {
            let path = file::below(place.output(), route);
            let bytes = fs::read(&path).map_err(|error| (path, error))?;
            let is_as_built = blake3::hash(&bytes).as_bytes() == hash;
            Ok((bytes, is_as_built))
        };
        let read: Vec<Result<_, (PathBuf, io::Error)>> = part.par_iter().map(read).collect();
        for ((route, _), read) in part.iter().zip(read) {
            let (bytes, is_as_built) = read?;
            if !is_as_built {
                changed.push(route.clone());
            }
            if changed.is_empty() {
                archive
                    .start_file(route.as_str(), options(route, &bytes))
                    .map_err(|error| failed(error.into()))?;
                archive.write_all(&bytes).map_err(failed)?;
            }
        }
    }
    if !changed.is_empty() {
        return Ok(Packed::Changed(changed));
    }
    let file = archive.finish().map_err(|error| failed(error.into()))?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    let bytes = file.metadata().map_err(failed)?.len();
    Ok(Packed::Done(bytes))
}

/// The same for the same file everywhere: no time of day, no rights but to read.
fn options(route: &str, bytes: &[u8]) -> SimpleFileOptions {
    // Named by their contents without an extension: the index, compressed already.
    let is_packed = match route.rsplit('/').next().and_then(|name| name.rsplit_once('.')) {
        Some((_, extension)) => ["jpg", "webp", "png", "xlsx", "zip", "docx", "pdf"].contains(&extension),
        None => true,
    };
    let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(bytes.len() as u64 > u64::from(u32::MAX) / 2)
}

/// `output.zip` beside `output`.
fn beside(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".zip");
    output.with_file_name(name)
}

/// The archive must not become part of the site, nor replace anything but an archive.
fn judge(to: &Path, place: &Place) -> Result<(), Text> {
    let absolute = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    let folder = absolute.parent().unwrap_or(&absolute);
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if real.starts_with(place.output()) {
        return Err(say!(
            "压缩包不能放在输出文件夹里，那样会一起公开；请换一个地方",
            "the archive cannot be in the output folder, where it would be public; choose another place"
        ));
    }
    if to.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("zip")) {
        return Err(say!("文件名要以 .zip 结尾", "the file's name must end in .zip"));
    }
    Ok(())
}

fn not_as_built(odd: &[(String, Text)]) -> Text {
    let lines = |language: fn(&Text) -> &str| {
        let lines = odd.iter().take(MOST).map(|(route, why)| format!("\n  {route}  {}", language(why)));
        lines.collect::<String>()
    };
    let (zh, en) = (lines(|why| &why.zh), lines(|why| &why.en));
    let (more_zh, more_en) = match odd.len().saturating_sub(MOST) {
        0 => (String::new(), String::new()),
        more => (format!("\n  ……还有 {more} 个"), format!("\n  … and {more} more")),
    };
    say!(
        "输出文件夹与上次生成的不一样，没有打包：{zh}{more_zh}\n先运行 honorroll build；多出的文件请移走",
        "the output is not what the last build wrote, and nothing was packed:{en}{more_en}\nrun `honorroll build` first, and move away what does not belong there"
    )
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
