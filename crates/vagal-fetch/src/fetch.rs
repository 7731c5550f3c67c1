//! A whole set: what is missing is looked up, downloaded, checked, and only then given its name.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::archive::extract;
use crate::download::{Deadline, Wanted, download};
use crate::http::{Client, Trouble, shown};
use crate::place::{at, is_tame, part_of, remove, sha256_of, sha256_of_file, write_whole};
use crate::{
    Archive, FetchError, FileReport, Options, Origin, Outcome, Pick, Progress, Report, Set, Step,
    Trust, index, sums,
};

/// Fetches a set into `dest/<set>/`.
///
/// Files that are there with the right sha256 are left alone, and if all are, nothing is sent. A file there with a
/// wrong one is replaced. Beside the files a `SOURCE.txt` says where they come from and under which terms.
///
/// # Errors
///
/// [`FetchError`], with a hint. Finished files stay, unfinished ones wait as `.part`, wrong ones are gone.
pub fn fetch(
    set: &Set,
    dest: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, FetchError> {
    let folder = dest.join(set.id);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let _lock = lock(&folder)?;
    let mut job = Job { set, folder: &folder, options, progress, deadline: Deadline::of(options) };
    let mut report = match set.origin {
        Origin::PyPi { project, archive } => job.archive(&archive, |job, client| {
            let page = format!("{}/{project}/", job.options.pypi_index);
            job.look_up(client, &page, &archive)
        }),
        Origin::CratesIo { name, archive, .. } => job.archive(&archive, |job, _| {
            Ok(format!("{}/{name}/{}", job.options.crates_base, archive.file))
        }),
        Origin::PhysioNet { path, sums_sha256, anchors, picks, .. } => {
            job.physionet(path, sums_sha256, anchors, picks)
        }
    }?;
    let source = source_text(set);
    let source_path = folder.join("SOURCE.txt");
    if fs::read(&source_path).ok().as_deref() != Some(source.as_bytes()) {
        write_whole(&source_path, source.as_bytes())?;
    }
    report.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(report)
}

fn source_text(set: &Set) -> String {
    format!("{}\nsource: {}\nlicence: {}\n", set.title, set.source(), set.licence)
}

/// Two fetches into one folder would mix their bytes in one `.part`.
fn lock(folder: &Path) -> Result<File, FetchError> {
    let path = folder.join(".lock");
    let file = File::create(&path).map_err(at(&path))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(FetchError::Busy { folder: folder.to_path_buf() }),
        // Some network file systems cannot lock; the hashes still guard the result.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

struct Job<'a> {
    set: &'a Set,
    folder: &'a Path,
    options: &'a Options,
    progress: &'a mut dyn FnMut(Progress<'_>),
    deadline: Deadline,
}

/// One file that the set should have.
struct Goal<'a> {
    name: &'a str,
    sha256: &'a str,
}

