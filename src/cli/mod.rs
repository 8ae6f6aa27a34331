//! The commands: what a person types, what is printed, and the exit code.
//!
//! Comes in: arguments and the environment. Goes out: text on the terminal and an exit code. It deliberately decides
//! nothing about content: every command is a few calls of the [`pipeline`](crate::pipeline).

mod build;
mod check;
mod print;
mod settings;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use print::Printer;
use settings::SiteArgs;

/// 把 YAML 记录做成静态光荣榜网站
#[derive(Debug, Parser)]
#[command(name = "honorroll", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
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
    let cli = Cli::parse();
    let printer = Printer::new(&cli.site);
    let outcome = match cli.command {
        Command::Build(args) => build::run(&args, &cli.site, &printer),
        Command::Check(args) => check::run(&args, &cli.site, &printer),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::BadContent => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
    }
}
