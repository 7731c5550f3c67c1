//! The clearest peak of a periodogram, and how much of the power it holds.

use crate::spectrum::Periodogram;

/// A peak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    /// Centre of its power, Hz.
    pub(super) rate_hz: f64,
    /// Power within `half_width_hz` of its top.
    pub(super) power: f64,
    /// That, over the power of the whole range, 0 to 1.
    pub(super) share: f64,
}

/// The stretch of width 2 `half_width_hz` that holds most power between `low_hz` and `high_hz`; `None` without power or
/// room.
///
/// A peak at the edge of the range is none: what rises toward the edge has its top elsewhere.
pub(super) fn strongest(
    density: &Periodogram,
    low_hz: f64,
    high_hz: f64,
    half_width_hz: f64,
) -> Option<Peak> {
    let first = (low_hz / density.step_hz).ceil() as usize;
    let last = ((high_hz / density.step_hz).floor() as usize).min(density.density.len() - 1);
    let around = |k: usize| {
        let centre_hz = k as f64 * density.step_hz;
        density.power(centre_hz - half_width_hz, centre_hz + half_width_hz)
    };
    let top = (first..=last).max_by(|&a, &b| around(a).total_cmp(&around(b)))?;
    if top == first || top == last {
        return None;
    }
    let top_hz = top as f64 * density.step_hz;
    let (low_edge_hz, high_edge_hz) = (top_hz - half_width_hz, top_hz + half_width_hz);
    let (mut moment, mut mass) = (0.0, 0.0);
    for (f, p) in density.points().filter(|(f, _)| (low_edge_hz..=high_edge_hz).contains(f)) {
        moment += f * p;
        mass += p;
    }
    let whole = density.power(low_hz - half_width_hz, high_hz + half_width_hz);
    let power = around(top);
    (mass > 0.0 && whole > 0.0).then(|| Peak {
        rate_hz: moment / mass,
        power,
        share: (power / whole).min(1.0),
    })
}
