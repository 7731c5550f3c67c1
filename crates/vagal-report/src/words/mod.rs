//! Every sentence a page says, in one place: the terminal and the HTML page say the same words.

mod context;
mod evidence;
pub mod experiment;
pub mod fade;
pub mod framework;
mod guide;
mod hold;
mod known;
mod number;
pub mod person;
pub mod plan;
mod resonance;
mod rhythm;
mod safety;
mod simulate;
mod title;
mod verdict;

pub(crate) use context::breathing_source;
pub use context::{ContextLine, context, sensitivity};
pub use evidence::{claim_in_vagal, claim_status, grade_meaning, standing};
pub use guide::{
    EQUAL_RANK, SUPPRESSED, WHAT_ADVICE_IS, at_most_wrong, changed, figure, guide_answer,
    guide_rate, rule_claims, rule_list, rule_state, threshold, worth_a_line,
};
pub use hold::hold;
pub use known::{HOW_TO_READ_HRV, HOW_TO_READ_PRV, error_rates, how_to_read, literature_against};
pub use number::{
    change_pct, clock, count, decimal, duration, ln_to_pct, odds, probability, range_pct,
    share_pct, signed, swc_pct, value_number,
};
pub use resonance::{
    HOLDS_POORLY, WHAT_A_SWING_IS, resonance_answer, resonance_reason, search_rate, swing_limits,
};
pub use rhythm::rhythm;
pub use safety::{
    ALL_PAUSED, NEEDS_REVIEW, WHAT_A_CHECK_IS, by_silence, gate, item_name, item_sources, level,
    safety_answer,
};
pub(crate) use simulate::minutes;
pub use simulate::{ONE_LOOP, founded, simulate_answer, simulate_title};
pub(crate) use title::grade_letter;
pub use title::{quality_line, sensor_name, title, title_pieces};
pub(crate) use verdict::capital;
pub use verdict::{Answer, answer, swc_source, variability};
