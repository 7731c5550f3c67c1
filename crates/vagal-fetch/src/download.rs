//! One file over HTTP into its `.part`: resumed where it stopped, checked before anyone may use it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ureq::http::{StatusCode, header};

use crate::http::{Client, Trouble, shown};
use crate::place::{at, part_of, remove, sha256_of_file};
use crate::{FetchError, Options, Step};

/// Upper limit for a file whose size nobody stated before.
pub(crate) const LARGEST_UNSTATED: u64 = 1 << 30;
/// Breaks that bring a few bytes each are bounded too; 94 MB in pieces of 1 MB still pass.
const MOST_BREAKS: u32 = 200;
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// A file to get.
pub(crate) struct Wanted<'a> {
    pub(crate) url: &'a str,
    /// Where it will be; the bytes wait at [`part_of`] it.
    pub(crate) target: PathBuf,
    pub(crate) sha256: &'a str,
    pub(crate) bytes: Option<u64>,
}

/// A whole, checked `.part`.
pub(crate) struct Got {
    pub(crate) part: PathBuf,
    /// Bytes that came over the network now.
    pub(crate) received_bytes: u64,
    /// True if bytes of an earlier try were used.
    pub(crate) resumed: bool,
}

/// Called with what happens, the bytes so far, and the size if known.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(Step, u64, Option<u64>);

/// The time allowed for a whole fetch.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    pub(crate) end: Option<Instant>,
    pub(crate) limit_s: u64,
}

impl Deadline {
    pub(crate) fn of(options: &Options) -> Self {
        let limit = options.time_limit;
        Self {
            end: limit.and_then(|l| Instant::now().checked_add(l)),
            limit_s: limit.map_or(0, |l| l.as_secs()),
        }
    }

    pub(crate) fn check(&self, url: &str, have_bytes: u64) -> Result<(), FetchError> {
        match self.end {
            Some(end) if Instant::now() >= end => {
                Err(FetchError::TimeLimit { url: shown(url), limit_s: self.limit_s, have_bytes })
            }
            _ => Ok(()),
        }
    }

    /// Sleeps before another try, doubling from `options.backoff`, but never past the end.
    pub(crate) fn wait(&self, options: &Options, idle_tries: u32) {
        let doubled = options.backoff.saturating_mul(1 << idle_tries.min(16));
        let left = self.end.map(|end| end.saturating_duration_since(Instant::now()));
        std::thread::sleep(doubled.min(LONGEST_BACKOFF).min(left.unwrap_or(Duration::MAX)));
    }
}

/// Gets a file; on return its `.part` is complete and has the wanted sha256.
///
/// # Errors
///
/// After an error that may pass, the `.part` holds what came so far. After a wrong hash it is gone.
pub(crate) fn download(
    client: &Client,
    wanted: &Wanted<'_>,
    options: &Options,
    deadline: Deadline,
    watch: Watch<'_>,
) -> Result<Got, FetchError> {
    let part = part_of(&wanted.target);
    let mut got = Got { part, received_bytes: 0, resumed: false };
    let mut have_bytes = length(&got)?;
    let mut last_found = None;
    if have_bytes > 0 && wanted.bytes.is_none_or(|bytes| bytes == have_bytes) {
        // Complete, but the program stopped before it was given its name.
        if sha256_of_file(&got.part)?.as_deref() == Some(wanted.sha256) {
            got.resumed = true;
            return Ok(got);
        }
    }
    if wanted.bytes.is_some_and(|bytes| have_bytes >= bytes) {
        remove(&got.part)?;
        have_bytes = 0;
    }
    // Two rounds: an old `.part` may be of another file, so a wrong hash after resuming gets a fresh start.
    for round in 0..2 {
        let old_bytes = have_bytes;
        got.resumed = false;
        let kept_old = transfer(client, wanted, options, deadline, &mut got, watch)?;
        watch(Step::Verifying, length(&got)?, wanted.bytes);
        let found = sha256_of_file(&got.part)?.unwrap_or_default();
        if found == wanted.sha256 {
            return Ok(got);
        }
        remove(&got.part)?;
        last_found = Some(found);
        have_bytes = 0;
        if round == 0 && !(old_bytes > 0 && kept_old) {
            break;
        }
    }
    Err(FetchError::WrongHash {
        what: shown(wanted.url),
        expected: wanted.sha256.into(),
        found: last_found.unwrap_or_default(),
    })
}

fn length(got: &Got) -> Result<u64, FetchError> {
    match std::fs::metadata(&got.part) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(0),
        other => other.map(|m| m.len()).map_err(at(&got.part)),
    }
}

