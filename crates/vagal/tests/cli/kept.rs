//! Answers that are kept: the same diary is not drawn twice, a changed one is, and what was said before can be looked back at.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vagal::core::diary::kinds;
use vagal::core::{InputEvent, Moment, Person, Reading};
use vagal::store::{Line, Origin, Place, Store};

use crate::support::{Folder, Run, at, binary, number};

/// Said where nothing was drawn.
const KEPT: &str = "the diary has not changed since";
/// The least that makes an answer; how good it is does not matter here.
const FEW: [&str; 4] = ["--draws", "24", "--warm-up", "40"];

fn moment(day: i64, hour: i64) -> Moment {
    Moment::new(86_400 * (20_000 + day) + 3600 * hour, 0).expect("a moment")
}

fn morning(day: i64) -> Line {
    let ln_rmssd = 3.6 + 0.1 * (day % 4) as f64;
    Line::Reading(
        Reading::new(kinds::LN_RMSSD_MORNING, moment(day, 7), ln_rmssd).expect("in range"),
    )
}

/// Four weeks: a morning reading each day, a massage and a rest each week, one stressful day.
pub(crate) fn lived(store: &Path, person: &str) {
    let mut lines: Vec<Line> = (0..28).map(morning).collect();
    for week in 0..4 {
        for (input, day) in [("massage", 2), ("rest", 5)] {
            let start = moment(7 * week + day, 17);
            lines.push(Line::Input(InputEvent {
                minutes: Some(60.0),
                ..InputEvent::new(input, start)
            }));
        }
    }
    lines.push(Line::Reading(Reading::new(kinds::STRESS, moment(9, 20), 8.0).expect("in range")));
    let person = Person { id: person.into(), name: None };
    let mut store = Store::open(&Place::File(store.into())).expect("a store");
    store.add(&person, &Origin::typed(), &lines, &[]).expect("a diary");
}

fn open(store: &Path) -> Store {
    Store::open(&Place::File(store.into())).expect("a store")
}

/// A command in the folder of its store, so that nothing of where it lies is in the answer.
struct Keeper(Folder);

impl Keeper {
    fn new(name: &str) -> Self {
        let keeper = Self(Folder::new(&format!("kept-{name}")));
        lived(&keeper.store(), "me");
        keeper
    }

    fn store(&self) -> PathBuf {
        self.0.path("diary.sqlite")
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = binary();
        command.current_dir(self.0.path("")).args(args).args(["--store", "diary.sqlite"]);
        let run = Run::new(&command.output().expect("the binary starts"));
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        run
    }

    fn person(&self, args: &[&str]) -> Run {
        self.run(&[&["person"][..], &FEW, args].concat())
    }

    fn history(&self) -> Vec<Value> {
        let json = self.run(&["person", "--history", "--json"]).json();
        assert_eq!(json["schema"], "vagal.person.history/1");
        at(&json, "/answers").as_array().expect("a list").clone()
    }
}

#[test]
fn a_kept_answer_has_the_bytes_of_a_fresh_one() {
    let (keeper, other) = (Keeper::new("same"), Keeper::new("fresh"));
    let fresh = keeper.person(&["--json"]);
    assert!(!fresh.stderr.contains(KEPT), "{}", fresh.stderr);
    let kept = keeper.person(&["--json"]);
    assert!(kept.stderr.contains(KEPT) && kept.stderr.contains("--again"), "{}", kept.stderr);
    assert_eq!(kept.stdout, fresh.stdout);
    let again = keeper.person(&["--json", "--again"]);
    assert!(!again.stderr.contains(KEPT), "{}", again.stderr);
    assert_eq!(again.stdout, fresh.stdout);
    // The page and the terminal, against those of a store in which nothing is kept.
    let args = ["--report", "page.html"];
    let (kept, fresh) = (keeper.person(&args), other.person(&args));
    assert!(kept.stderr.contains(KEPT) && !fresh.stderr.contains(KEPT));
    assert_eq!(kept.stdout, fresh.stdout);
    let page = |keeper: &Keeper| std::fs::read(keeper.0.path("page.html")).expect("a page");
    assert!(page(&keeper) == page(&other), "the pages differ");
    // The plan stands on the same draws.
    let plan = [&["plan", "--futures", "0", "--json"][..], &FEW].concat();
    let kept = keeper.run(&plan);
    assert!(kept.stderr.contains(KEPT), "{}", kept.stderr);
    assert_eq!(kept.stdout, keeper.run(&[&plan[..], &["--again"]].concat()).stdout);
}

