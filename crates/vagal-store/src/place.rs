//! Place: where a store is, a file or a server.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::StoreError;

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of SQLite, made if it is not there.
    File(PathBuf),
    /// A database of a PostgreSQL server: `postgres://user:password@host/database`.
    Server(String),
}

impl Place {
    /// A path, or an address that begins with `postgres://` or `postgresql://`.
    pub fn parse(text: &std::ffi::OsStr) -> Self {
        match text.to_str() {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Self::Server(url.to_owned())
            }
            _ => Self::File(text.into()),
        }
    }

    /// `vagal/diary.sqlite` in the platform's folder for data of a user.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoPlace`] where the system names no such folder.
    pub fn default_file() -> Result<Self, StoreError> {
        let folders = etcetera::choose_base_strategy().map_err(|_| StoreError::NoPlace)?;
        Ok(Self::File(folders.data_dir().join("vagal").join("diary.sqlite")))
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }

    /// The address the database library takes.
    pub(crate) fn url(&self) -> Result<String, StoreError> {
        match self {
            Self::Server(url) => Ok(url.clone()),
            Self::File(path) => {
                let absolute = std::path::absolute(path).map_err(|e| self.cannot_open(&e))?;
                let text = absolute.to_str().ok_or_else(|| {
                    self.cannot_open(&"the path is not UTF-8, which SQLite cannot take")
                })?;
                Ok(format!("sqlite://{}?mode=rw", percent_encoded(text)))
            }
        }
    }

    pub(crate) fn cannot_open(&self, reason: &dyn std::fmt::Display) -> StoreError {
        StoreError::Open { place: self.to_string(), reason: reason.to_string() }
    }
}

/// The path in back quotes, or the address without its password.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "`{}`", path.display()),
            Self::Server(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
                let user = user.split(':').next().unwrap_or_default();
                let at = if user.is_empty() { "" } else { "@" };
                let host = host.split('?').next().unwrap_or_default();
                write!(f, "`{scheme}://{user}{at}{host}`")
            }
        }
    }
}

/// As it is displayed: a password is never printed.
impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Place({self})")
    }
}

/// Every byte but letters, digits and `/._-` as `%XX`.
fn percent_encoded(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-".contains(&b);
    path.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_path_and_keeps_its_password_to_itself() {
        let server = Place::parse("postgres://ann:secret@db.example/clinic?x=secret".as_ref());
        assert_eq!(server.file(), None);
        assert_eq!(server.to_string(), "`postgres://ann@db.example/clinic`");
        assert!(!format!("{server:?}").contains("secret"));
        let file = Place::parse("a diary?.sqlite".as_ref());
        assert!(file.url().unwrap().ends_with("/a%20diary%3F.sqlite?mode=rw"));
    }
}
