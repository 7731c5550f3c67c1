//! What goes wrong says what and what to try: exit code 2, nothing on stdout, a hint.

use std::ffi::OsStr;

use crate::support::{Folder, one_file, steady, three_files, vagal};

/// Fails as an error must, and its message and hint hold these words.
#[track_caller]
fn fails<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>, says: &str, hints: &str) {
    let run = vagal(args);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.stdout, "", "no data beside an error");
    let message = run.stderr.lines().next().unwrap_or("");
    assert!(message.starts_with("error: ") && message.contains(says), "{}", run.stderr);
    assert!(run.hint().contains(hints), "hint: {}", run.hint());
    assert!(!run.hint().is_empty(), "no hint after: {}", run.stderr);
}

#[test]
fn files_that_are_none() {
    let folder = Folder::new("no-files");
    let missing = folder.path("missing.txt");
    let empty = folder.file("empty.txt", "");
    // The bytes of a multiplicative generator: like nothing that is recorded.
    let junk: Vec<u8> =
        (0..20_000_u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as u8).collect();
    let junk = folder.file("junk.bin", junk);
    for command in ["beats", "hrv", "session"] {
        let of =
            |path: &std::path::Path| [OsStr::new(command).to_owned(), path.as_os_str().to_owned()];
        fails(of(&missing), "missing.txt", "spelling");
        fails(of(&folder.path("")), "directory", "vagal formats");
        fails(of(&empty), "empty", "formats read");
        fails(of(&junk), "binary", "formats read");
    }
    fails([OsStr::new("formats"), missing.as_os_str()], "missing.txt", "spelling");
}

/// Cause: the reader's message begins with the file's name, and the command line put it there once more.
#[test]
fn a_file_is_named_once() {
    let run = vagal(["beats", "missing.txt"]);
    assert_eq!(run.stderr.matches("missing.txt").count(), 1, "{}", run.stderr);
}

#[test]
fn options_that_cannot_be_met() {
    let folder = Folder::new("options");
    let file = one_file(&folder, "rr.txt", &steady(0.0, 31));
    let with = |command: &str, flags: &[&str]| {
        let mut args = vec![command.to_owned(), file.to_str().expect("UTF-8").to_owned()];
        args.extend(flags.iter().map(|f| (*f).to_owned()));
        args
    };
    fails(with("beats", &["--rr-unit", "min"]), "`min`", "ms, s or samples");
    fails(with("beats", &["--sensor", "nose"]), "`nose`", "ecg, strap or ppg");
    fails(with("beats", &["--format", "wav"]), "`wav`", "rr_text");
    for rate in ["--rate=0", "--rate=-250", "--rate=nan", "--rate=inf"] {
        fails(with("beats", &[rate]), "larger than 0", "250");
    }
    fails(with("hrv", &["--start", "99999"]), "no window", "seconds");
    fails(with("hrv", &["--window", "0"]), "no window", "longer than 0");
    fails(with("hrv", &["--start", "nan"]), "no window", "seconds");
    fails(with("hrv", &["--window", "1e-9"]), "windows", "--step");
    fails(with("session", &[]), "does not say when", "--start and --end");
    fails(with("session", &["--start", "600"]), "only one", "both");
    fails(
        with("session", &["--start", "ten", "--end", "20"]).into_iter().take(2),
        "does not say",
        "--start",
    );
    fails(with("session", &["--start", "1200", "--end", "600"]), "does not lie inside", "seconds");
    fails(with("session", &["--start", "0", "--end", "600"]), "does not lie inside", "seconds");
    fails(with("session", &["--start", "600", "--end", "99999"]), "does not lie inside", "seconds");
    fails(with("session", &["--start", "10:05", "--end", "10:15"]), "at which time", "seconds");
    fails(
        with("session", &["--start", "600", "--end", "1200", "--tz", "Mars/Base"]),
        "Mars/Base",
        "Europe",
    );
    fails(
        with("session", &["--start", "600", "--end", "1200", "--input", "yodel"]),
        "yodel",
        "massage",
    );
    fails(["evidence", "C99"], "C99", "vagal evidence");
    fails(["fetch", "nothing"], "nothing", "vagal fetch");
}

#[test]
fn circumstances_that_cannot_be() {
    let folder = Folder::new("circumstances");
    let [before, during, after] = three_files(&folder, &steady(0.0, 32));
    let with = |flags: &[&str]| {
        let files = [&before, &during, &after].map(|f| f.to_str().expect("UTF-8").to_owned());
        let mut args = vec!["session".to_owned()];
        args.extend(files);
        args.extend(flags.iter().map(|f| (*f).to_owned()));
        args
    };
    for flags in [
        &["--moving=-1"][..],
        &["--moving", "150"],
        &["--meal=nan"],
        &["--resp-before", "0", "--resp-after", "6"],
    ] {
        fails(with(flags), "circumstance", "between");
    }
    for sd in ["--own-sd=-0.2", "--own-sd=0", "--own-sd=nan"] {
        fails(with(&[sd, "--own-days", "20"]), "standard deviation", "larger than 0");
    }
    fails(with(&["--start", "600", "--end", "900"]), "one recording", "leave them out");
    let four = ["session".into(), before.clone(), during.clone(), after.clone(), before.clone()];
    fails(four, "4 files", "two files");
    // Found by the parser of the command line, which prints its own advice.
    for flags in
        [&["--posture-before", "upside-down"][..], &["--resp-before", "14"], &["--nonsense"]]
    {
        let run = vagal(with(flags));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{flags:?}");
        assert!(run.stderr.contains("--help"), "{}", run.stderr);
    }
}

