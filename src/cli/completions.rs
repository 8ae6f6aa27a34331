//! `honorroll completions`: a script that lets a shell complete the commands and options.

use clap::Args;
use clap_complete::Shell;

use super::Outcome;
use super::print::Printer;

/// 命令补全脚本 | a completion script for a shell
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// 用哪一种命令行 | which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

const EXAMPLES: &str = "\
例子：
  honorroll completions bash > ~/.local/share/bash-completion/completions/honorroll
  honorroll completions powershell >> $PROFILE | \
Examples:
  honorroll completions bash > ~/.local/share/bash-completion/completions/honorroll
  honorroll completions powershell >> $PROFILE";

pub fn run(args: &Completions, printer: &Printer) -> Outcome {
    let mut command = super::command(printer.language);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "honorroll", &mut script);
    printer.data(&String::from_utf8_lossy(&script));
    Outcome::Done
}
