//! The JSON contracts: field names as issued, numbers always finite.

use serde_json::Value as Json;
use vagal_core::response::Verdict;
use vagal_report::page::HrvPage;
use vagal_report::{SessionPage, json};

mod sample;

fn session(page: &SessionPage) -> Json {
    serde_json::from_str(&json::session(page)).expect("valid JSON")
}

/// Every path of the contract, `[]` for the first item of a list.
fn assert_paths(json: &Json, paths: &[&str]) {
    for path in paths {
        let mut at = json;
        for part in path.split('.') {
            let (name, listed) = match part.strip_suffix("[]") {
                Some(name) => (name, true),
                None => (part, false),
            };
            at = at.get(name).unwrap_or_else(|| panic!("{path}: no {name}"));
            if listed {
                at = at.get(0).unwrap_or_else(|| panic!("{path}: {name} is empty"));
            }
        }
    }
}

#[test]
fn a_session_has_every_field_of_its_contract() {
    let json = session(&sample::page());
    assert_eq!(json["schema"], "vagal.session/1");
    assert_eq!(json["verdict"], "shifted_up");
    assert_paths(
        &json,
        &[
            "reason",
            "quality.grade",
            "quality.score",
            "quality.items[].id",
            "quality.items[].minus",
            "quality.items[].cap",
            "quality.items[].veto",
            "quality.items[].text",
            "shift.ln_rmssd.estimate",
            "shift.ln_rmssd.lo",
            "shift.ln_rmssd.hi",
            "shift.ln_rmssd.p_above_swc",
            "shift.ln_rmssd.p_within_swc",
            "shift.hr_bpm.estimate",
            "shift.hr_bpm.lo",
            "shift.hr_bpm.hi",
            "swc",
            "detectable_80",
            "hold.minutes",
            "hold.lo",
            "hold.hi",
            "hold.censored",
            "phases[].name",
            "phases[].start_s",
            "phases[].end_s",
            "phases[].n_beats",
            "phases[].corrected_pct",
            "phases[].resp_per_min",
            "phases[].indices.rmssd.value",
            "phases[].indices.rmssd.unit",
        ],
    );
    let hf = &json["phases"][1]["indices"]["hf"];
    assert!(hf["unfit"].is_string() && hf["code"] == "breathing_outside_band", "{hf}");
    assert!(hf.get("value").is_none(), "a refusal stands in place of the number: {hf}");
}

#[test]
fn indices_keep_the_order_of_the_registry() {
    let text = json::session(&sample::page());
    let order: Vec<usize> =
        ["\"hr\":", "\"mean_nn\":", "\"sdnn\":", "\"rmssd\":", "\"pnn50\":", "\"hf\":"]
            .iter()
            .map(|key| text.find(key).expect("the key is there"))
            .collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn an_unusable_session_has_no_shift_and_no_hold() {
    let mut page = sample::with_verdict(Verdict::Unusable);
    // Even if a shift were left in the model, nobody may read it.
    page.response.shift = sample::page().response.shift;
    let json = session(&page);
    assert_eq!(json["verdict"], "unusable");
    assert!(json["shift"].is_null() && json["hold"].is_null());
    assert_eq!(json["quality"]["grade"], "D");
    assert!(json["phases"][0]["indices"]["rmssd"]["value"].is_number(), "indices are still shown");
}

#[test]
fn what_is_not_finite_is_null_and_the_lists_stay_aligned() {
    let mut page = sample::demo();
    page.response.level.mean[3] = f64::NAN;
    page.response.detectable_80 = Some(f64::INFINITY);
    page.rhythm.ectopic_pct = f64::NAN;
    let json = session(&page);
    assert!(json["detectable_80"].is_null() && json["rhythm"]["ectopic_pct"].is_null());
    let length = |list: &str| json["level"][list].as_array().map(Vec::len);
    assert_eq!(length("time_s"), length("mean"));
    assert_eq!(length("time_s"), length("sd"));
    if let Some(shift) = &mut page.response.shift {
        shift.p_above_swc = f64::NAN;
    }
    assert!(session(&page)["shift"].is_null(), "half a shift is none");
}

#[test]
fn beats_have_every_field_of_their_contract() {
    let json: Json = serde_json::from_str(&json::beats(&sample::beats())).expect("valid JSON");
    assert_eq!(json["schema"], "vagal.beats/1");
    assert_eq!(json["n_beats"], 5);
    assert_eq!(json["beats_s"], serde_json::json!([0.5, 1.3, 2.1, 9.0, 9.8]));
    assert_paths(
        &json,
        &[
            "format",
            "sampling_hz",
            "duration_s",
            "rr_ms[]",
            "ledger[].time_s",
            "ledger[].kind",
            "ledger[].before_ms",
            "ledger[].after_ms",
            "rhythm.findings",
            "rhythm.judged_windows",
            "rhythm.irregular_windows",
            "rhythm.ectopic_pct",
            "rhythm.not_judged",
            "notes[].kind",
            "notes[].place",
            "notes[].text",
        ],
    );
}

#[test]
fn hrv_has_every_field_of_its_contract() {
    let mut page = sample::page();
    let hrv = HrvPage {
        source: page.sources.remove(0),
        metrics: page.metrics.clone(),
        windows: page.response.phases.iter().map(|p| p.summary.clone()).collect(),
        notes: Vec::new(),
    };
    let json: Json = serde_json::from_str(&json::hrv(&hrv)).expect("valid JSON");
    assert_eq!(json["schema"], "vagal.hrv/1");
    assert_paths(
        &json,
        &[
            "windows[].start_s",
            "windows[].end_s",
            "windows[].indices.hr.value",
            "windows[].indices.hr.unit",
        ],
    );
    assert!(json["windows"][1]["indices"]["hf"]["unfit"].is_string());
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(json::session(&sample::demo()), json::session(&sample::demo()));
}
