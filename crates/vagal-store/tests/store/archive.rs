//! Everything out, everything in again, everything gone.

use vagal_core::Person;
use vagal_store::{
    Archive, Experiment, Line, LookTaken, Origin, Posterior, Recording, Restored, Store,
    StoreError, line_from_json, line_to_json,
};

use crate::Fresh;
use crate::cases::experiment;
use crate::lines::{self, at};

/// Two people with everything that can be on file.
fn full(store: &mut Store) {
    for (id, name) in [("ann", Some("Ann Ä.")), ("ben", None)] {
        let person = Person { id: id.into(), name: name.map(str::to_owned) };
        let recording = Recording {
            sha256: "ab".repeat(32),
            name: "morning \u{1f634}.fit".into(),
            format: "fit".into(),
            sensor: "chest_strap".into(),
            start: Some(at("2026-11-14T06:30:00+01:00")),
            duration_s: Some(0.1 + 0.2),
            derived: "lnRMSSD".into(),
        };
        let lines = lines::of_every_kind();
        let added = store.add(&person, &Origin::format("x"), &lines, &[recording]).unwrap();
        store.remove(&added[0].0).unwrap();
        let posterior = Posterior {
            model: "person".into(),
            diary_sha256: "cd".repeat(32),
            fitted: at("2026-11-14T06:30:00+01:00"),
            body: serde_json::json!({ "ceiling": [0.1 + 0.2, -1e-308, 5] }),
        };
        store.keep_posterior(id, &posterior, &format!("draws of {id}")).unwrap();
        let look = LookTaken {
            number: 1,
            taken: at("2026-12-14T06:30:00+01:00"),
            data_sha256: "34".repeat(32),
            verdict: "more_than".into(),
            estimate: Some(0.1 + 0.2),
            interval: Some((-1e-308, 5.0)),
        };
        let stopped = Some((at("2026-12-15T06:30:00+01:00"), "moved".into()));
        let looks = vec![look];
        store.register(&person, &Experiment { stopped, looks, ..experiment() }).unwrap();
    }
}

pub(crate) fn makes_the_same_store_again(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    full(&mut store);
    let text = store.export(None).unwrap().to_json().to_string();
    let archive = Archive::from_json(&text).unwrap();
    let mut other = Store::open(&fresh()).unwrap();
    let entries = archive.people.iter().map(|p| p.entries.len()).sum();
    let restored = other.restore(&archive).unwrap();
    assert_eq!(restored, Restored { people: 2, new: entries, on_file: 0 });
    assert_eq!(other.export(None).unwrap(), archive);
    // What was learned goes along; the draws behind it stay, and can be made again.
    assert!(!text.contains("draws of"));
    let learned = store.posterior_of("ann", "person", &"cd".repeat(32)).unwrap();
    assert_eq!(learned.unwrap().0, archive.people[0].posteriors[0]);
    assert_eq!(other.posterior_of("ann", "person", &"cd".repeat(32)).unwrap(), None);
    assert_eq!(other.export(None).unwrap().to_json().to_string(), text, "not the same bytes");
    // Once more changes nothing.
    let again = other.restore(&archive).unwrap();
    assert_eq!(again, Restored { people: 2, new: 0, on_file: entries });
    assert_eq!(other.export(Some("ann")).unwrap().people[..], archive.people[..1]);
}

pub(crate) fn refused_whole(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    full(&mut store);
    let document = store.export(None).unwrap().to_json();
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = document.clone();
        change(&mut changed);
        let error = Archive::from_json(&changed.to_string()).unwrap_err();
        assert!(matches!(error, StoreError::Unreadable { .. }), "{error:?}");
        error.to_string()
    };
    refused(&|d| d["schema"] = "vagal.diary/2".into());
    refused(&|d| d["people"] = 1.into());
    let find = |d: &serde_json::Value, kind: &str| {
        let entries = d["people"][0]["entries"].as_array().unwrap();
        entries.iter().position(|e| e["kind"] == kind).unwrap()
    };
    let unit = refused(&|d| {
        let at = find(d, "resting_hr");
        d["people"][0]["entries"][at]["unit"] = "Hz".into();
    });
    assert!(unit.contains("Hz") && unit.contains("bpm"), "{unit}");
    let range = refused(&|d| {
        let at = find(d, "tension");
        d["people"][0]["entries"][at]["value"] = 11.into();
    });
    assert!(range.contains("11"), "{range}");
    refused(&|d| d["people"][0]["entries"][0]["id"] = "short".into());
    refused(&|d| d["people"][0]["entries"][0]["at"] = "yesterday".into());
    refused(&|d| d["people"][0]["entries"][0]["entry"] = "dream".into());
    for text in ["", "{}", "[]", "not json", "{\"schema\": \"vagal.diary/1\"}"] {
        assert!(Archive::from_json(text).is_err(), "{text}");
    }
}

pub(crate) fn deleted_is_gone(fresh: Fresh<'_>) {
    let place = fresh();
    let mut store = Store::open(&place).unwrap();
    full(&mut store);
    let ben = store.export(Some("ben")).unwrap();
    assert!(store.delete(Some("ann")).unwrap() > 0);
    assert_eq!(store.export(None).unwrap(), ben);
    assert!(store.recordings("ann").unwrap().is_empty());
    assert!(store.posteriors("ann").unwrap().is_empty());
    assert!(store.experiments("ann").unwrap().is_empty());
    assert!(store.delete(None).unwrap() > 0);
    assert_eq!(Store::open(&place).unwrap().export(None).unwrap(), Archive::default());
    // A store that was emptied is still a store.
    full(&mut store);
    assert_eq!(store.people().unwrap().len(), 2);
}

#[test]
fn a_line_in_json_is_the_same_line() {
    for line in lines::of_every_kind() {
        let text = line_to_json(&line).to_string();
        assert_eq!(line_from_json(&serde_json::from_str(&text).unwrap()).unwrap(), line, "{text}");
    }
    // What a person may write by hand: no more than is needed.
    let by_hand =
        r#"{"entry": "reading", "at": "2026-11-14T10:05:00+01:00", "kind": "stress", "value": 4}"#;
    let line = line_from_json(&serde_json::from_str(by_hand).unwrap()).unwrap();
    assert!(matches!(line, Line::Reading(reading) if reading.value() == 4.0));
}
