//! A PostgreSQL server of the tests' own, on the loopback device, gone when the tests are.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use vagal_store::{Place, Store};

use crate::sqlite::Folder;

/// A server starts in about a second; a busy machine may take its time.
const START: Duration = Duration::from_secs(60);

pub(crate) struct Server {
    process: Child,
    programs: PathBuf,
    port: u16,
    _folder: Folder,
}

impl Server {
    /// `None`, with a word, where the system has no PostgreSQL.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let required = std::env::var_os("VAGAL_REQUIRE").is_some_and(|v| v == "all");
            assert!(!required, "VAGAL_REQUIRE=all, and there is no PostgreSQL");
            println!("skipped: needs PostgreSQL");
            return None;
        };
        let folder = Folder::new("postgresql");
        let data = folder.path("data");
        hand_over(&folder.path(""));
        let made = as_user(&programs.join("initdb"))
            .args([
                "--auth=trust",
                "--username=vagal",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .arg("--pgdata")
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb failed");
        // A port that was free a moment ago.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = as_user(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", "", "-F"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, programs, port, _folder: folder };
        let started = Instant::now();
        while let Err(error) = Store::open(&server.place("postgres")) {
            assert!(started.elapsed() < START, "the server does not answer: {error}");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    /// A new database.
    pub(crate) fn database(&self, name: &str) -> Place {
        let port = self.port.to_string();
        let made = Command::new(self.programs.join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &port, "-U", "vagal", name])
            .status();
        assert!(made.unwrap().success(), "createdb failed");
        self.place(name)
    }

    fn place(&self, database: &str) -> Place {
        Place::Server(format!("postgres://vagal:none@127.0.0.1:{}/{database}", self.port))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT ends the server and every process it started, at once.
        let _ = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

/// The folder of the server's programs.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    let all = ["initdb", "postgres", "createdb"];
    folders.into_iter().find(|folder| all.iter().all(|name| folder.join(name).is_file()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

/// PostgreSQL refuses to be run by root: then it is run by `nobody`.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(program);
    command.current_dir("/");
    command
}

fn hand_over(folder: &Path) {
    if is_root() {
        assert!(Command::new("chown").arg("nobody").arg(folder).status().unwrap().success());
    }
}
