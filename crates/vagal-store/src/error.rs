//! What can go wrong with a store, with the next thing to try.

use vagal_core::DiaryError;

/// A store could not do what it was asked for; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store could not be opened.
    #[error("the store {place} cannot be opened: {reason}")]
    Open {
        /// Where it was looked for, without a password.
        place: String,
        /// What the system or the server said.
        reason: String,
    },
    /// The store was made by a later version.
    #[error("the store {place} was made by a later version of vagal")]
    Newer {
        /// Where it is, without a password.
        place: String,
    },
    /// The store was made by another version, whose tables are not these.
    #[error("the store {place} was made by another version of vagal: {reason}")]
    OtherVersion {
        /// Where it is, without a password.
        place: String,
        /// What differs.
        reason: String,
    },
    /// No place for data on this system.
    #[error("this system names no folder for data")]
    NoPlace,
    /// The database refused a statement.
    #[error("the store did not do it: {0}")]
    Database(String),
    /// Somebody who is not in the store.
    #[error("nobody in the store is called `{0}`")]
    UnknownPerson(String),
    /// An identifier that cannot be one.
    #[error("`{0}` cannot name a person")]
    BadPersonId(String),
    /// No entry of this id, or several.
    #[error("{found} entries have an id that begins with `{id}`")]
    NoSuchEntry {
        /// What was asked for.
        id: String,
        /// How many there are.
        found: usize,
    },
    /// Something in the store or the archive is not what a diary can hold.
    #[error("{place}: {reason}")]
    Unreadable {
        /// Which entry.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl StoreError {
    /// The next thing to try. Printed after the error as `hint: …`.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Open { .. } => {
                "name a file or a postgres:// address with --store, and check that it may be read and written"
            }
            Self::Newer { .. } | Self::OtherVersion { .. } => {
                "use the version of vagal that made it, or another --store"
            }
            Self::NoPlace => "name a file with --store or in VAGAL_STORE",
            Self::Database(_) => "check that there is room on the disk and that the server runs",
            Self::UnknownPerson(_) => "`vagal diary --people` lists who is there",
            Self::BadPersonId(_) => "write letters, digits, - and _, at most 64 of them",
            Self::NoSuchEntry { .. } => "`vagal diary` lists the entries with their ids",
            Self::Unreadable { .. } => "mend or leave out that entry; nothing was stored",
        }
    }

    /// An entry that is not what a diary can hold.
    pub(crate) fn unreadable(place: &str, reason: impl std::fmt::Display) -> Self {
        Self::Unreadable { place: place.to_owned(), reason: reason.to_string() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<DiaryError> for StoreError {
    fn from(error: DiaryError) -> Self {
        Self::unreadable("entry", error)
    }
}