/// Cause: the answer was printed before the page, so an unwritable page left data beside an error.
#[test]
fn a_report_that_cannot_be_written_leaves_no_answer() {
    let folder = Folder::new("unwritable");
    let [before, during, after] = three_files(&folder, &steady(0.0, 33));
    for report in [folder.path("no/such/folder/page.html"), folder.path("")] {
        let args = [
            "session".into(),
            before.clone(),
            during.clone(),
            after.clone(),
            "--report".into(),
            report,
        ];
        fails(args, "", "another file or folder");
    }
}

#[test]
fn an_own_range_of_too_few_days_is_not_used_and_says_so() {
    let folder = Folder::new("own-days");
    let [before, _, after] = three_files(&folder, &steady(0.0, 34));
    let flags = ["--own-sd", "0.9", "--own-days", "5", "--json"];
    let json = vagal(
        ["session".as_ref(), before.as_os_str(), after.as_ref()]
            .into_iter()
            .chain(flags.map(OsStr::new)),
    )
    .json();
    assert_eq!(json["swc"], 0.1);
    assert_eq!(json["swc_source"], "house_choice");
    assert!(json["notes"].to_string().contains("5 days"), "{}", json["notes"]);
}

#[test]
fn the_same_recording_twice_is_pointed_out() {
    let folder = Folder::new("twice");
    let [before, ..] = three_files(&folder, &steady(0.0, 35));
    let json =
        vagal(["session".as_ref(), before.as_os_str(), before.as_ref(), "--json".as_ref()]).json();
    assert!(json["notes"].to_string().contains("same recording"), "{}", json["notes"]);
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_and_with_spaces_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("names");
    let text = one_file(&folder, "a name with spaces.txt", &steady(0.0, 36));
    let odd = folder.path("x").with_file_name(OsStr::from_bytes(b"caf\xff\x1b[31m.txt"));
    std::fs::copy(&text, &odd).expect("a copy");
    for path in [&text, &odd] {
        let run = vagal(["beats".as_ref(), path.as_os_str()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stdout.contains('\u{1b}'), "a file name must not steer the terminal");
        let json = vagal(["beats".as_ref(), path.as_os_str(), "--json".as_ref()]);
        assert_eq!(json.json()["n_beats"], json.json()["beats_s"].as_array().map_or(0, Vec::len));
    }
}

#[test]
fn ways_to_write_the_same_intervals_are_read_alike() {
    let folder = Folder::new("ways");
    let ms: Vec<u32> = (0..300).map(|i| 850 + [0, 13, 27, 9, 40][i % 5]).collect();
    let write = |name: &str, head: &str, end: &str, cell: &dyn Fn(u32) -> String| {
        let body: String = ms.iter().map(|v| cell(*v) + end).collect();
        folder.file(name, format!("{head}{body}"))
    };
    let ways = [
        write("plain.txt", "", "\n", &|v| v.to_string()),
        write("windows.txt", "\u{feff}", "\r\n", &|v| v.to_string()),
        write("seconds.txt", "", "\n", &|v| format!("{:.3}", f64::from(v) / 1000.0)),
        write("comma.txt", "", "\n", &|v| {
            format!("{:.3}", f64::from(v) / 1000.0).replace('.', ",")
        }),
    ];
    let read = ways.map(|path| {
        vagal(["beats".as_ref(), path.as_os_str(), "--json".as_ref()]).json()["rr_ms"].clone()
    });
    for other in &read[1..] {
        assert_eq!(other, &read[0]);
    }
    // In samples only with the rate: 250 Hz.
    let samples = write("samples.txt", "", "\n", &|v| (v / 4).to_string());
    let run =
        vagal(["beats".as_ref(), samples.as_os_str(), "--rr-unit".as_ref(), "samples".as_ref()]);
    assert_eq!(run.code, 2);
    assert!(run.hint().contains("--rate"), "{}", run.stderr);
    let args = ["--rr-unit", "samples", "--rate", "250", "--json"].map(OsStr::new);
    let json = vagal(["beats".as_ref(), samples.as_os_str()].into_iter().chain(args)).json();
    assert_eq!(json["rr_ms"][0], 848.0);
}

#[test]
fn a_file_name_cannot_write_into_the_page() {
    let folder = Folder::new("escaped");
    let [before, _, after] = three_files(&folder, &steady(0.0, 37));
    let odd = folder.path("<script>alert(1)<b>&\".txt");
    if std::fs::rename(before, &odd).is_err() {
        return; // This file system has no such names.
    }
    let page = folder.path("page.html");
    let run = vagal(["session".into(), odd, after, "--report".into(), page.clone()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let html = std::fs::read_to_string(page).expect("a page");
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;alert(1)"));
}
