//! A diary becomes events: inputs, channels, load and order.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use vagal_core::diary::{
    Booking, Diary, Episode, InputEvent, Moment, Person, Reading, body_region, kinds,
};
use vagal_person::events::from_diary;
use vagal_person::response::{Circumstances, Response};
use vagal_person::{LogPosterior, Session};

const DAY_S: i64 = 86_400;

fn at(day: i64, hour: f64) -> Moment {
    Moment::new(1_700_006_400 + day * DAY_S + (hour * 3600.0) as i64, 0).unwrap()
}

fn diary(booking: Option<Booking>) -> Diary {
    let mut readings = Vec::new();
    let mut inputs = Vec::new();
    for day in 0..30 {
        let rmssd = 3.7 + 0.1 * (day as f64).sin();
        readings.push(Reading::new(kinds::LN_RMSSD_MORNING, at(day, 7.0), rmssd).unwrap());
        readings.push(Reading::new(kinds::TENSION, at(day, 20.0), 4.0).unwrap());
        readings.push(Reading::new(kinds::STRESS, at(day, 21.0), (day % 7) as f64).unwrap());
        if day % 7 == 3 {
            inputs.push(InputEvent {
                minutes: Some(90.0),
                booking,
                ..InputEvent::new("massage", at(day, 17.0))
            });
        }
        if day % 5 == 1 {
            inputs.push(InputEvent::new("rest", at(day, 18.0)));
        }
    }
    readings.push(Reading::new(kinds::REACTION_TIME, at(3, 9.0), 300.0).unwrap());
    let episode = Episode::new("illness", at(10, 0.0), Some(at(12, 0.0)), 1.0).unwrap();
    let person = Person { id: "p".into(), name: None };
    Diary::new(person, inputs, readings, vec![episode], Vec::new())
}

#[test]
fn inputs_channels_and_order_follow_from_the_diary() {
    let made = from_diary(&diary(None)).unwrap();
    let inputs: Vec<&str> = made.model.inputs().iter().map(|i| i.id.as_str()).collect();
    assert_eq!(inputs, ["massage", "rest"]);
    let channels: Vec<&str> = made.model.channels().iter().map(|c| c.id).collect();
    assert_eq!(channels, ["ln_rmssd_morning", "tension"]);
    assert_eq!(made.left_out.len(), 1, "{:?}", made.left_out);
    assert_eq!(made.events.len(), 30 + 30 + 4 + 6);
    let massage = made.events.iter().filter_map(|e| e.session).find(|s| s.input == 0).unwrap();
    assert_eq!(massage.dose, 1.5, "90 of 60 minutes");
    let days: f64 = made.events.iter().map(|e| e.gap_days).sum();
    assert!((days - (29.0 + 13.0 / 24.0)).abs() < 1e-9, "{days}");
    // A massage ends at 18:30, after the rest of 18:00 would, and before the tension of 20:00.
    let mut posterior = LogPosterior::new(&made.model, &made.events).unwrap();
    assert!(posterior.value(&vec![0.0; posterior.dimension()]).is_finite());
}

/// Tension at the moment of a session: before it if nobody knows how long it took, after it if it ended there.
#[test]
fn a_reading_at_the_start_of_a_session_without_a_length_comes_before_it() {
    for (minutes, start, is_before) in [(None, 20.0, true), (Some(60.0), 19.0, false)] {
        let mut inputs = Vec::new();
        let mut readings = Vec::new();
        for day in 0..30 {
            readings.push(Reading::new(kinds::TENSION, at(day, 20.0), 4.0).unwrap());
            readings.push(Reading::new(kinds::LN_RMSSD_MORNING, at(day, 7.0), 3.7).unwrap());
        }
        inputs.push(InputEvent { minutes, ..InputEvent::new("massage", at(9, start)) });
        let person = Person { id: "p".into(), name: None };
        let made = from_diary(&Diary::new(person, inputs, readings, vec![], vec![])).unwrap();
        let place = made.events.iter().position(|e| e.session.is_some()).unwrap();
        let (before, after) = (made.events[place - 1], made.events[place + 1]);
        let here = if is_before { made.events[place].gap_days } else { after.gap_days };
        assert_eq!(here, 0.0, "{minutes:?}");
        assert_eq!(before.reading.unwrap().channel == 1, is_before, "{minutes:?}");
    }
}

#[test]
fn an_episode_raises_the_load_while_it_lasts() {
    let made = from_diary(&diary(None)).unwrap();
    let mut time = 7.0 / 24.0;
    let mut inside = Vec::new();
    let mut outside = Vec::new();
    for event in &made.events {
        time += event.gap_days;
        if (10.0..12.0).contains(&time) { &mut inside } else { &mut outside }
            .push(event.load.total);
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    assert!(mean(&inside) > mean(&outside) + 1.0, "{} {}", mean(&inside), mean(&outside));
}

#[test]
fn booking_by_need_brings_its_term() {
    assert!(!from_diary(&diary(Some(Booking::Schedule))).unwrap().model.terms().booking);
    let need = from_diary(&diary(Some(Booking::Need))).unwrap().model;
    assert!(need.terms().booking && need.place("psi").is_some());
}

/// Felt release, regions and readings go beside the events, at the moments the events have.
#[test]
fn what_a_diary_notes_stands_beside_its_events() {
    let plain = diary(None);
    let inputs = plain.inputs().iter().map(|i| InputEvent {
        felt_release: Some(6.0),
        regions: vec![body_region("neck").unwrap()],
        ..i.clone()
    });
    let mut readings = plain.readings().to_vec();
    for day in 0..30 {
        let neck = Reading::new(kinds::TENSION, at(day, 12.0), 6.0).unwrap().at_region("neck");
        readings.push(neck.unwrap());
    }
    // Only regions are rated: the worked one shows what sessions do to tension.
    readings.retain(|r| r.kind().id != kinds::TENSION || r.region().is_some());
    let person = Person { id: "p".into(), name: None };
    let noted = Diary::new(person, inputs.collect(), readings, Vec::new(), Vec::new());
    let made = from_diary(&noted).unwrap();
    assert_eq!(made.notes.sessions.len(), 10);
    let first = &made.notes.sessions[0];
    assert_eq!((first.felt, first.regions.as_slice()), (Some(6.0), &["neck"][..]));
    let mut time = 0.0;
    let ends: Vec<f64> = made
        .events
        .iter()
        .filter_map(|e| {
            time += e.gap_days;
            e.session.map(|_| time)
        })
        .collect();
    for session in &made.notes.sessions {
        assert!(ends.iter().any(|end| (end - session.end_days).abs() < 1e-9), "{session:?}");
    }
    let theta: Vec<f64> = made.model.parameters().iter().map(|p| p.value(0.0)).collect();
    let around = Circumstances::default();
    let response = Response::new(&made.model, &theta, &Session::new(0, 1.0), around);
    assert_eq!(response.tension_gain, 3.0, "the gain of worked regions, by its prior");
}
