//! The sample person with the framework before it, and as a demonstration.

use vagal_core::truth::{InputTruth, PersonTruth};
use vagal_core::{
    Advice, GuideVerdict, Moment, Person, RuleFinding, RuleList, RuleState, SafetyCheck,
};
use vagal_report::page::{
    Demonstration, DriverLine, DriverRead, DriverRecord, Fade, Framework, GuidePage, NoDriver,
    OutputLine, PersonPage,
};

use super::page;

fn rule(id: &str, list: RuleList, state: RuleState) -> RuleFinding {
    RuleFinding {
        id: id.into(),
        name: format!("what {id} looks at"),
        list,
        version: 1,
        state,
        says: "It says.".into(),
        predicate: "its predicate".into(),
        claims: vec!["C52".into()],
        figures: Vec::new(),
        missing: Vec::new(),
        cannot_know: "the cause".into(),
        thresholds: Vec::new(),
    }
}

/// Advice with every state, and S1 that is true by its second way.
pub fn advice() -> Advice {
    use RuleList::{Fits, Review};
    use RuleState::{False, Insufficient, True};
    let rules = [
        ("A1", Fits, False),
        ("A2", Fits, Insufficient),
        ("A3", Fits, True),
        ("A4", Fits, False),
        ("S1a", Review, False),
        ("S1b", Review, True),
        ("S2", Review, Insufficient),
        ("S3", Review, False),
        ("S4", Review, False),
    ];
    Advice {
        person: Person { id: "p".into(), name: None },
        at: friday(),
        safety: SafetyCheck { level: None, items: Vec::new(), inputs: Vec::new() },
        verdict: Some(GuideVerdict::Both),
        lists: Some((True, True)),
        rules: rules.map(|(id, list, state)| rule(id, list, state)).to_vec(),
        use_cases: Vec::new(),
        options: Vec::new(),
    }
}

/// Friday 19 June 2026, 16:00.
pub fn friday() -> Moment {
    Moment::from_local((2026, 6, 19), 16 * 3600, 3600).expect("a moment")
}

/// The page with the framework before it: every kind of driver, an output in its range and one without a last week.
pub fn framed() -> PersonPage {
    let driver = |name: &str, claim: &str, record: Result<DriverRecord, NoDriver>| DriverLine {
        name: name.into(),
        claims: vec![claim.into()],
        record,
    };
    let read = |instead: Option<&'static str>, load: Option<f64>| {
        let recent = load.map(|_| 6.9);
        let read = Some(DriverRead { instead, recent, usual: 7.4, readings: 100, unit: "h" });
        Ok(DriverRecord { read, episodes: (0, 0), load, lasting: 0.0 })
    };
    let noted = DriverRecord { read: None, episodes: (2, 1), load: Some(1.0), lasting: 1.0 };
    let output = |name: &str, unit: &'static str, recent: Option<f64>| OutputLine {
        name: name.into(),
        unit,
        readings: 90,
        recent,
        own: [36.0, 41.0, 47.0],
        weeks: recent.map(|_| (44.0, 40.0)),
        digits: 0,
    };
    let framework = Framework {
        drivers: vec![
            driver("sleep debt", "C28", read(Some("sleep"), Some(0.6))),
            driver("stress", "C28", read(None, Some(-0.4))),
            driver("alcohol", "C28", read(None, None)),
            driver("inflammation", "C38", Ok(noted)),
            driver("illness", "C28", Err(NoDriver::NotRecorded)),
            driver("trauma", "C37", Err(NoDriver::NeverScored)),
            driver("structural, by a clinician", "C47", Err(NoDriver::ClinicianOnly)),
        ],
        outputs: vec![
            output("RMSSD, morning", "ms", Some(43.0)),
            output("felt muscle tension, neck", "0-10", None),
        ],
        habits: vec![("sleep".into(), 94), ("movement".into(), 0), ("nutrition".into(), 12)],
        fade: Some(Fade { input: "massage".into(), end: friday() }),
        guide: Some(GuidePage {
            advice: advice(),
            rates: Vec::new(),
            rates_command: String::new(),
            command: String::new(),
        }),
    };
    PersonPage { framework: Some(framework), ..page() }
}

/// The same of a made-up person.
pub fn demonstrated() -> PersonPage {
    let truth = PersonTruth {
        inputs: vec![InputTruth {
            id: "massage".into(),
            effect: 0.22,
            hold_hrv_days: 1.6,
            hold_tension_days: 2.1,
            state: vec![(0.0, 0.4), (3.0, 0.1)],
            tension: vec![(0.0, 0.0), (3.0, 0.3)],
        }],
        ceiling_today: 0.6,
        hold_factor: 0.74,
        ceiling_factor: 0.8,
        habit_factor: Some(1.0),
    };
    let demonstration = Demonstration { truth, session_page: Some("session.html".into()) };
    PersonPage { demonstration: Some(demonstration), ..framed() }
}
