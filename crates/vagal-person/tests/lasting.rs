//! Load that has lasted for weeks, and what it costs beyond load that passes.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; what was measured is worth reading.

mod recovered;

use self::recovered::recovered;
use vagal_core::diary::{Diary, Episode, Moment, Person, Reading, kinds};
use vagal_person::Terms;
use vagal_person::events::from_diary;
use vagal_person::simulate::{Design, Plan};

fn at(day: i64, hour: i64) -> Moment {
    Moment::new(1_700_006_400 + day * 86_400 + hour * 3600, 0).unwrap()
}

/// Mornings over so many days, with these episodes.
fn diary(days: i64, episodes: Vec<Episode>) -> Diary {
    let readings = (0..days)
        .map(|day| Reading::new(kinds::LN_RMSSD_MORNING, at(day, 7), 3.7).unwrap())
        .collect();
    Diary::new(Person { id: "p".into(), name: None }, Vec::new(), readings, episodes, Vec::new())
}

/// An episode of load .5 counts as 1.
#[test]
fn an_episode_has_lasted_from_six_weeks_on() {
    let short = Episode::new("illness", at(5, 0), Some(at(15, 0)), 0.5).unwrap();
    let open = Episode::new("inflammation", at(20, 0), None, 0.5).unwrap();
    let made = from_diary(&diary(100, vec![short.clone(), open])).unwrap();
    for (day, total, lasting) in [
        (2, 0.0, 0.0),
        (10, 1.0, 0.0),
        (17, 0.0, 0.0),
        (61, 1.0, 0.0),
        (62, 1.0, 1.0),
        (99, 1.0, 1.0),
    ] {
        let load = made.events[day].load;
        assert_eq!((load.total, load.lasting), (total, lasting), "day {day}");
    }
    assert!(made.model.terms().lasting, "it came within a diary that is long enough");
    assert!(!from_diary(&diary(100, vec![short])).unwrap().model.terms().lasting);
    let always = Episode::new("inflammation", at(-90, 0), None, 0.5).unwrap();
    let all_along = from_diary(&diary(100, vec![always])).unwrap();
    assert!(
        !all_along.model.terms().lasting,
        "what is always there cannot be told from the person"
    );
}

/// Stress that steps up by one unit: of strain, half has become lasting after two weeks and seven eighths after six.
#[test]
fn strain_becomes_lasting_over_weeks() {
    let mut readings = Vec::new();
    for day in 0..200 {
        readings.push(Reading::new(kinds::LN_RMSSD_MORNING, at(day, 7), 3.7).unwrap());
        let stress = if day < 100 { 2.0 } else { 4.0 };
        readings.push(Reading::new(kinds::STRESS, at(day, 21), stress).unwrap());
    }
    let person = Person { id: "p".into(), name: None };
    let diary = Diary::new(person, Vec::new(), readings, Vec::new(), Vec::new());
    let made = from_diary(&diary).unwrap();
    let load =
        |day: usize| made.events.iter().filter(|e| e.reading.is_some()).nth(day).unwrap().load;
    let (before, after) = (load(99), load(199));
    let step = after.total - before.total;
    let risen = |days: usize| (load(99 + days).lasting - before.lasting) / step;
    // The strain itself takes some days to arrive, which delays its average by about three.
    let delay = 3;
    assert!((risen(14 + delay) - 0.5).abs() < 0.02, "{}", risen(14 + delay));
    assert!((risen(42 + delay) - 0.875).abs() < 0.01, "{}", risen(42 + delay));
}

#[test]
fn a_price_of_lasting_load_is_seen_with_its_sign() {
    let plans = vec![Plan::random(2.0), Plan::random(1.0)];
    let design = Design { weeks: 24, ..Design::reference(plans) };
    let terms = Terms { lasting: true, ..Terms::default() };
    let found =
        [-0.5, 0.0, 0.5].map(|truth| recovered(terms, &["laml", "dell"], truth, &design, 700));
    for part in 0..2 {
        let [less, none, more] = [0, 1, 2].map(|k: usize| found[k].0[part]);
        assert!(less < -0.05 && none.abs() < 0.08 && more > 0.05, "{part}: {found:?}");
    }
    // 90% of 84 are 76; below 67 lie .3% of a binomial, and priors centred on 0 pull the outer two inward.
    assert!(found.iter().map(|f| f.1).sum::<usize>() >= 67, "{found:?}");
}