#[test]
fn another_diary_or_other_draws_are_drawn() {
    let keeper = Keeper::new("changed");
    let first = keeper.person(&["--json"]);
    let drawn = |args: &[&str]| {
        let run = keeper.person(&[args, &["--json"]].concat());
        assert!(!run.stderr.contains(KEPT), "{args:?}: {}", run.stderr);
        run
    };
    let entries = keeper.run(&["diary", "--json"]).json();
    let entries = at(&entries, "/people/0/entries").as_array().expect("a list").clone();
    let reading = entries.iter().find(|e| e["kind"] == kinds::LN_RMSSD_MORNING).expect("one");
    let id = reading["id"].as_str().expect("an id");
    keeper.run(&["diary", "edit", id, "value=50"]);
    let edited = drawn(&[]);
    assert_ne!(edited.stdout, first.stdout);
    assert!(keeper.person(&[]).stderr.contains(KEPT));
    drawn(&["--seed", "2"]);
    // One is kept, the last.
    drawn(&[]);
    open(&keeper.store())
        .add(&Person { id: "me".into(), name: None }, &Origin::typed(), &[morning(28)], &[])
        .expect("one more");
    drawn(&[]);
    let history = keeper.history();
    assert_eq!(history.len(), 1, "one a day");
    assert_eq!(number(&history[0], "/readings"), 29.0);
    assert_eq!(number(&history[0], "/sessions"), 8.0);
}

