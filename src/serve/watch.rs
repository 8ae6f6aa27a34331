//! What happens in a site's folders, gathered into moments: one save is one moment, however many steps it takes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diag::Text;
use crate::say;
use crate::source::Touched;

/// The folders of a site that are read.
const WATCHED: [&str; 2] = ["content", "themes"];
/// A moment is over when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(10);
/// A moment is over after so long, whatever goes on happening.
const LONGEST: Duration = Duration::from_millis(500);
/// How often a file system that tells nothing is looked at.
const POLL: Duration = Duration::from_secs(1);

/// Watches the folders of one site.
pub struct Watch {
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
}

/// What happened in one moment.
#[derive(Default)]
pub struct Moment {
    pub touched: Touched,
    /// A folder came into being. What is put into it before it is watched is told by nobody.
    pub new_folder: bool,
    /// What could not be watched.
    pub trouble: Option<Text>,
}

impl Watch {
    /// Begins to watch the site at `root`, an absolute path without links. The text says what is wrong where the
    /// system cannot tell of changes, so that they are looked for instead.
    pub fn start(root: &Path) -> notify::Result<(Watch, Option<Text>)> {
        let (sender, events) = mpsc::channel();
        let told = {
            let sender = sender.clone();
            move |event: notify::Result<Event>| {
                // Files are opened whenever they are read, which is no news.
                if event.as_ref().map_or(true, is_news) {
                    let _ = sender.send(event);
                }
            }
        };
        // A link may lead anywhere, to the whole disk for one; what it leads to inside the site's folders is watched anyway.
        let config = Config::default().with_follow_symlinks(false).with_poll_interval(POLL);
        let native = RecommendedWatcher::new(told, config).and_then(|mut watcher| {
            watch_all(&mut watcher, root)?;
            Ok(watcher)
        });
        let why = match native {
            Ok(watcher) => {
                return Ok((Watch { root: root.to_path_buf(), watcher: Box::new(watcher), events }, None));
            }
            Err(why) => why,
        };
        let mut watcher = PollWatcher::new(sender, config)?;
        watch_all(&mut watcher, root)?;
        let note = say!(
            "系统不能通知文件的改动（{why}），改为每秒查看一次",
            "the system does not tell of changes ({why}); they are looked for once a second"
        );
        Ok((Watch { root: root.to_path_buf(), watcher: Box::new(watcher), events }, Some(note)))
    }

    /// Waits until something has happened and is over; `None` when nothing can happen any more.
    pub fn next(&mut self) -> Option<Moment> {
        let first = self.events.recv().ok()?;
        let mut moment = Moment::default();
        self.add(first, &mut moment);
        self.gather(&mut moment, QUIET);
        Some(moment)
    }

    /// Adds to a moment what happens until `quiet` has passed without anything.
    pub fn gather(&mut self, moment: &mut Moment, quiet: Duration) {
        let begin = Instant::now();
        while begin.elapsed() < LONGEST {
            match self.events.recv_timeout(quiet) {
                Ok(event) => self.add(event, moment),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn add(&mut self, event: notify::Result<Event>, moment: &mut Moment) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                moment.trouble = Some(say!(
                    "有的文件夹无法监视，其中的改动可能要重新启动才能看到：{error}",
                    "some folder cannot be watched; changes in it may need a restart: {error}"
                ));
                moment.touched.anything = true;
                return;
            }
        };
        moment.touched.anything |= event.need_rescan();
        moment.new_folder |= matches!(event.kind, EventKind::Create(CreateKind::Folder | CreateKind::Any));
        let watched = WATCHED.map(|folder| self.root.join(folder));
        for path in event.paths {
            if watched.contains(&path) {
                // The folder itself came or went; who watched the old one does not know the new one.
                let _ = self.watcher.unwatch(&path);
                let _ = self.watcher.watch(&path, RecursiveMode::Recursive);
                moment.touched.anything = true;
                moment.new_folder = true;
            }
            if watched.iter().any(|folder| path.starts_with(folder)) {
                moment.touched.paths.insert(path);
            }
        }
    }
}

fn watch_all(watcher: &mut dyn Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in WATCHED.map(|folder| root.join(folder)) {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

fn is_news(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Other => event.need_rescan(),
    }
}
