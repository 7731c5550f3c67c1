//! Lines of a diary with every field filled, with none filled, and many of them.

use vagal_core::diary::{READING_KINDS, body_region, kinds};
use vagal_core::session::Posture;
use vagal_core::{
    Booking, Conditions, DriverCorrection, Episode, InputEvent, Moment, Pace, Precision, Pressure,
    Reading, Sensor,
};
use vagal_store::Line;

pub(crate) fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub(crate) fn reading(kind: &str, when: &str, value: f64) -> Line {
    Line::Reading(Reading::new(kind, at(when), value).unwrap())
}

/// Every field of every line, each reading kind, and the least each may have.
pub(crate) fn of_every_kind() -> Vec<Line> {
    let full = InputEvent {
        precision: Precision::DayBefore,
        minutes: Some(60.0),
        pressure: Some(Pressure::Moderate),
        pace: Some(Pace::Slow),
        breaths_per_min: Some(5.5),
        inhale_share: Some(0.4),
        regions: vec![body_region("neck").unwrap(), body_region("lower back").unwrap()],
        practitioner: Some("Zoë, \"the hands\"; O'Neil".into()),
        felt_release: Some(7.0),
        // No double is nearer to it than this one: it must come back to the last bit.
        booking_rating: Some(0.1 + 0.2),
        booking: Some(Booking::Need),
        ..InputEvent::new("massage", at("2026-11-14T10:05:00+01:00"))
    };
    let conditions = Conditions {
        posture: Some(Posture::Supine),
        sensor: Some(Sensor::ChestStrap),
        device: Some("H10".into()),
        breathing_per_min: Some(14.2),
        window_s: Some(300.0),
        corrected_pct: Some(1.0 / 3.0),
    };
    let measured =
        Reading::new(kinds::LN_RMSSD_MORNING, at("2026-11-15T07:00:00+01:00"), 38_f64.ln());
    let measured = measured.unwrap().with_standard_error(0.07).unwrap().under(conditions);
    let neck = Reading::new(kinds::TENSION, at("2026-11-15T07:00:00+01:00"), 7.0).unwrap();
    let neck = neck.at_region("neck").unwrap();
    let mut over = Episode::new(
        "illness",
        at("2026-10-01T08:00:00+02:00"),
        Some(at("2026-10-09T20:00:00-03:30")),
        0.8,
    )
    .unwrap();
    over.note = Some("a cold".into());
    let lasting = Episode::new("stress", at("2026-10-01T08:00:00+02:00"), None, 0.25).unwrap();
    let corrected = DriverCorrection {
        interference: "sleep_debt".into(),
        moment: at("2026-11-01T00:00:00+01:00"),
        by: Some("me".into()),
        note: Some("no alarm clock".into()),
    };
    let bare = DriverCorrection {
        interference: "structural".into(),
        by: None,
        note: None,
        ..corrected.clone()
    };
    let mut lines = vec![
        Line::Input(full),
        Line::Input(InputEvent::new("rest", at("1969-12-31T23:59:59+00:00"))),
        Line::Reading(measured),
        Line::Reading(neck),
        Line::Episode(over),
        Line::Episode(lasting),
        Line::Correction(corrected),
        Line::Correction(bare),
    ];
    lines.extend(READING_KINDS.iter().map(|kind| {
        let middle = 0.5 * (kind.range.0 + kind.range.1);
        reading(kind.id, "2026-11-16T21:30:00+01:00", middle)
    }));
    lines
}

/// Massages of successive days by one practitioner.
pub(crate) fn many(count: i64, practitioner: &str) -> Vec<Line> {
    (0..count)
        .map(|day| {
            let start = Moment::new(1_700_000_000 + day * 86_400, 0).unwrap();
            let practitioner = Some(practitioner.to_owned());
            Line::Input(InputEvent { practitioner, ..InputEvent::new("massage", start) })
        })
        .collect()
}
