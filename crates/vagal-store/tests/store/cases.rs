//! What has to hold wherever the data lie: adding, editing, removing, writing together.

use sqlx::Executor;
use vagal_core::diary::kinds;
use vagal_core::{InputEvent, Person};
use vagal_store::{
    Added, Entry, Experiment, Line, LookTaken, Origin, Place, Posterior, Recording, Store,
    StoreError,
};

use crate::Fresh;
use crate::lines::{self, at, reading};

pub(crate) fn me() -> Person {
    Person { id: "me".into(), name: None }
}

/// Adds one line as typed.
fn typed(store: &mut Store, line: Line) -> (String, Added) {
    store.add(&me(), &Origin::typed(), &[line], &[]).unwrap().remove(0)
}

fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    entries
}

pub(crate) fn every_line_comes_back(fresh: Fresh<'_>) {
    let place = fresh();
    let lines = lines::of_every_kind();
    let added =
        Store::open(&place).unwrap().add(&me(), &Origin::format("test"), &lines, &[]).unwrap();
    assert!(added.iter().all(|(_, added)| *added == Added::New), "{added:?}");
    // By another connection, so from the disk or the server.
    let mut store = Store::open(&place).unwrap();
    let wanted =
        lines.iter().map(|l| Entry::new("me", Origin::format("test"), l.clone())).collect();
    assert_eq!(sorted(store.entries("me").unwrap()), sorted(wanted));
    let diary = store.diary("me").unwrap();
    assert_eq!(
        (diary.inputs().len(), diary.episodes().len(), diary.corrections().len()),
        (2, 2, 2)
    );
    assert_eq!(diary.readings().len(), lines.len() - 6);
}

pub(crate) fn the_same_twice_is_there_once(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let lines = lines::of_every_kind();
    let origin = Origin::format("welltory");
    store.add(&me(), &origin, &lines, &[]).unwrap();
    let before = store.entries("me").unwrap();
    let again = store.add(&me(), &origin, &lines, &[]).unwrap();
    assert!(again.iter().all(|(_, added)| *added == Added::OnFile), "{again:?}");
    assert_eq!(store.entries("me").unwrap(), before);
}

pub(crate) fn another_value_is_told(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let first = reading(kinds::TENSION, "2026-11-14T10:05:00+01:00", 6.0);
    let second = reading(kinds::TENSION, "2026-11-14T10:05:00+01:00", 7.0);
    let (id, _) = typed(&mut store, first.clone());
    assert_eq!(typed(&mut store, second), (id, Added::Differs(Box::new(first.clone()))));
    assert_eq!(store.entries("me").unwrap()[0].line, first);
}

pub(crate) fn removed_stays_out(fresh: Fresh<'_>) {
    let place = fresh();
    let mut store = Store::open(&place).unwrap();
    let line = reading(kinds::STRESS, "2026-11-14T10:05:00+01:00", 6.0);
    let origin = Origin::format("welltory");
    let add = |store: &mut Store, origin: &Origin| {
        store.add(&me(), origin, std::slice::from_ref(&line), &[]).unwrap().remove(0)
    };
    let (id, _) = add(&mut store, &origin);
    assert_eq!(store.remove(&id).unwrap().line, line);
    assert_eq!(add(&mut store, &origin).1, Added::Removed);
    assert!(store.entries("me").unwrap().is_empty());
    // Who types it again means it.
    let (id, _) = add(&mut store, &Origin::typed());
    store.remove(&id).unwrap();
    assert_eq!(add(&mut store, &Origin::typed()).1, Added::New);
    assert!(matches!(store.remove("0000"), Err(StoreError::NoSuchEntry { found: 0, .. })));
}