#[test]
fn neither_a_preview_nor_what_others_lend_is_kept() {
    let keeper = Keeper::new("pool");
    lived(&keeper.store(), "ann");
    for args in [&["--preview"][..], &["--preview", "--pool"], &["--pool"]] {
        keeper.person(args);
        assert!(keeper.history().is_empty(), "{args:?}");
    }
    let said = keeper.run(&["person", "--history"]);
    assert!(said.stdout.contains("No answer is kept yet"), "{}", said.stdout);
    // And what is kept is not taken for one that others lend to.
    let alone = keeper.person(&["--json"]).json();
    let pooled = keeper.person(&["--json", "--pool"]);
    assert!(!pooled.stderr.contains(KEPT) && alone.get("pool").is_none());
    assert!(pooled.json().get("pool").is_some());
    assert!(
        keeper.run(&["diary", "export", "--person", "ann"]).json()["people"][0]["posteriors"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
}

#[test]
fn draws_that_the_model_does_not_know_again_are_drawn_anew() {
    let keeper = Keeper::new("tampered");
    let fresh = keeper.person(&["--json"]);
    let change = |draws: &dyn Fn(&str) -> String, body: &dyn Fn(&mut Value)| {
        let mut store = open(&keeper.store());
        let mut kept = store.posteriors("me").expect("kept").remove(0);
        let found = store.posterior_of("me", &kept.model, &kept.diary_sha256).expect("a store");
        let text = draws(&found.expect("draws").1);
        body(&mut kept.body);
        store.keep_posterior("me", &kept, &text).expect("kept");
        drop(store);
        let run = keeper.person(&["--json"]);
        (run.stderr.contains(KEPT), run.stdout == fresh.stdout)
    };
    let as_is = |text: &str| text.to_owned();
    assert_eq!(change(&as_is, &|_| ()), (true, true), "what is not changed is used");
    // The exponent of the last number, a draw of fewer, none, no numbers; another version, another schema.
    let bent = |text: &str| format!("{}AA==", &text[..text.len() - 4]);
    assert_eq!(change(&bent, &|_| ()), (false, true));
    assert_eq!(change(&|text| text[..text.len() - 64].into(), &|_| ()), (false, true));
    assert_eq!(change(&|_| String::new(), &|_| ()), (false, true));
    assert_eq!(change(&|_| "no base64!".into(), &|_| ()), (false, true));
    assert_eq!(change(&as_is, &|b| b["fit"]["version"] = "0.0.1".into()), (false, true));
    assert_eq!(change(&as_is, &|b| b["schema"] = "vagal.kept/2".into()), (false, true));
    assert_eq!(change(&as_is, &|b| b["log_posteriors"][0] = json!(-1.0)), (false, true));
}

#[test]
fn the_history_tells_how_verdicts_changed_and_goes_where_the_diary_goes() {
    let keeper = Keeper::new("history");
    keeper.person(&[]);
    let export = keeper.run(&["diary", "export"]);
    let mut archive = export.json();
    let kept = archive["people"][0]["posteriors"][0].clone();
    assert_eq!(kept["model"], "vagal.person");
    let draws = open(&keeper.store())
        .posterior_of("me", "vagal.person", kept["diary_sha256"].as_str().expect("a hash"))
        .expect("a store")
        .expect("draws")
        .1;
    assert!(!export.stdout.contains(&draws[..40]), "draws are not carried about");
    // Two earlier answers, with another verdict and less behind it.
    let earlier = |day: &str, readings: usize, verdict: &str, mark: &str| {
        let mut kept = kept.clone();
        kept["diary_sha256"] = mark.repeat(64).into();
        kept["fitted"] = format!("{day}T08:00:00+02:00").into();
        kept["body"]["answer"]["readings"] = readings.into();
        kept["body"]["answer"]["inputs"][0]["verdict"] = verdict.into();
        // Beyond what is followed.
        for point in 3..7 {
            kept["body"]["answer"]["inputs"][0]["hold_hrv_days"]["points"][point] = Value::Null;
        }
        kept
    };
    let mut unknown = earlier("2020-01-01", 3, "not_enough_data", "d");
    unknown["body"]["schema"] = "vagal.kept/9".into();
    archive["people"][0]["posteriors"] = json!([
        kept,
        earlier("2020-05-02", 20, "works", "b"),
        earlier("2020-03-01", 10, "works", "c"),
        unknown,
    ]);
    let other = Keeper(Folder::new("kept-restored"));
    other.0.file("archive.json", archive.to_string());
    other.run(&["diary", "restore", "archive.json"]);
    let history = other.history();
    let readings: Vec<f64> = history.iter().map(|a| number(a, "/readings")).collect();
    assert_eq!(readings, [10.0, 20.0, 28.0], "the oldest first, and none of a later schema");
    assert_eq!(at(&history[0], "/fitted"), "2020-03-01T08:00:00+02:00");
    assert_eq!(at(&history[1], "/inputs/massage/verdict"), "works");
    assert!(at(&history[1], "/inputs/massage/hold_hrv_days/points/6").is_null());
    let now = keeper.person(&["--json"]).json();
    let newest = &history[2];
    for (then, of) in [
        ("/inputs/massage/effect/points/1", "/inputs/massage/effect/points/1"),
        ("/inputs/rest/hold_hrv_days/median", "/inputs/rest/hold_hrv_days/median"),
        ("/ceiling/points/5", "/ceiling/points/5"),
        ("/swc_ln_rmssd", "/swc/ln_rmssd"),
        ("/days", "/days"),
    ] {
        assert_eq!(number(newest, then), number(&now, of), "{then}");
    }
    assert_eq!(at(newest, "/inputs/massage/verdict"), at(&now, "/inputs/massage/verdict"));
    let text = other.run(&["person", "--history"]).stdout;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the one before it: raises it by more than the SWC."), "{text}");
    assert!(text.contains("2020-05-02") && text.contains("more than 120"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    other.run(&["person", "--history", "--report", "page.html"]);
    let page = std::fs::read_to_string(other.0.path("page.html")).expect("a page");
    for part in ["id=\"history-massage\"", "id=\"ceiling\"", "2020-05-02", "Since when each"] {
        assert!(page.contains(part), "{part}");
    }
    let plain = other.run(&["person", "--history", "--plain"]).stdout;
    assert!(plain.is_ascii() && plain.contains("2020-03-01"), "{plain}");
    // What was learned goes where the diary goes; the draws are made again there, and then it is one history.
    assert!(!other.person(&[]).stderr.contains(KEPT));
    assert!(other.person(&[]).stderr.contains(KEPT));
    assert_eq!(other.history().len(), 3);
    // Deleted is deleted.
    other.run(&["diary", "delete", "--yes", "--person", "me"]);
    lived(&other.store(), "me");
    assert!(other.history().is_empty());
    let bytes = std::fs::read(other.store()).expect("the store");
    for word in [&b"vagal.kept/1"[..], &draws.as_bytes()[..40]] {
        assert!(!bytes.windows(word.len()).any(|w| w == word), "left in the bytes");
    }
}

#[test]
fn a_look_at_a_claim_stands_on_the_answer_that_was_kept() {
    let keeper = Keeper::new("claim");
    let claim = || keeper.run(&["evidence", "C06"]).stdout;
    assert!(claim().contains("By a preview of the model"), "{}", claim());
    // Few draws are no answer to a question that nobody asked to have few draws for.
    keeper.person(&[]);
    assert!(claim().contains("By a preview of the model"), "{}", claim());
    keeper.run(&["person"]);
    assert!(claim().contains("By the answer of `vagal person` on 20"), "{}", claim());
}
