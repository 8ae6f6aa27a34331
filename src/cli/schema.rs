//! `honorroll schema`: what records look like, as JSON Schema for editors.

use clap::Args;
use serde_json::{Map, Value};

use super::Outcome;
use super::print::Printer;
use super::settings::{SITE, parse_kind, unknown_kind};
use crate::model::{Kind, schema};
use crate::say;

/// 记录的 JSON Schema，供编辑器补全和检查 | JSON Schema of records, for editors
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Schema {
    /// 哪一类记录，如 人物；站点、签发台账也可以；不写则全部 | which kind, such as person; also site and reviews; default: all
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

const EXAMPLES: &str = "\
例子：
  honorroll schema 人物 > 人物.schema.json
  然后在 content/people/ 的文件第一行写：
  # yaml-language-server: $schema=../../人物.schema.json
  装有 YAML 插件的编辑器（如 VS Code）就会补全字段、标出错误 | \
Examples:
  honorroll schema person > person.schema.json
  then begin the files in content/people/ with the line
  # yaml-language-server: $schema=../../person.schema.json
  and an editor that knows YAML, such as VS Code, completes fields and marks mistakes";

/// What the ledger of sign-offs is called.
const REVIEWS: [&str; 3] = ["签发台账", "reviews", "review"];

pub fn run(args: &Schema, printer: &Printer) -> Outcome {
    let schema = match args.kind.as_deref() {
        None => all(),
        Some(name) if SITE.contains(&name) => schema::site(),
        Some(name) if REVIEWS.contains(&name) => schema::reviews(),
        Some(name) => match parse_kind(name) {
            Some(kind) => schema::records(kind),
            None => return printer.misused(&unknown_kind(name, &say!("站点、签发台账", "site, reviews"))),
        },
    };
    printer.data(&format!("{schema:#}\n"));
    Outcome::Done
}

/// Every schema under the name of the file or folder that it is for.
fn all() -> Value {
    let kinds = Kind::ALL.map(|kind| (kind.folder(), schema::records(kind)));
    let others = [("site", schema::site()), ("reviews", schema::reviews())];
    Value::Object(
        kinds
            .into_iter()
            .chain(others)
            .map(|(name, schema)| (name.to_owned(), schema))
            .collect::<Map<_, _>>(),
    )
}
