//! The commands: what a person types, what is printed, and the exit code.
//!
//! Comes in: arguments and the environment. Goes out: text on the terminal and an exit code. It deliberately decides
//! nothing about content: every command is a few calls of the [`pipeline`](crate::pipeline).

mod article;
mod audit;
mod build;
mod check;
mod completions;
mod diff;
mod due;
mod explain;
mod export;
mod file;
mod help;
mod import;
mod new;
mod pack;
mod plan;
mod print;
mod progress;
mod publish;
mod records;
mod review;
mod schema;
mod serve;
mod settings;
mod theme;
mod usage;
mod withdraw;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::diag::Language;
use print::Printer;
use settings::SiteArgs;

// Help texts are written “中文 | English”: see `help`.
/// 把 YAML 记录做成静态光荣榜网站 | turns YAML records into a static honor-roll site
#[derive(Debug, Parser)]
#[command(name = "honorroll", version, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    site: SiteArgs,
}

const EXAMPLES: &str = "\
例子：
  honorroll build                    把 content/ 生成到 output/
  honorroll check                    只检查，不写入
  honorroll serve --open             在浏览器里边改边看
  honorroll new 人物 张三            新建一条人物记录
  honorroll import 名单.xlsx         把表格里的名单变成记录
  honorroll build --help             某个命令的详细说明

退出码：0 成功，1 内容有错误（什么也没有写入）或 audit 有发现，2 用法不对或机器出错 | \
Examples:
  honorroll build                    builds content/ into output/
  honorroll check                    checks, and writes nothing
  honorroll serve --open             previews the site while it is edited
  honorroll new person 张三          makes a record of a person to fill in
  honorroll import 名单.xlsx         turns a roster into records
  honorroll build --help             more about one command

Exit codes: 0 done, 1 the content has errors (nothing was written) or audit found something, 2 usage or machine failure";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Explain(explain::Explain),
    Import(import::Import),
    Export(export::Export),
    New(new::New),
    Publish(publish::Publish),
    Plan(plan::Plan),
    Diff(diff::Diff),
    Review(review::Review),
    Serve(serve::Serve),
    Due(due::Due),
    Withdraw(withdraw::Withdraw),
    Audit(audit::Audit),
    Pack(pack::Pack),
    Theme(theme::Theme),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

/// How a command ended.
enum Outcome {
    /// All is well.
    Done,
    /// The content has errors; they were printed.
    BadContent,
    /// The arguments or the machine are at fault; it was printed.
    Failed,
}

/// Runs the command that the arguments name.
///
/// Exit codes: 0 done, 1 the content has errors (nothing was written), 2 usage or machine failure.
pub fn run() -> ExitCode {
    let language = settings::language_asked_for(std::env::args_os());
    let parsed = command(language)
        .try_get_matches_from(std::env::args_os())
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(tell(&error, language)),
    };
    let printer = Printer::new(&cli.site, language);
    let outcome = match &cli.command {
        Command::Build(args) => build::run(args, &cli.site, &printer),
        Command::Check(args) => check::run(args, &cli.site, &printer),
        Command::Explain(args) => explain::run(args, &printer),
        Command::Export(args) => export::run(args, &cli.site, &printer),
        Command::Import(args) => import::run(args, &cli.site, &printer),
        Command::New(args) => new::run(args, &cli.site, &printer),
        Command::Publish(args) => publish::run(args, &cli.site, &printer),
        Command::Plan(args) => plan::run(args, &cli.site, &printer),
        Command::Diff(args) => diff::run(args, &cli.site, &printer),
        Command::Review(args) => review::run(args, &cli.site, &printer),
        Command::Serve(args) => serve::run(args, &cli.site, &printer),
        Command::Due(args) => due::run(args, &cli.site, &printer),
        Command::Withdraw(args) => withdraw::run(args, &cli.site, &printer),
        Command::Audit(args) => audit::run(args, &cli.site, &printer),
        Command::Pack(args) => pack::run(args, &cli.site, &printer),
        Command::Theme(args) => theme::run(args, &cli.site, &printer),
        Command::Schema(args) => schema::run(args, &printer),
        Command::Completions(args) => completions::run(args, &printer),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::BadContent => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
    }
}

/// The whole command line, speaking one language.
fn command(language: Language) -> clap::Command {
    help::in_language(Cli::command(), language)
}

/// Prints what was asked for (help, version) or what is wrong with the arguments; gives the exit code.
fn tell(error: &clap::Error, language: Language) -> u8 {
    let is_answer = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_answer || language == Language::En {
        // A reader that has gone away, such as `| head`, is no failure.
        let _ = error.print();
    } else {
        let why = usage::in_chinese(error);
        print::to_stderr(&format!("出错: {why}\n\n加 --help 可看说明，例如 honorroll build --help"));
    }
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) { 0 } else { 2 }
}