/// Tries until the body has come to its end; true if the bytes that were there at the start are part of it.
fn transfer(
    client: &Client,
    wanted: &Wanted<'_>,
    options: &Options,
    deadline: Deadline,
    got: &mut Got,
    watch: Watch<'_>,
) -> Result<bool, FetchError> {
    let mut kept_old = length(got)? > 0;
    let mut idle_tries = 0;
    let mut breaks = 0;
    loop {
        let before = length(got)?;
        deadline.check(wanted.url, before)?;
        let trouble = match attempt(client, wanted, deadline, got, watch, &mut kept_old) {
            Ok(()) => return Ok(kept_old),
            Err(Trouble::Lasting(error)) => return Err(error),
            Err(Trouble::Passing(error)) => error,
        };
        let have_bytes = length(got)?;
        idle_tries = if have_bytes > before { 0 } else { idle_tries + 1 };
        breaks += 1;
        if idle_tries >= options.tries || breaks >= MOST_BREAKS {
            return Err(match trouble {
                FetchError::Unreachable { url, problem } if have_bytes > 0 => {
                    FetchError::Cut { url, have_bytes, tries: idle_tries, problem }
                }
                other => other,
            });
        }
        watch(Step::Retrying, have_bytes, wanted.bytes);
        deadline.wait(options, idle_tries);
    }
}

/// One request, appended to the `.part` as far as it comes.
fn attempt(
    client: &Client,
    wanted: &Wanted<'_>,
    deadline: Deadline,
    got: &mut Got,
    watch: Watch<'_>,
    kept_old: &mut bool,
) -> Result<(), Trouble> {
    let lasting = |error: FetchError| Trouble::Lasting(error);
    let mut have_bytes = length(got).map_err(lasting)?;
    let mut answer = client.get(wanted.url, have_bytes)?;
    let text = |name: header::HeaderName| answer.headers().get(name).and_then(|v| v.to_str().ok());
    let continues = answer.status() == StatusCode::PARTIAL_CONTENT
        && text(header::CONTENT_RANGE)
            .is_some_and(|range| range.trim().starts_with(&format!("bytes {have_bytes}-")));
    if answer.status() != StatusCode::OK && !continues {
        // 416, or a range that was not asked for: what is here does not fit. Start afresh.
        if have_bytes == 0 {
            let status = answer.status().as_u16();
            return Err(lasting(FetchError::Status { url: shown(wanted.url), status }));
        }
        remove(&got.part).map_err(lasting)?;
        (*kept_old, got.resumed) = (false, false);
        let error = FetchError::Unreachable {
            url: shown(wanted.url),
            problem: "the server cannot go on where it stopped".into(),
        };
        return Err(Trouble::Passing(error));
    }
    if continues {
        got.resumed = true;
        watch(Step::Resuming, have_bytes, wanted.bytes);
    } else {
        have_bytes = 0;
        (*kept_old, got.resumed) = (false, false);
    }
    let promised = answer.body().content_length().map(|length| have_bytes + length);
    let limit_bytes = wanted.bytes.unwrap_or(LARGEST_UNSTATED);
    let file = if continues {
        OpenOptions::new().append(true).open(&got.part)
    } else {
        File::create(&got.part)
    };
    let mut file = file.map_err(|e| lasting(at(&got.part)(e)))?;
    let mut body = answer.body_mut().with_config().limit(u64::MAX).reader();
    let mut buffer = vec![0; 1 << 16];
    let broken = |problem: String| {
        Trouble::Passing(FetchError::Unreachable { url: shown(wanted.url), problem })
    };
    loop {
        let n = body.read(&mut buffer).map_err(|e| broken(e.to_string()))?;
        if n == 0 {
            break;
        }
        have_bytes += n as u64;
        if have_bytes > limit_bytes {
            drop(file);
            remove(&got.part).map_err(lasting)?;
            return Err(lasting(FetchError::TooLong { url: shown(wanted.url), limit_bytes }));
        }
        file.write_all(&buffer[..n]).map_err(|e| lasting(at(&got.part)(e)))?;
        got.received_bytes += n as u64;
        watch(Step::Downloading, have_bytes, wanted.bytes.or(promised));
        deadline.check(wanted.url, have_bytes).map_err(lasting)?;
    }
    if let Some(promised) = wanted.bytes.or(promised).filter(|&promised| have_bytes < promised) {
        // Where the server states no length, a broken line looks like the end.
        return Err(broken(format!("only {have_bytes} of {promised} bytes came")));
    }
    file.sync_all().map_err(|e| lasting(at(&got.part)(e)))
}