pub(crate) fn an_edited_line_keeps_its_id(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let (id, _) = typed(&mut store, reading(kinds::TENSION, "2026-11-14T10:05:00+01:00", 6.0));
    let moved = reading(kinds::TENSION, "2026-11-14T11:05:00+01:00", 5.0);
    store.replace(&id, moved.clone()).unwrap();
    let entries = store.entries("me").unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].id.as_str(), &entries[0].line), (id.as_str(), &moved));
    // Even into a line of another table.
    let input = Line::Input(InputEvent::new("rest", at("2026-11-14T11:05:00+01:00")));
    store.replace(&id, input.clone()).unwrap();
    assert_eq!(store.entry(&id).unwrap().1.line, input);
    assert_eq!(store.entries("me").unwrap().len(), 1);
}

pub(crate) fn ids_may_be_shortened(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let all = lines::many(40, "x");
    let added = store.add(&me(), &Origin::typed(), &all, &[]).unwrap();
    let ids: Vec<&str> = added.iter().map(|(id, _)| id.as_str()).collect();
    let first = &ids[0][..1];
    let alike = ids.iter().filter(|id| id.starts_with(first)).count();
    // Forty ids of sixteen possible first digits: two share one.
    let shared = ids
        .iter()
        .map(|id| &id[..1])
        .find(|digit| ids.iter().filter(|id| id.starts_with(digit)).count() > 1);
    assert!(alike > 0 && store.entry(ids[0]).is_ok());
    let error = store.entry(shared.unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchEntry { found: 2.., .. }), "{error:?}");
    assert!(matches!(store.entry(""), Err(StoreError::NoSuchEntry { found: 0, .. })));
}

/// Cause: other programs have put RMSSD under the name of SDNN, and averaged a watch's SDNN with a strap's RMSSD.
pub(crate) fn rmssd_and_sdnn_stay_apart(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let when = "2026-11-14T06:30:00+01:00";
    let all = [
        reading(kinds::LN_RMSSD_NIGHT, when, 42_f64.ln()),
        reading(kinds::LN_SDNN_NIGHT, when, 96_f64.ln()),
        reading(kinds::LN_RMSSD_MORNING, when, 38_f64.ln()),
        reading(kinds::LN_RMSSD_SPOT, when, 40_f64.ln()),
        reading(kinds::LN_SDNN_SPOT, when, 55_f64.ln()),
    ];
    store.add(&me(), &Origin::format("a"), &all, &[]).unwrap();
    let diary = store.diary("me").unwrap();
    assert_eq!(diary.series().len(), all.len());
    for kind in [kinds::LN_RMSSD_NIGHT, kinds::LN_SDNN_NIGHT, kinds::LN_SDNN_SPOT] {
        assert_eq!(diary.readings_of(kind).count(), 1, "{kind}");
    }
}

pub(crate) fn all_or_nothing(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    for wrong in ["", "a b", "ann/../ben", "ä", &"x".repeat(65)] {
        let nobody = Person { id: wrong.into(), name: None };
        let error = store.add(&nobody, &Origin::typed(), &lines::of_every_kind(), &[]).unwrap_err();
        assert!(matches!(error, StoreError::BadPersonId(_)), "{error:?}");
    }
    // The second person is refused, so the first was never there.
    let mut archive = vagal_store::Archive::default();
    for id in ["ann", "not a name"] {
        archive.people.push(vagal_store::PersonArchive {
            person: Person { id: id.into(), name: None },
            entries: vec![Entry::new(id, Origin::typed(), lines::of_every_kind().remove(0))],
            removed: Vec::new(),
            recordings: Vec::new(),
            posteriors: Vec::new(),
            experiments: Vec::new(),
        });
    }
    assert!(store.restore(&archive).is_err());
    assert!(store.people().unwrap().is_empty());
}

