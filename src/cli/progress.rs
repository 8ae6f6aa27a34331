//! How far a run has come, shown to whoever waits for it; and what each phase took.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};

use super::print::{self, Printer};
use super::settings::MessageFormat;
use crate::diag::{Language, Text};
use crate::progress::{Phase, Watch};
use crate::say;

/// At a terminal nothing is shown before this: most runs are over by then.
const PATIENCE: Duration = Duration::from_millis(500);

/// Elsewhere, such as in a log, a line is printed for each phase that begins later than this.
const PATIENCE_OF_A_LOG: Duration = Duration::from_secs(2);

/// Watches a run from its start.
pub struct Progress {
    language: Language,
    started: Instant,
    bar: ProgressBar,
    /// Whether lines are printed instead of the bar.
    lines: bool,
    phases: Mutex<Vec<(Phase, Instant)>>,
}

impl Progress {
    pub fn new(printer: &Printer) -> Progress {
        let wanted = printer.shows_progress();
        let is_terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::hidden();
        if wanted && is_terminal {
            show_later(bar.clone());
        }
        Progress {
            language: printer.language,
            started: Instant::now(),
            bar,
            lines: wanted && !is_terminal,
            phases: Mutex::new(Vec::new()),
        }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Takes the line away, so that results can be printed.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Prints what each phase took, if that was asked for.
    pub fn tell_timings(&self, format: Option<MessageFormat>, printer: &Printer) {
        let phases = self.phases.lock().expect("no thread panics while it holds the list");
        let ends = phases.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        let took: Vec<(Phase, Duration)> =
            phases.iter().zip(ends).map(|(&(phase, begin), end)| (phase, end - begin)).collect();
        match format {
            None => {}
            Some(MessageFormat::Json) => {
                let mut all: Map<String, Value> = took
                    .iter()
                    .map(|(phase, took)| (phase.name().to_owned(), json!(took.as_secs_f64())))
                    .collect();
                all.insert("total".to_owned(), json!(self.seconds()));
                printer.data(&format!("{}\n", Value::Object(all)));
            }
            Some(MessageFormat::Text) => {
                let total = say!("共计", "total");
                let lines = took.iter().map(|(phase, took)| (words(*phase), took.as_secs_f64()));
                for (what, seconds) in lines.chain([(total, self.seconds())]) {
                    print::to_stderr(&format!("{seconds:>8.3} s  {}", what.get(self.language)));
                }
            }
        }
    }
}

impl Watch for Progress {
    fn begin(&self, phase: Phase, steps: usize) {
        self.phases.lock().expect("no thread panics while it holds the list").push((phase, Instant::now()));
        let what = words(phase);
        let what = what.get(self.language);
        if self.lines && self.started.elapsed() > PATIENCE_OF_A_LOG {
            print::to_stderr(what);
        }
        let style = if steps > 0 { "{msg} {wide_bar} {pos}/{len}" } else { "{spinner} {msg}" };
        self.bar.set_style(ProgressStyle::with_template(style).expect("the template is one"));
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        self.bar.set_message(what.to_owned());
    }

    fn step(&self) {
        self.bar.inc(1);
    }
}

/// Shows the bar after a while, unless the run is over by then.
fn show_later(bar: ProgressBar) {
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        if !bar.is_finished() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
}

fn words(phase: Phase) -> Text {
    match phase {
        Phase::Read => say!("读取文件", "reading files"),
        Phase::Parse => say!("解析记录和主题", "parsing records and the theme"),
        Phase::Look => say!("查看新图片", "looking at new pictures"),
        Phase::Check => say!("检查", "checking"),
        Phase::Plan => say!("安排页面", "planning pages"),
        Phase::Survey => say!("查看上次的输出", "looking through the output"),
        Phase::Render => say!("生成页面", "making pages"),
        Phase::Switch => say!("换上新的站点", "putting the new site in place"),
    }
}
