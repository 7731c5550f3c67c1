//! The role of a column, told from its name.

/// Unit of a column of times, as far as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    Seconds,
    Milliseconds,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// RR intervals.
    Rr(Option<TimeUnit>),
    /// Times: elapsed or of the clock.
    Time(Option<TimeUnit>),
    /// Heart rate in beats per minute.
    HeartRate,
    /// A row number.
    Index,
    /// 1 where a program marked the beat as an outlier and replaced its interval.
    Outlier,
    /// Indices of a window: the file is a table of results.
    Result,
    /// Anything else.
    Other,
}

/// Splits `RR_Interval [ms]` or `since_start` into small words, and `rrInterval` also inside.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in name.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()) {
        let mut parts = vec![String::new()];
        let mut before = ' ';
        for c in piece.chars() {
            if c.is_uppercase() && before.is_lowercase() {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.extend(c.to_lowercase());
            }
            before = c;
        }
        if parts.len() > 1 {
            words.push(piece.to_lowercase());
        }
        words.append(&mut parts);
    }
    words
}

/// The role of a column by its name.
pub(crate) fn role(name: &str) -> Role {
    const RR: [&str; 12] = [
        "rr",
        "rri",
        "rris",
        "ibi",
        "ibis",
        "nn",
        "nni",
        "rrinterval",
        "rrintervals",
        "rrms",
        "interbeat",
        "beatinterval",
    ];
    const TIME: [&str; 8] =
        ["time", "timestamp", "timestamps", "date", "datetime", "since", "elapsed", "clock"];
    const RESULT: [&str; 10] =
        ["rmssd", "sdnn", "avnn", "meanrr", "pnn50", "lnrmssd", "lfhf", "sdsd", "nnmean", "lf"];
    // A word beside `rr` that makes the column something else than the interval.
    const NOT_THE_VALUE: [&str; 8] =
        ["code", "id", "count", "quality", "outlier", "mean", "idx", "index"];
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let unit = if has(&["ms", "msec", "millis", "milliseconds", "rrms"]) {
        Some(TimeUnit::Milliseconds)
    } else if has(&["s", "sec", "secs", "second", "seconds"]) {
        Some(TimeUnit::Seconds)
    } else {
        None
    };
    if words.is_empty() || (words.len() == 1 && has(&["index", "n", "nr", "no", "number", "beat"]))
    {
        Role::Index
    } else if has(&RESULT) {
        Role::Result
    } else if has(&["outlier"]) {
        Role::Outlier
    } else if has(&TIME) || (words.first().is_some_and(|w| w == "t") && words.len() <= 2) {
        Role::Time(unit)
    } else if has(&RR) && !has(&NOT_THE_VALUE) {
        Role::Rr(unit)
    } else if has(&["hr", "bpm", "heartrate", "pulse"]) || name.eq_ignore_ascii_case("heart_rate") {
        Role::HeartRate
    } else {
        Role::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_seen_in_the_wild() {
        let ms = Some(TimeUnit::Milliseconds);
        let s = Some(TimeUnit::Seconds);
        for (name, expected) in [
            ("rr", Role::Rr(None)),
            (" rr", Role::Rr(None)),
            ("rr_ms", Role::Rr(ms)),
            ("RR-interval [ms]", Role::Rr(ms)),
            ("RR_Interval", Role::Rr(None)),
            ("IBI (s)", Role::Rr(s)),
            ("rr_time_s", Role::Time(s)),
            ("since start", Role::Time(None)),
            ("timestamp", Role::Time(None)),
            ("Phone timestamp", Role::Time(None)),
            ("Heart_Rate", Role::HeartRate),
            ("heart_rate", Role::HeartRate),
            ("", Role::Index),
            ("index", Role::Index),
            ("R_Peak_Outlier", Role::Outlier),
            ("rMSSD", Role::Result),
            ("NNmean", Role::Result),
            ("rr_code", Role::Other),
            ("BP", Role::Other),
            ("R", Role::Other),
        ] {
            assert_eq!(role(name), expected, "{name}");
        }
    }
}