pub(crate) fn people(fresh: Fresh<'_>) {
    let mut store = Store::open(&fresh()).unwrap();
    let none: [Line; 0] = [];
    let named = |name: Option<&str>| Person { id: "ann".into(), name: name.map(str::to_owned) };
    store.add(&named(Some("Ann")), &Origin::typed(), &none, &[]).unwrap();
    // Who adds a line later need not say the name again.
    store.add(&named(None), &Origin::typed(), &none, &[]).unwrap();
    assert_eq!(store.people().unwrap(), [named(Some("Ann"))]);
    assert!(matches!(store.entries("ben"), Err(StoreError::UnknownPerson(_))));
    assert!(matches!(store.delete(Some("ben")), Err(StoreError::UnknownPerson(_))));
}

pub(crate) fn recordings(fresh: Fresh<'_>) {
    let place = fresh();
    let mut store = Store::open(&place).unwrap();
    let recording = Recording {
        sha256: "ab".repeat(32),
        name: "morning.fit".into(),
        format: "fit".into(),
        sensor: "chest_strap".into(),
        start: Some(at("2026-11-14T06:30:00+01:00")),
        duration_s: Some(301.5),
        derived: "lnRMSSD".into(),
    };
    let bare =
        Recording { sha256: "cd".repeat(32), start: None, duration_s: None, ..recording.clone() };
    let both = [recording.clone(), bare.clone()];
    for _ in 0..2 {
        store.add(&me(), &Origin::typed(), &[], &both).unwrap();
    }
    let mut kept = Store::open(&place).unwrap().recordings("me").unwrap();
    kept.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    assert_eq!(kept, both);
}

/// One a day, the draws of the newest only, and nothing of another model is touched.
pub(crate) fn posteriors(fresh: Fresh<'_>) {
    let place = fresh();
    let mut store = Store::open(&place).unwrap();
    store.add(&me(), &Origin::typed(), &[], &[]).unwrap();
    let posterior = |model: &str, diary: &str, when: &str, value: f64| Posterior {
        model: model.into(),
        diary_sha256: diary.repeat(32),
        fitted: at(when),
        body: serde_json::json!({ "mean": value }),
    };
    let evening = posterior("person", "aa", "2026-11-14T23:30:00+01:00", 0.1 + 0.2);
    let other = posterior("other", "aa", "2026-11-14T23:30:00+01:00", 3.0);
    assert!(store.keep_posterior("ben", &evening, "first").is_err());
    store.keep_posterior("me", &evening, "first").unwrap();
    store.keep_posterior("me", &other, "another's").unwrap();
    assert_eq!(
        store.posterior_of("me", "person", &evening.diary_sha256).unwrap(),
        Some((evening.clone(), "first".into()))
    );
    assert_eq!(store.posterior_of("me", "person", "bb").unwrap(), None);
    // Half an hour later by the clock on the wall it is another day.
    let night = posterior("person", "bb", "2026-11-15T00:00:00+01:00", 1e-300);
    store.keep_posterior("me", &night, "second").unwrap();
    let mut reader = Store::open(&place).unwrap();
    assert_eq!(reader.posteriors("me").unwrap(), [night.clone(), other.clone(), evening.clone()]);
    let draws = |store: &mut Store, of: &Posterior| {
        store.posterior_of("me", &of.model, &of.diary_sha256).unwrap().map(|(_, draws)| draws)
    };
    assert_eq!(draws(&mut reader, &evening), None, "only the newest has its draws");
    assert_eq!(draws(&mut reader, &other).as_deref(), Some("another's"));
    // Later on that day, and then the same diary on another day.
    let noon = posterior("person", "cc", "2026-11-15T12:00:00+01:00", 2.0);
    store.keep_posterior("me", &noon, "third").unwrap();
    assert_eq!(store.posteriors("me").unwrap(), [noon.clone(), other.clone(), evening.clone()]);
    let again = posterior("person", "cc", "2026-11-17T12:00:00+01:00", 2.0);
    store.keep_posterior("me", &again, "fourth").unwrap();
    assert_eq!(store.posteriors("me").unwrap(), [again.clone(), other, evening]);
    assert_eq!(draws(&mut store, &again).as_deref(), Some("fourth"));
}

