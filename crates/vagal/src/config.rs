//! The resolved configuration: every number somebody chose, as it is used.

use vagal_session::Settings;

/// One setting as printed by `vagal config`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Name, as in the code.
    pub name: &'static str,
    /// Value with its unit.
    pub value: String,
    /// Why this value.
    pub reason: &'static str,
}

/// Every setting of a session's assessment, with its reason.
pub fn entries(s: &Settings) -> Vec<Entry> {
    let entry = |name, value, reason| Entry { name, value, reason };
    vec![
        entry(
            "reading",
            format!("{} s", s.reading_s),
            "about 30 beats: sampling error .13 ln units",
        ),
        entry(
            "before",
            format!("at most {} s", s.before_s),
            "house choice: a baseline further back is another state",
        ),
        entry(
            "after",
            format!("the first {} s", s.after_s),
            "fixed in advance, so that no window is picked afterwards",
        ),
        entry(
            "swc_house",
            format!("{} ln units", s.swc_house),
            "house choice, used until own days are known",
        ),
        entry(
            "swc_own_days",
            format!("{} days", s.swc_own_days),
            "plews-2013: half the standard deviation of own days",
        ),
        entry("p_shift", format!("{}", s.p_shift), "probability asked of a shift"),
        entry("p_no_shift", format!("{}", s.p_no_shift), "probability asked of no shift"),
        entry(
            "min_coverage",
            format!("{}", s.min_coverage),
            "house choice: share of a reading covered by intervals",
        ),
        entry(
            "max_corrected",
            format!("{} %", s.max_corrected_pct),
            "house choice: corrected intervals in a reading",
        ),
        entry(
            "timescales",
            format!(
                "{:.0} to {:.0} s, {} steps",
                s.level.timescales_s[0],
                s.level.timescales_s[s.level.timescales_s.len() - 1],
                s.level.timescales_s.len()
            ),
            "how fast the level may wander; all equally likely",
        ),
        entry(
            "level_sd",
            format!(
                "log-normal around {} ln units, sd of ln {}",
                s.level.sd_centre, s.level.sd_log_sd
            ),
            "how far the level may wander",
        ),
        entry(
            "drift_sd",
            format!("{} ln units", s.drift_sd),
            "a straight trend through the compared windows",
        ),
        entry(
            "heart_rate_level",
            format!("log-normal around {} beats a minute", s.heart_rate_level.sd_centre),
            "house choice: how far heart rate may wander",
        ),
        entry(
            "heart_rate_drift_sd",
            format!("{} beats a minute", s.heart_rate_drift_sd),
            "house choice: a straight trend of heart rate through the compared windows",
        ),
        entry(
            "breathing_slope_sd",
            format!("{} ln units per breath a minute", s.breathing_slope_sd),
            "estimated in the session, never plugged in",
        ),
        entry(
            "breathing_reach",
            format!("{} ln units per breath a minute", s.breathing_reach),
            "what the simulator's 15 to 12 a minute moves at the same outflow",
        ),
        entry(
            "breathing_resolution",
            format!("{} a minute", s.breathing_resolution_per_min),
            "house choice: what a minute of breathing can tell",
        ),
        entry(
            "min_breathing_overlap",
            format!("{}", s.min_breathing_overlap),
            "below it a shift cannot be separated from breathing",
        ),
        entry(
            "flag_corrected",
            format!("{} points", s.flag_corrected_points),
            "difference in corrections that is flagged",
        ),
        entry(
            "hold",
            format!("{} s", s.hold_s),
            "how long after the input the in-session hold is looked for (house choice)",
        ),
        entry("hold_draws", format!("{}", s.hold_draws), "draws of the level's path"),
        entry("seed", format!("{}", s.seed), "seed of these draws"),
    ]
}
