//! The simulator: models, parameters, stimuli, what is assumed, and what it was held against.

use vagal::evidence;
use vagal::sim::stimulus::course;
use vagal::sim::{
    Drive, HYPOTHESES, MODELS, STATIONS, STIMULI, Standing, WEAK_POINTS, validation_rows,
};

use super::table::{number, table};

/// One row a model.
pub(super) fn models() -> String {
    let rows = MODELS.iter().map(|m| {
        vec![
            format!("`{}`", m.id),
            m.name.into(),
            m.what.into(),
            m.limits.into(),
            number(m.dt_s),
            number(m.breaths_per_min),
            m.source.into(),
        ]
    });
    let heads =
        ["`model`", "name", "what it is", "what it cannot do", "step s", "breaths/min", "source"];
    table(&heads, rows)
}

/// One row a parameter of VREF.
pub(super) fn parameters() -> String {
    parameters_of("vref")
}

/// One row a parameter of Seidel-Herzel.
pub(super) fn parameters_seidel() -> String {
    parameters_of("seidel")
}

/// One row a parameter of DeBoer.
pub(super) fn parameters_deboer() -> String {
    parameters_of("deboer")
}

fn parameters_of(model: &str) -> String {
    let def =
        MODELS.iter().find(|def| def.id == model).expect("invariant: the model is in the list");
    let rows = (def.model)().parameters().into_iter().map(|p| {
        vec![
            format!("`{}`", p.symbol),
            p.name.into(),
            number(p.default),
            p.unit.into(),
            p.mark.word().into(),
            p.source.into(),
        ]
    });
    table(&["symbol", "parameter", "value", "unit", "founded", "source"], rows)
}

/// One row a stimulus.
pub(super) fn stimuli() -> String {
    let rows = STIMULI.iter().map(|s| {
        vec![
            format!("`{}`", s.id),
            s.name.into(),
            s.keys.into(),
            s.known.into(),
            s.assumed.into(),
            s.claim.unwrap_or_default().into(),
        ]
    });
    table(&["`kind`", "name", "keys", "known", "assumed", "claim"], rows)
}

/// One row for each part of the responses that are not touch.
pub(super) fn parts() -> String {
    let lists = [
        ("cold_face", course::COLD_FACE),
        ("cold_pressor", course::COLD_PRESSOR),
        ("mental_stress", course::MENTAL_STRESS),
        ("tilt, stand", course::UPRIGHT),
        ("meditation", course::MEDITATION),
        ("slow_breathing", course::LONG_EXHALE),
    ];
    let rows = lists.iter().flat_map(|(id, parts)| {
        parts.iter().map(move |part| {
            let course = part.course;
            vec![
                (*id).into(),
                part.name.into(),
                drive(&part.full),
                format!(
                    "{}, {}, {}",
                    number(course.delay_s),
                    number(course.on_s),
                    number(course.off_s)
                ),
                part.mark.word().into(),
                part.source.into(),
            ]
        })
    });
    table(
        &["stimulus", "part", "drive at full strength", "delay, on, off s", "founded", "source"],
        rows,
    )
}

fn drive(drive: &Drive) -> String {
    let parts = [
        ("u_v", drive.vagal_hz, " Hz"),
        ("u_sh", drive.sympathetic_heart_hz, " Hz"),
        ("u_sp", drive.sympathetic_vessels_hz, " Hz"),
        ("gk", drive.gate_gain, ""),
        ("neck", drive.neck_mmhg, " mmHg"),
        ("stroke", drive.inotropy, ""),
        ("pooled", drive.pooled_ml, " mL"),
    ];
    let said = parts.iter().filter(|(_, value, _)| *value != 0.0);
    let said: Vec<String> =
        said.map(|(symbol, value, unit)| format!("{symbol} {}{unit}", number(*value))).collect();
    said.join(", ")
}

/// One row a switch, with the grade of its claim.
pub(super) fn hypotheses() -> String {
    let rows = HYPOTHESES.iter().map(|h| {
        let claim = evidence::claim(h.claim).expect("invariant: the house test resolves claims");
        vec![
            format!("`{}`", h.id),
            if h.default { "on" } else { "off" }.into(),
            h.on.into(),
            h.off.into(),
            format!("{}: {}", h.claim, claim.grade.words()),
            h.reason.into(),
        ]
    });
    table(&["switch", "default", "on", "off", "claim and its grade", "why the default"], rows)
}

/// One row a station.
pub(super) fn stations() -> String {
    let rows = STATIONS.iter().map(|s| {
        vec![
            format!("`{}`", s.id),
            s.name.into(),
            s.unit.into(),
            s.mark.word().into(),
            s.what.into(),
        ]
    });
    table(&["station", "name", "unit", "founded", "what is known and what is assumed"], rows)
}

/// One item a weak point.
pub(super) fn weak_points() -> String {
    let item = |w: &vagal::sim::WeakPoint| {
        format!("- **{}** ({}). {} {}\n", w.id, w.models.join(", "), w.text, w.advice)
    };
    WEAK_POINTS.iter().map(item).collect()
}

/// One row for each number that is held against an expectation, and how many pass by their standing.
pub(super) fn validation() -> String {
    let rows = validation_rows().expect("invariant: the shipped parameters run");
    let mut out = table(
        &["row", "stimulus", "quantity", "model", "accepted", "in range", "standing", "source"],
        rows.iter().map(|row| {
            vec![
                row.row.to_string(),
                row.stimulus.into(),
                row.quantity.into(),
                format!("{} {}", significant(row.value), row.unit).trim().to_owned(),
                format!("{} to {}", number(row.lo), number(row.hi)),
                if row.passes() { "yes" } else { "**no**" }.into(),
                row.standing.id().into(),
                row.source.into(),
            ]
        }),
    );
    out.push('\n');
    for standing in
        [Standing::Predicted, Standing::Calibrated, Standing::Numerical, Standing::Hypothesis]
    {
        let of_kind = rows.iter().filter(|row| row.standing == standing);
        let passed = of_kind.clone().filter(|row| row.passes()).count();
        out.push_str(&format!("- {}: {passed} of {} in range\n", standing.id(), of_kind.count()));
    }
    out
}

/// Three significant figures: what differs between machines in the last bits does not show.
fn significant(value: f64) -> String {
    // Below this a value is rounding around zero in every row of the table.
    const NOTHING: f64 = 1e-6;
    if value.abs() < NOTHING || !value.is_finite() {
        return number(if value.abs() < NOTHING { 0.0 } else { value });
    }
    let digits = (2 - value.abs().log10().floor() as i32).max(0) as usize;
    format!("{value:.digits$}")
}