pub(crate) fn experiment() -> Experiment {
    Experiment {
        sha256: "12".repeat(32),
        registered: at("2026-11-14T06:30:00+01:00"),
        text: "question = \"Ä\"\n[seal]\n".into(),
        stopped: None,
        looks: Vec::new(),
    }
}

pub(crate) fn experiments(fresh: Fresh<'_>) {
    let place = fresh();
    let mut store = Store::open(&place).unwrap();
    let first = experiment();
    for _ in 0..2 {
        store.register(&me(), &first).unwrap();
    }
    assert!(store.experiments("ben").unwrap().is_empty());
    let look = |number: usize, verdict: &str| LookTaken {
        number,
        taken: at("2026-12-14T06:30:00+01:00"),
        data_sha256: "34".repeat(32),
        verdict: verdict.into(),
        estimate: (verdict == "more_than").then_some(0.1 + 0.2),
        interval: (verdict == "more_than").then_some((-1e-300, 0.7)),
    };
    store.keep_looks("me", &first.sha256, &[look(1, "running")]).unwrap();
    // The first time counts, for looks and for an end by hand.
    store.keep_looks("me", &first.sha256, &[look(1, "more_than"), look(2, "more_than")]).unwrap();
    let when = at("2026-12-15T06:30:00+01:00");
    store.stop_experiment("me", &first.sha256, when, "moved").unwrap();
    store.stop_experiment("me", &first.sha256, when, "bored").unwrap();
    let wanted = Experiment {
        stopped: Some((when, "moved".into())),
        looks: vec![look(1, "running"), look(2, "more_than")],
        ..first.clone()
    };
    assert_eq!(Store::open(&place).unwrap().experiments("me").unwrap(), [wanted]);
    // A look of an experiment that is not there is refused.
    assert!(store.keep_looks("me", "none", &[look(1, "running")]).is_err());
}

pub(crate) fn writers_wait_for_each_other(fresh: Fresh<'_>) {
    const WRITERS: i64 = 4;
    const LINES: i64 = 25;
    let place = fresh();
    drop(Store::open(&place).unwrap());
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let place = &place;
            scope.spawn(move || {
                let mut store = Store::open(place).unwrap();
                for line in lines::many(LINES, "x") {
                    let origin = Origin::format(&format!("writer{writer}"));
                    store.add(&me(), &origin, &[line], &[]).unwrap();
                }
            });
        }
    });
    let entries = Store::open(&place).unwrap().entries("me").unwrap();
    assert_eq!(entries.len() as i64, WRITERS * LINES);
}

pub(crate) fn a_later_version_is_left_alone(fresh: Fresh<'_>) {
    let place = fresh();
    drop(Store::open(&place).unwrap());
    const LATER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        SELECT 999999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    let url = match &place {
        Place::Server(url) => url.clone(),
        Place::File(path) => format!("sqlite://{}", path.display()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::Connection;
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        connection.execute(LATER).await.unwrap();
        connection.close().await.unwrap();
    });
    let error = Store::open(&place).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
}

/// A store whose tables were made by another version, by the sum that it keeps of its own migrations.
#[test]
fn a_store_of_another_version_is_named_as_such() {
    let folder = std::env::temp_dir().join(format!("vagal-store-other-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("other.sqlite");
    let place = Place::File(path.clone());
    drop(Store::open(&place).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::Connection;
        let url = format!("sqlite://{}", path.display());
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        let other = "UPDATE _sqlx_migrations SET checksum = X'00' WHERE version = 2";
        connection.execute(other).await.unwrap();
        connection.close().await.unwrap();
    });
    let error = Store::open(&place).unwrap_err();
    assert!(matches!(error, StoreError::OtherVersion { .. }), "{error:?}");
    let said = error.to_string();
    assert!(said.contains("other.sqlite") && said.contains("another version"), "{said}");
    assert!(error.hint().contains("--store"));
    std::fs::remove_dir_all(&folder).unwrap();
}
