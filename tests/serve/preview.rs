//! A site in a folder of its own, the program serving it, and what a browser would do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

/// Longer than anything takes; what takes as long has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub const SITE: [(&str, &str); 3] = [
    (
        "content/site.yaml",
        "title: 示例光荣榜\nbase_url: https://honor.example/honor/\ndefault_status: published\n",
    ),
    ("content/people/zhang-san.yaml", "name: 张三\n"),
    ("content/people/zhang-san.md", "第一段\n"),
];

pub struct Preview {
    folder: tempfile::TempDir,
    child: Child,
    pub address: String,
    printed: Arc<Mutex<String>>,
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// The edition that the script of a page is told.
    pub fn edition(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("data-edition=\"").expect("a page with the script");
        rest.split('"').next().expect("a value").to_owned()
    }
}

/// The live channel of an open page.
pub struct Channel(WebSocket<TcpStream>);

impl Channel {
    /// The next thing that the page is told.
    pub fn next(&mut self) -> Value {
        let begin = Instant::now();
        loop {
            assert!(begin.elapsed() < PATIENCE, "no news within the time");
            match self.0.read().expect("news within the time") {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn say(&mut self, text: &str) {
        // The server may hang up before it has heard everything.
        let _ = self.0.send(Message::text(text));
    }

    /// Whether the server hangs up.
    pub fn is_closed(&mut self) -> bool {
        loop {
            match self.0.read() {
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(Message::Close(_)) | Err(tungstenite::Error::ConnectionClosed) => return true,
                Err(tungstenite::Error::Protocol(_)) => return true,
                Err(tungstenite::Error::Io(error)) => return error.kind() != std::io::ErrorKind::WouldBlock,
                Ok(_) | Err(_) => return false,
            }
        }
    }

    /// Waits for news of which something is true.
    pub fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        let begin = Instant::now();
        loop {
            let news = self.next();
            if is_so(&news) {
                return news;
            }
            assert!(begin.elapsed() < PATIENCE, "{news}");
        }
    }
}

impl Preview {
    pub fn start(files: &[(&str, &str)], args: &[&str]) -> Preview {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            write(&folder.path().join(path), text);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_honorroll"))
            .args(["serve", "--port", "0", "--as-of", "2031-06-01", "--site"])
            .arg(folder.path())
            .args(args)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let printed = Arc::new(Mutex::new(String::new()));
        keep(child.stdout.take().expect("a pipe"), &printed);
        keep(child.stderr.take().expect("a pipe"), &printed);
        let mut preview = Preview { folder, child, address: String::new(), printed };
        let said = preview.wait_for_print("http://");
        let (_, rest) = said.split_once("http://").expect("an address");
        preview.address = rest.split('/').next().expect("an address").to_owned();
        preview
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// Everything that was printed until `text` was.
    pub fn wait_for_print(&mut self, text: &str) -> String {
        let begin = Instant::now();
        loop {
            let printed = self.printed.lock().expect("the lock").clone();
            if printed.lines().any(|line| line.contains(text)) && printed.ends_with('\n') {
                return printed;
            }
            assert!(begin.elapsed() < PATIENCE, "no `{text}` in:\n{printed}");
            let ended = self.child.try_wait().expect("the program can be waited for");
            assert!(ended.is_none(), "ended with {ended:?} after:\n{printed}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[("Host", &self.address)])
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        answer(&self.raw(format!("{head}\r\n").as_bytes()))
    }

    /// What comes back for some bytes, until the server closes the connection.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The server may have closed it before everything was sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Opens the live channel as a page of the server does.
    pub fn open(&self) -> Channel {
        let origin = format!("http://{}", self.address);
        let opened = self.open_from(Some(&origin));
        opened.unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn open_from(&self, origin: Option<&str>) -> Result<Channel, String> {
        let url = format!("ws://{}/_honorroll/live", self.address);
        let mut request = url.into_client_request().expect("a request");
        if let Some(origin) = origin {
            request.headers_mut().insert("Origin", origin.parse().expect("a value"));
        }
        match tungstenite::client(request, self.connect()) {
            Ok((socket, _)) => Ok(Channel(socket)),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => {
                Err(answer.status().as_u16().to_string())
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// Every path in the site's folder, but those of `content` and `themes`.
    pub fn strays(&self) -> Vec<String> {
        let all = walkdir::WalkDir::new(self.folder.path()).min_depth(1).into_iter();
        let all = all.map(|entry| entry.expect("readable").into_path());
        let inside = all.map(|path| {
            path.strip_prefix(self.folder.path()).expect("inside").to_string_lossy().into_owned()
        });
        inside.filter(|path| !path.starts_with("content") && !path.starts_with("themes")).collect()
    }

    /// Asks the program to stop as Ctrl-C does, and gives how it ended.
    #[cfg(unix)]
    pub fn interrupt(&mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().expect("a signal can be sent");
        assert!(sent.success());
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be waited for") {
                return status;
            }
            assert!(begin.elapsed() < PATIENCE, "it did not end");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Parses an answer that ended with its connection.
pub fn answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head is text");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let headers = lines.map(|line| line.split_once(": ").expect("a header"));
    Answer {
        status: status.parse().expect("a number"),
        headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("the parent");
    fs::write(path, text).expect("the file");
}

fn keep(pipe: impl Read + Send + 'static, printed: &Arc<Mutex<String>>) {
    let printed = Arc::clone(printed);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            *printed.lock().expect("the lock") += &(line + "\n");
        }
    });
}
