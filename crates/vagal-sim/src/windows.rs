//! Windows of a scenario: before, during each stimulus or set of them, after, later.

use vagal_core::Window;

use crate::scenario::Scenario;
use crate::stimulus::Stimulus;

/// A stretch of a scenario in which the same stimuli act.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedWindow {
    /// `before`, `after`, `later`, `rest`, or the stimuli that act, joined by ` + `.
    pub name: String,
    /// From when to when.
    pub window: Window,
}

/// The start of a run is left out: the state at time 0 is not that of the person at rest, s.
const SETTLING_S: f64 = 60.0;
/// Length of `after`, s: the after-window of a session.
const AFTER_S: f64 = 600.0;
/// Shorter stretches are no windows, s.
const SHORTEST_S: f64 = 10.0;
/// More stretches than this are shown as one: a table of drives by the second is no list of windows.
const MOST: usize = 40;

impl Scenario {
    /// The windows in which a run is read. Stimuli that act from start to end mark no boundary.
    pub fn windows(&self) -> Vec<NamedWindow> {
        let end_s = self.duration_s;
        let from_s = if end_s > 2.0 * SETTLING_S { SETTLING_S } else { 0.0 };
        let whole = |name: &str| vec![named(name, from_s, end_s)];
        let marking: Vec<&Stimulus> =
            self.stimuli.iter().filter(|s| s.start_s > 0.0 || s.end_s < end_s).collect();
        if marking.is_empty() {
            let names: Vec<&str> = self.stimuli.iter().map(|s| s.kind.id()).collect();
            return whole(if names.is_empty() { "rest" } else { "during" });
        }
        let mut edges: Vec<f64> = marking
            .iter()
            .flat_map(|s| [s.start_s, s.end_s])
            .filter(|edge| (0.0..end_s).contains(edge))
            .chain([0.0, end_s])
            .collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        if edges.len() > MOST {
            return whole("whole");
        }
        let first_s = marking.iter().map(|s| s.start_s).fold(f64::INFINITY, f64::min);
        let last_s = marking.iter().map(|s| s.end_s).fold(0.0, f64::max);
        let mut windows = Vec::new();
        for edge in edges.windows(2) {
            let (start_s, stop_s) = (edge[0], edge[1]);
            if start_s >= last_s {
                let after_s = (start_s + AFTER_S).min(stop_s);
                windows.push(named("after", start_s, after_s));
                windows.push(named("later", after_s, stop_s));
                continue;
            }
            let middle_s = 0.5 * (start_s + stop_s);
            let mut names: Vec<&str> = Vec::new();
            for stimulus in marking.iter().filter(|s| s.is_on(middle_s)) {
                if !names.contains(&stimulus.kind.id()) {
                    names.push(stimulus.kind.id());
                }
            }
            let name = match (names.is_empty(), stop_s <= first_s) {
                (true, true) => "before".to_owned(),
                (true, false) => "between".to_owned(),
                (false, _) => names.join(" + "),
            };
            let start_s = if start_s < from_s && stop_s > 2.0 * from_s { from_s } else { start_s };
            windows.push(named(&name, start_s, stop_s));
        }
        windows.retain(|w| w.window.length_s() >= SHORTEST_S);
        if windows.is_empty() { whole("whole") } else { windows }
    }
}

fn named(name: &str, start_s: f64, end_s: f64) -> NamedWindow {
    NamedWindow { name: name.to_owned(), window: Window { start_s, end_s } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Massage, StimulusKind};

    fn shown(scenario: &Scenario) -> Vec<(String, f64, f64)> {
        let windows = scenario.windows();
        windows.into_iter().map(|w| (w.name, w.window.start_s, w.window.end_s)).collect()
    }

    #[test]
    fn windows_follow_the_stimuli() {
        let touch = StimulusKind::Massage(Massage::MODERATE_SLOW);
        let rest = Scenario::rest(3600.0, 1);
        assert_eq!(shown(&rest), [("rest".into(), 60.0, 3600.0)]);
        let two = rest
            .with(600.0, 1200.0, touch)
            .with(900.0, 1500.0, StimulusKind::MentalStress(1.0))
            .with(0.0, 3600.0, StimulusKind::BetaBlock(1.0));
        assert_eq!(
            shown(&two),
            [
                ("before".into(), 60.0, 600.0),
                ("massage".into(), 600.0, 900.0),
                ("massage + mental_stress".into(), 900.0, 1200.0),
                ("mental_stress".into(), 1200.0, 1500.0),
                ("after".into(), 1500.0, 2100.0),
                ("later".into(), 2100.0, 3600.0),
            ]
        );
    }
}
