//! A small HTTP/1.1 server on this machine that can misbehave on purpose, and sets that live on it.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sha2::{Digest, Sha256};
use vagal_fetch::Options;

/// What goes wrong with one answer.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nothing.
    Fine,
    /// The line breaks after so many bytes of the body.
    Cut(usize),
    /// So many bytes of the body, then silence until the client gives up.
    Stall(usize),
    /// Another status, with a short page.
    Status(u16),
    /// The whole file from its start, whatever range was asked for.
    NoRange,
    /// 206, but another range than the one asked for.
    OtherRange,
    /// The right number of bytes, one of them changed.
    WrongByte(usize),
    /// More bytes than the file has.
    TooLong,
    /// No length stated; the end of the line is the end of the file.
    NoLength,
    /// As `NoLength`, but broken after so many bytes, which nobody can notice before the hash.
    NoLengthCut(usize),
    /// Closed without an answer.
    Hangup,
    /// Sent elsewhere.
    Redirect(String),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
}

struct Shared {
    files: Mutex<HashMap<String, Vec<u8>>>,
    faults: Mutex<HashMap<String, VecDeque<Fault>>>,
    asked: Mutex<Vec<Asked>>,
    stop: AtomicBool,
}

/// The server; it ends when dropped.
pub(crate) struct Server {
    pub(crate) base: String,
    shared: Arc<Shared>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            files: Mutex::default(),
            faults: Mutex::default(),
            asked: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if of_thread.stop.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&of_thread);
                // A client that hangs up is part of the game.
                std::thread::spawn(move || stream.and_then(|stream| answer(stream, &shared)));
            }
        });
        Self { base, shared }
    }

    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        self.shared.files.lock().unwrap().insert(path.into(), bytes.into());
    }

    /// The next answers to requests for `path`; afterwards all is fine.
    pub(crate) fn faults(&self, path: &str, faults: impl IntoIterator<Item = Fault>) {
        let faults = faults.into_iter().collect();
        self.shared.faults.lock().unwrap().insert(path.into(), faults);
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    pub(crate) fn asked_for(&self, path: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|a| a.path == path).collect()
    }

    /// Options that know this server only, and do not wait.
    pub(crate) fn options(&self) -> Options {
        Options {
            pypi_index: format!("{}/simple", self.base),
            crates_base: format!("{}/crates", self.base),
            physionet_base: format!("{}/files", self.base),
            proxy_from_env: false,
            connect_timeout: Duration::from_secs(5),
            stall_timeout: Duration::from_secs(5),
            tries: 3,
            backoff: Duration::ZERO,
            ..Options::default()
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.base.trim_start_matches("http://")));
    }
}

fn answer(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or(Ok(String::new()))?;
    let mut words = first.split(' ').map(str::to_string);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_string());
    }
    let range_start = headers
        .get("range")
        .and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    shared.asked.lock().unwrap().push(Asked { method, path: path.clone(), headers });
    let fault = shared.faults.lock().unwrap().get_mut(&path).and_then(VecDeque::pop_front);
    let whole = shared.files.lock().unwrap().get(&path).cloned();
    let mut stream = stream;
    match (fault.unwrap_or(Fault::Fine), whole) {
        (Fault::Hangup, _) => Ok(()),
        (Fault::Redirect(to), _) => {
            write!(
                stream,
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        }
        (Fault::Status(status), _) => plain(&mut stream, status),
        (_, None) => plain(&mut stream, 404),
        (fault, Some(whole)) => send(&mut stream, &fault, &whole, range_start),
    }
}

fn plain(stream: &mut TcpStream, status: u16) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno\n")
}

fn send(
    stream: &mut TcpStream,
    fault: &Fault,
    whole: &[u8],
    range_start: Option<usize>,
) -> std::io::Result<()> {
    let start = match fault {
        Fault::NoRange | Fault::TooLong => None,
        _ => range_start,
    };
    if start.is_some_and(|start| start >= whole.len()) {
        return plain(stream, 416);
    }
    let mut body = whole[start.unwrap_or(0)..].to_vec();
    match fault {
        Fault::WrongByte(at) => {
            let at = at % body.len();
            body[at] ^= 1;
        }
        Fault::TooLong => body.extend_from_slice(&[7; 100]),
        _ => {}
    }
    match start {
        None => write!(stream, "HTTP/1.1 200 OK\r\n")?,
        Some(start) => {
            let stated = if matches!(fault, Fault::OtherRange) { start / 2 } else { start };
            let (last, all) = (whole.len() - 1, whole.len());
            write!(
                stream,
                "HTTP/1.1 206 Partial\r\ncontent-range: bytes {stated}-{last}/{all}\r\n"
            )?;
        }
    }
    if !matches!(fault, Fault::NoLength | Fault::NoLengthCut(_)) {
        write!(stream, "content-length: {}\r\n", body.len())?;
    }
    write!(stream, "connection: close\r\n\r\n")?;
    match fault {
        Fault::Cut(bytes) | Fault::NoLengthCut(bytes) => {
            stream.write_all(&body[..(*bytes).min(body.len() - 1)])
        }
        Fault::Stall(bytes) => {
            stream.write_all(&body[..(*bytes).min(body.len() - 1)])?;
            stream.flush()?;
            std::thread::sleep(Duration::from_secs(3));
            Ok(())
        }
        _ => stream.write_all(&body),
    }
}

/// sha256, computed here rather than by the code under test.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A text that lives as long as the test, as registry entries are constants.
pub(crate) fn keep(text: impl Into<String>) -> &'static str {
    Box::leak(text.into().into_boxed_str())
}

/// Bytes without a pattern that a resumed download could repeat by accident.
pub(crate) fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(step).collect()
}

/// A new folder for one test, removed when dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("vagal-fetch-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
