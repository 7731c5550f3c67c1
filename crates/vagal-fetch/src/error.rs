//! What can go wrong while fetching, where, and what to try.

use std::path::PathBuf;

/// A set could not be fetched. Whatever was finished before stays; whatever was begun can be resumed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// No set of that name.
    #[error("no set of recordings is called `{id}`")]
    UnknownSet {
        /// What was asked for.
        id: String,
    },
    /// `only` left nothing over.
    #[error("{set}: no file begins with {}", wanted.join(" or "))]
    NothingPicked {
        /// The set.
        set: String,
        /// What was asked for.
        wanted: Vec<String>,
    },
    /// The server could not be reached.
    #[error("{url}: cannot be reached ({problem})")]
    Unreachable {
        /// The address.
        url: String,
        /// What the network said.
        problem: String,
    },
    /// The server answered something else than the file.
    #[error("{url}: the server answered {status}")]
    Status {
        /// The address.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The connection broke again and again.
    #[error(
        "{url}: the connection broke after {have_bytes} bytes, {tries} times without progress ({problem})"
    )]
    Cut {
        /// The address.
        url: String,
        /// Bytes kept for the next try.
        have_bytes: u64,
        /// Tries in a row that brought nothing.
        tries: u32,
        /// What the network said last.
        problem: String,
    },
    /// The time allowed for the whole fetch is over.
    #[error("{url}: not finished within {limit_s} s; {have_bytes} bytes are kept")]
    TimeLimit {
        /// The address being fetched.
        url: String,
        /// The limit, seconds.
        limit_s: u64,
        /// Bytes kept for the next try.
        have_bytes: u64,
    },
    /// The index knows the project but not the pinned file.
    #[error("{url}: the index does not list `{file}`")]
    NotInIndex {
        /// The page of the project.
        url: String,
        /// The file wanted.
        file: String,
    },
    /// The bytes are not the pinned ones.
    #[error("{what}: sha256 is {found}, pinned is {expected}")]
    WrongHash {
        /// The file.
        what: String,
        /// The pinned sha256.
        expected: String,
        /// The sha256 that came.
        found: String,
    },
    /// More bytes came than the file has.
    #[error("{url}: more than the expected {limit_bytes} bytes came")]
    TooLong {
        /// The address.
        url: String,
        /// Expected size or upper limit, bytes.
        limit_bytes: u64,
    },
    /// An archive with the right hash could not be unpacked.
    #[error("{archive}: `{member}` cannot be taken out ({problem})")]
    Archive {
        /// The archive.
        archive: String,
        /// The file inside.
        member: String,
        /// What was wrong.
        problem: String,
    },
    /// A list of checksums that cannot be believed.
    #[error("{url}: {problem}")]
    Sums {
        /// Its address.
        url: String,
        /// What was wrong.
        problem: String,
    },
    /// The list of checksums is another one than at the first fetch.
    #[error("{url}: sha256 is {found}, at the first fetch it was {recorded}")]
    SumsChanged {
        /// Its address.
        url: String,
        /// The recorded sha256.
        recorded: String,
        /// The sha256 that came.
        found: String,
        /// Where it is recorded.
        lock: PathBuf,
    },
    /// Another fetch works in the same folder.
    #[error("{}: another fetch is at work here", folder.display())]
    Busy {
        /// The folder of the set.
        folder: PathBuf,
    },
    /// The extra certificates could not be used.
    #[error("{}: no certificates could be read ({problem})", path.display())]
    Certificates {
        /// The file named by `SSL_CERT_FILE` or pip.
        path: PathBuf,
        /// What was wrong.
        problem: String,
    },
    /// A file or folder here could not be written or read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl FetchError {
    /// The next thing to try, if we know one. Printed after the error as `hint: …`.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::UnknownSet { id } => match crate::sets::nearest(id) {
                Some(near) => format!("did you mean `{near}`? `vagal fetch` alone lists all sets"),
                None => "`vagal fetch` alone lists all sets".into(),
            },
            Self::NothingPicked { .. } => {
                "names are the first letters of a file, like `100` for 100.dat and 100.hea".into()
            }
            Self::Unreachable { .. } => {
                "check the network; behind a proxy set HTTPS_PROXY, behind a company's own certificate \
                 SSL_CERT_FILE, for a mirror PIP_INDEX_URL, VAGAL_CRATES_URL or VAGAL_PHYSIONET_URL; what was \
                 fetched so far is kept"
                    .into()
            }
            Self::Status { status: 404 | 410, .. } => {
                "the file is gone from this address; if a mirror is configured, try without it".into()
            }
            Self::Status { status: 401 | 403 | 407, .. } => {
                "the server wants credentials; see PIP_INDEX_URL and HTTPS_PROXY".into()
            }
            Self::Status { .. } => "the server is in trouble; try again later".into(),
            Self::Cut { .. } | Self::TimeLimit { .. } => {
                "run it again: it goes on where it stopped".into()
            }
            Self::NotInIndex { .. } => {
                "a mirror may not carry it: try PIP_INDEX_URL=https://pypi.org/simple".into()
            }
            Self::WrongHash { .. } | Self::TooLong { .. } => {
                "nothing was kept; a proxy or mirror may have changed the file, or a login page came instead: \
                 try another network"
                    .into()
            }
            Self::Archive { .. } => "the archive is as pinned, so this is ours: please report it".into(),
            Self::Sums { .. } => {
                "a login page or another project may stand behind this address; open it in a browser".into()
            }
            Self::SumsChanged { lock, .. } => format!(
                "PhysioNet does not change a published version; if you know why it did, remove {} and fetch again",
                lock.display()
            ),
            Self::Busy { .. } => "wait for it, or choose another folder".into(),
            Self::Certificates { .. } => {
                "SSL_CERT_FILE must name a PEM file; unset it to use the built-in roots".into()
            }
            Self::Io { .. } => "check the space and the rights of the folder".into(),
        };
        Some(hint)
    }
}
