//! The preview: the site in a browser while it is being edited.
//!
//! Comes in: a site's folder, and what `build` would be asked for. Goes out: over HTTP, to this machine alone unless
//! another address is asked for, the page that is asked for, rendered by the one pipeline at that moment; and to every
//! open page, the news that its content has changed or is wrong.
//! It deliberately writes nothing, neither into the output nor anywhere in the site, and prints nothing: what there
//! is to say goes to whoever called. No file is opened by the path of a request.
//!
//! A thread of its own turns saves into editions (`rebuild`); the server only ever reads the one that stands
//! (`board`).

mod board;
mod edition;
mod gate;
mod listen;
mod live;
mod page;
mod rebuild;
mod route;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};

use crate::check::Options;
use crate::diag::{IoError, Language, Refusal, Report, Text};
use crate::say;
use crate::source::{Limits, Reading, SourceTree};
use board::Board;
use gate::Gate;
use rebuild::Rebuilder;
use watch::Watch;

/// The addresses that are the server's own.
const LIVE_SCRIPT: &str = "/_honorroll/live.js";
const LIVE_CHANNEL: &str = "/_honorroll/live";

/// Pages that may be open at one time.
const CHANNELS: usize = 128;

/// Where the server listens if nothing else is asked for, or at the next port that is free.
pub const USUAL_PORT: u16 = 8017;

/// What is to be served, and where.
pub struct Settings {
    /// The folder that holds `content/`.
    pub site: PathBuf,
    /// The output folder, which is not read.
    pub output: PathBuf,
    pub host: String,
    pub port: Option<u16>,
    /// Whether the browser goes to the page of what was edited.
    pub follow: bool,
    pub language: Language,
    pub desired: Desired,
}

/// What is asked of every edition.
pub struct Desired {
    /// Asked for each edition anew: the day may have changed.
    pub options: Box<dyn Fn() -> Options + Send>,
    /// Replaces the theme that the site names.
    pub theme: Option<String>,
}

/// What happens while the server runs.
pub enum News<'n> {
    /// The server answers at this address.
    Listening {
        url: &'n str,
        is_public: bool,
    },
    /// What is wrong with the content; warnings that were told before are left out.
    Problems {
        report: &'n Report,
        tree: &'n SourceTree,
    },
    /// An edition is shown.
    Shown {
        files: usize,
        took: Duration,
        edited: Option<&'n str>,
    },
    /// The content has errors; what was shown before, if there was anything, is shown still.
    Stands {
        something: bool,
    },
    Note(&'n Text),
    /// The site cannot be read at the moment.
    Failure(&'n IoError),
}

/// Hears what happens, from any thread.
pub type Tell = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// What the answers to requests come from.
struct Server {
    gate: Gate,
    board: Arc<Board>,
    language: Language,
    follow: bool,
    channels: Arc<Semaphore>,
}

/// Serves until it is told to stop (Ctrl-C, or a signal to end). An error says why it could not start or go on.
pub fn serve(settings: Settings, tell: &Tell) -> Result<(), IoError> {
    let Settings { site, output, host, port, follow, language, desired } = settings;
    let listener = listen::bind(&host, port, USUAL_PORT).map_err(|source| IoError {
        doing: say!("监听地址", "listening at the address"),
        path: PathBuf::from(port.map_or(host.clone(), |port| format!("{host}:{port}"))),
        source,
    })?;
    let address = listener.local_addr().map_err(|source| machine(&site, source))?;
    let root = site.canonicalize().map_err(|source| IoError {
        doing: say!("打开站点文件夹", "opening the site's folder"),
        path: site.clone(),
        source,
    })?;

    // First watch, then read: what is saved meanwhile is not missed.
    let began = Instant::now();
    let (watch, note) = Watch::start(&root).map_err(|error| machine(&site, std::io::Error::other(error)))?;
    let reading = Reading::first(&root, &output, Limits::default())?;
    let board = Arc::new(Board::new());
    let mut rebuilder = Rebuilder::new(reading, desired, language, Arc::clone(&board), Arc::clone(tell));
    rebuilder.make(&[], None, began);
    if let Some(note) = note {
        tell(News::Note(&note));
    }

    let gate = Gate::new(&host, address.ip(), address.port());
    let channels = Arc::new(Semaphore::new(CHANNELS));
    let server = Arc::new(Server { gate, board, language, follow, channels });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(8)
        .build()
        .map_err(|source| machine(&site, source))?;
    let (alive, ended) = oneshot::channel::<()>();
    thread::spawn(move || {
        // Dropped with the thread, however that ends.
        let _alive = alive;
        rebuilder.run(watch);
    });
    let outcome = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let stop = stop()?;
        tell(News::Listening { url: &url(address), is_public: !address.ip().is_loopback() });
        tokio::select! {
            () = listen::listen(listener, server) => {}
            () = stop => {}
            _ = ended => {
                let why = say!("监视文件的线程意外结束", "the thread that watches the files has ended");
                return Err(std::io::Error::other(Refusal(why)));
            }
        }
        Ok(())
    });
    runtime.shutdown_background();
    outcome.map_err(|source| machine(&site, source))
}

/// Where a browser on this machine finds the server.
fn url(mut address: std::net::SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}/")
}

/// Ends when somebody asks the program to.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn machine(site: &Path, source: std::io::Error) -> IoError {
    IoError { doing: say!("预览站点", "serving the site"), path: site.to_path_buf(), source }
}