impl Job<'_> {
    fn tell(&mut self, file: &str, place: (usize, usize), step: Step, bytes: (u64, Option<u64>)) {
        let ((file_index, file_count), (done_bytes, total_bytes)) = (place, bytes);
        let set = self.set.id;
        (self.progress)(Progress {
            set,
            file,
            file_index,
            file_count,
            step,
            done_bytes,
            total_bytes,
        });
    }

    fn wants(&self, name: &str) -> bool {
        let only = &self.options.only;
        only.is_empty() || only.iter().any(|start| name.starts_with(start.as_str()))
    }

    fn nothing_picked(&self) -> FetchError {
        FetchError::NothingPicked { set: self.set.id.into(), wanted: self.options.only.clone() }
    }

    /// The report on a file that is there already and right.
    fn present(
        &mut self,
        goal: &Goal<'_>,
        place: (usize, usize),
    ) -> Result<Option<FileReport>, FetchError> {
        let path = self.folder.join(goal.name);
        if sha256_of_file(&path)?.as_deref() != Some(goal.sha256) {
            return Ok(None);
        }
        let bytes = fs::metadata(&path).map_err(at(&path))?.len();
        self.tell(goal.name, place, Step::Present, (bytes, Some(bytes)));
        Ok(Some(FileReport { path, bytes, sha256: goal.sha256.into(), outcome: Outcome::Present }))
    }

    /// Members of one archive; `locate` says where it is.
    fn archive(
        &mut self,
        archive: &Archive,
        locate: impl FnOnce(&mut Self, &Client) -> Result<String, FetchError>,
    ) -> Result<Report, FetchError> {
        let members: Vec<_> = archive.members.iter().filter(|m| self.wants(m.saves_as)).collect();
        let count = members.len();
        if count == 0 {
            return Err(self.nothing_picked());
        }
        let mut files = Vec::new();
        let mut missing = Vec::new();
        for (number, member) in members.into_iter().enumerate() {
            let goal = Goal { name: member.saves_as, sha256: member.sha256 };
            match self.present(&goal, (number, count))? {
                Some(file) => files.push(file),
                None => missing.push((number, member)),
            }
        }
        let mut downloaded_bytes = 0;
        if let Some(&(first, _)) = missing.first() {
            let client = Client::new(self.options)?;
            let wanted_path = self.folder.join(archive.file);
            // A whole archive left by an earlier run needs no index.
            let whole = sha256_of_file(&part_of(&wanted_path))?.as_deref() == Some(archive.sha256);
            let url = if whole { String::new() } else { locate(self, &client)? };
            let wanted = Wanted {
                url: &url,
                target: wanted_path,
                sha256: archive.sha256,
                bytes: Some(archive.bytes),
            };
            let (options, deadline) = (self.options, self.deadline);
            let got = download(&client, &wanted, options, deadline, &mut |step, done, total| {
                self.tell(archive.file, (first, count), step, (done, total));
            })?;
            downloaded_bytes = got.received_bytes;
            let outcome = if got.resumed { Outcome::Resumed } else { Outcome::Fetched };
            for (number, member) in missing {
                let bytes = extract(&got.part, archive.file, member.path, member.bytes).map_err(
                    |problem| FetchError::Archive {
                        archive: archive.file.into(),
                        member: member.path.into(),
                        problem,
                    },
                )?;
                let found = sha256_of(&bytes);
                if found != member.sha256 {
                    let (what, expected) = (member.path.into(), member.sha256.into());
                    return Err(FetchError::WrongHash { what, expected, found });
                }
                let path = self.folder.join(member.saves_as);
                write_whole(&path, &bytes)?;
                let size = bytes.len() as u64;
                self.tell(member.saves_as, (number, count), Step::Saved, (size, Some(size)));
                files.push(FileReport { path, bytes: size, sha256: found, outcome });
            }
            remove(&got.part)?;
        }
        Ok(self.report(files, downloaded_bytes, Trust::Pinned))
    }

    fn report(&self, files: Vec<FileReport>, downloaded_bytes: u64, trust: Trust) -> Report {
        let (set, licence) = (self.set.id, self.set.licence);
        Report { set, folder: self.folder.to_path_buf(), files, downloaded_bytes, trust, licence }
    }

    /// A small text, asked for as often as the options allow.
    fn page(
        &mut self,
        client: &Client,
        url: &str,
        accept: &str,
        limit_bytes: u64,
    ) -> Result<(Vec<u8>, String), FetchError> {
        let file = url.trim_end_matches('/').rsplit('/').next().unwrap_or(url);
        let mut tries = 0;
        loop {
            self.deadline.check(url, 0)?;
            self.tell(file, (0, self.set.file_count()), Step::LookingUp, (0, None));
            match client.page(url, accept, limit_bytes) {
                Ok(page) => return Ok(page),
                Err(Trouble::Lasting(error)) => return Err(error),
                Err(Trouble::Passing(error)) if tries + 1 >= self.options.tries => {
                    return Err(error);
                }
                Err(Trouble::Passing(_)) => {
                    tries += 1;
                    self.deadline.wait(self.options, tries);
                }
            }
        }
    }

    /// The address of an archive from the project's page in the index.
    fn look_up(
        &mut self,
        client: &Client,
        page_url: &str,
        archive: &Archive,
    ) -> Result<String, FetchError> {
        // The longest page on PyPI has a few megabytes.
        let (page, own_url) = self.page(client, page_url, index::ACCEPT, 64 << 20)?;
        let page = String::from_utf8_lossy(&page);
        let listed = index::locate(&page, &own_url, archive.file).ok_or_else(|| {
            FetchError::NotInIndex { url: shown(page_url), file: archive.file.into() }
        })?;
        match listed.sha256 {
            Some(found) if found != archive.sha256 => Err(FetchError::WrongHash {
                what: format!("{} as listed by {}", archive.file, shown(page_url)),
                expected: archive.sha256.into(),
                found,
            }),
            _ => Ok(listed.url),
        }
    }

    /// Files of a PhysioNet project by its own list of checksums.
    fn physionet(
        &mut self,
        path: &str,
        pinned: Option<&str>,
        anchors: &[(&str, &str)],
        picks: &[Pick],
    ) -> Result<Report, FetchError> {
        let client = Client::new(self.options)?;
        let base = format!("{}/{path}", self.options.physionet_base);
        let url = format!("{base}/SHA256SUMS.txt");
        let (list, trust) = self.sums(&client, &url, pinned)?;
        let unbelievable = |problem: String| FetchError::Sums { url: shown(&url), problem };
        let listed = sums::read(&String::from_utf8_lossy(&list), picks).map_err(unbelievable)?;
        if let Some(problem) = sums::broken_anchor(&listed, anchors) {
            return Err(unbelievable(problem));
        }
        self.remember(&url, &list, &trust)?;
        let wanted: Vec<_> = listed.iter().filter(|file| self.wants(&file.name)).collect();
        if wanted.is_empty() {
            return Err(self.nothing_picked());
        }
        let count = wanted.len();
        let mut files = Vec::new();
        let mut downloaded_bytes = 0;
        for (number, file) in wanted.into_iter().enumerate() {
            debug_assert!(is_tame(&file.name), "checked while reading the list");
            let goal = Goal { name: &file.name, sha256: &file.sha256 };
            if let Some(present) = self.present(&goal, (number, count))? {
                files.push(present);
                continue;
            }
            let target = self.folder.join(&file.name);
            let file_url = format!("{base}/{}", file.path);
            let wanted = Wanted {
                url: &file_url,
                target: target.clone(),
                sha256: &file.sha256,
                bytes: None,
            };
            let (options, deadline) = (self.options, self.deadline);
            let got = download(&client, &wanted, options, deadline, &mut |step, done, total| {
                self.tell(&file.name, (number, count), step, (done, total));
            })?;
            fs::rename(&got.part, &target).map_err(at(&target))?;
            let bytes = fs::metadata(&target).map_err(at(&target))?.len();
            self.tell(&file.name, (number, count), Step::Saved, (bytes, Some(bytes)));
            downloaded_bytes += got.received_bytes;
            let outcome = if got.resumed { Outcome::Resumed } else { Outcome::Fetched };
            files.push(FileReport { path: target, bytes, sha256: file.sha256.clone(), outcome });
        }
        Ok(self.report(files, downloaded_bytes, trust))
    }

    /// The list of checksums: the one here if it is the known one, otherwise the server's.
    fn sums(
        &mut self,
        client: &Client,
        url: &str,
        pinned: Option<&str>,
    ) -> Result<(Vec<u8>, Trust), FetchError> {
        let lock = self.folder.join("SHA256SUMS.lock");
        let recorded = if pinned.is_some() { None } else { sums::recorded(&lock)? };
        let known = pinned.map(str::to_string).or(recorded.clone());
        let trust_in = |sha256: String| match pinned {
            Some(_) => Trust::Pinned,
            None => Trust::FirstUse { sums_sha256: sha256, now: recorded.is_none() },
        };
        if let (Some(known), Ok(here)) = (&known, fs::read(self.folder.join("SHA256SUMS.txt")))
            && sha256_of(&here) == *known
        {
            return Ok((here, trust_in(known.clone())));
        }
        // The longest list on PhysioNet has some hundred thousand lines of a hundred bytes.
        let (bytes, _) = self.page(client, url, "*/*", 64 << 20)?;
        let found = sha256_of(&bytes);
        match known {
            Some(known) if known != found && pinned.is_some() => {
                Err(FetchError::WrongHash { what: shown(url), expected: known, found })
            }
            Some(known) if known != found => {
                Err(FetchError::SumsChanged { url: shown(url), recorded: known, found, lock })
            }
            _ => Ok((bytes, trust_in(found))),
        }
    }

    /// Keeps the list beside the files, and its sha256 if it was trusted at first sight.
    fn remember(&self, url: &str, list: &[u8], trust: &Trust) -> Result<(), FetchError> {
        let path = self.folder.join("SHA256SUMS.txt");
        if fs::read(&path).ok().as_deref() != Some(list) {
            write_whole(&path, list)?;
        }
        match trust {
            Trust::FirstUse { sums_sha256, now: true } => {
                sums::record(&self.folder.join("SHA256SUMS.lock"), &shown(url), sums_sha256)
            }
            _ => Ok(()),
        }
    }
}
