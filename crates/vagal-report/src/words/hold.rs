//! In-session hold in words: how long the shift was seen while the recording lasted.

use vagal_core::response::{SessionResponse, Verdict};

use super::{decimal, odds};

/// One sentence on the hold; `None` where the verdict leaves nothing to hold.
pub fn hold(response: &SessionResponse) -> Option<String> {
    if response.verdict != Verdict::ShiftedUp {
        return None;
    }
    let Some(hold) = response.hold else {
        return Some("How long it held cannot be read from this recording.".into());
    };
    if hold.censored {
        return Some(format!(
            "It was still there {} min after the input, as long as it was followed ({}).",
            decimal(hold.minutes, 0),
            odds(hold.p_still_above)
        ));
    }
    let still = if hold.p_still_above >= 0.05 {
        format!("; {} that it was still there at the end", odds(hold.p_still_above))
    } else {
        String::new()
    };
    Some(format!(
        "It fell back below that change about {} min after the input (95% range {} to {}){still}.",
        decimal(hold.minutes, 0),
        decimal(hold.lo, 0),
        decimal(hold.hi, 0),
    ))
}
