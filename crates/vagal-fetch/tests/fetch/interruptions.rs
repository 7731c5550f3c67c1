//! Any order of interruptions ends with the same bytes, and never with wrong ones in place.

use std::time::Duration;

use crate::support::{Fault, Folder, Server, keep, noise, sha256};
use proptest::prelude::*;
use vagal_fetch::{Options, Origin, Pick, Set, fetch};

const LENGTH: usize = 5_000;
const FILE: &str = "/files/db/1.0.0/a.dat";

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        4 => (0..LENGTH).prop_map(Fault::Cut),
        1 => (0..LENGTH).prop_map(Fault::Stall),
        1 => prop::sample::select(vec![500_u16, 503, 429, 404, 403, 416]).prop_map(Fault::Status),
        1 => Just(Fault::NoRange),
        1 => Just(Fault::OtherRange),
        2 => (0..LENGTH).prop_map(Fault::WrongByte),
        1 => Just(Fault::TooLong),
        1 => Just(Fault::NoLength),
        1 => (0..LENGTH).prop_map(Fault::NoLengthCut),
        1 => Just(Fault::Hangup),
    ]
}

proptest! {
    // Each case is a real server with real connections: fewer cases, longer orders.
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_interruptions_ends_with_the_same_bytes(
        faults in prop::collection::vec(any_fault(), 0..10),
        stale in prop::option::of(0..2 * LENGTH),
        tries in 1..4_u32,
        seed in 1..u64::MAX,
    ) {
        let server = Server::start();
        let body = noise(LENGTH, seed);
        let sums = format!("{}  a.dat\n", sha256(&body));
        server.put(FILE, &body);
        server.put("/files/db/1.0.0/SHA256SUMS.txt", sums.as_bytes());
        server.faults(FILE, faults.clone());
        let set = Set {
            id: "db",
            title: "test",
            purpose: "test",
            licence: "none",
            origin: Origin::PhysioNet {
                path: "db/1.0.0",
                sums_sha256: Some(keep(sha256(sums.as_bytes()))),
                anchors: &[],
                picks: &[Pick { folder: "", suffixes: &[".dat"] }],
                files: 1,
                about_bytes: LENGTH as u64,
            },
        };
        let folder = Folder::new();
        let target = folder.0.join("db/a.dat");
        if let Some(length) = stale {
            std::fs::create_dir_all(folder.0.join("db")).unwrap();
            std::fs::write(folder.0.join("db/a.dat.part"), noise(length, seed ^ 7)).unwrap();
        }
        let stall_timeout = Duration::from_millis(150);
        let options = Options { tries, stall_timeout, ..server.options() };
        // Each run uses up at least one fault or succeeds; a stale part may cost one run more.
        let mut runs = 0;
        while let Err(error) = fetch(&set, &folder.0, &options, &mut |_| {}) {
            prop_assert!(!target.exists(), "an unfinished file has its name after: {error}");
            prop_assert!(error.hint().is_some());
            runs += 1;
            prop_assert!(runs <= faults.len() + 1, "no end after {runs} runs: {error}");
        }
        prop_assert_eq!(std::fs::read(&target).unwrap(), body);
        prop_assert!(!folder.0.join("db/a.dat.part").exists());
    }
}
