//! The connection: opened so that what was acknowledged survives a crash, and brought to this version's tables.

use std::path::Path;

use sqlx::AnyConnection;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection, Executor};

use crate::{Place, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What a file of SQLite is told on every opening.
///
/// A write-ahead log with a sync at every commit survives a crash of the machine, not only of the program; `secure_delete`
/// overwrites what is taken out; what rewriting the file needs in between stays in memory and out of the system's folder for
/// temporary files; two programs wait for each other instead of failing.
const SQLITE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                      PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";

/// A connection with the tables of this version.
pub(crate) async fn connect(place: &Place) -> Result<AnyConnection, StoreError> {
    sqlx::any::install_default_drivers();
    if let Some(path) = place.file() {
        prepare(path).map_err(|e| place.cannot_open(&e))?;
    }
    let mut connection =
        AnyConnection::connect(&place.url()?).await.map_err(|e| place.cannot_open(&e))?;
    if place.file().is_some() {
        connection.execute(SQLITE).await.map_err(|e| place.cannot_open(&e))?;
    }
    match MIGRATIONS.run(&mut connection).await {
        Ok(()) => Ok(connection),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            Err(StoreError::Newer { place: place.to_string() })
        }
        Err(error @ (MigrateError::VersionMismatch(_) | MigrateError::Dirty(_))) => {
            Err(StoreError::OtherVersion { place: place.to_string(), reason: error.to_string() })
        }
        Err(error) => Err(place.cannot_open(&error)),
    }
}

/// Makes folder and file, readable by nobody else.
fn prepare(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
