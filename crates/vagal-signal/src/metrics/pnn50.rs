//! pNN50: share of large beat-to-beat differences.

use vagal_core::{NnSeries, Percent, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range};

/// A difference counts if it is larger than this, ms.
const LARGE_MS: f64 = 50.0;
/// Fewest neighbouring pairs of intervals, as for RMSSD.
const MIN_PAIRS: usize = 2;

/// Share of successive differences larger than 50 ms, over the number of differences.
///
/// ```text
/// pNN50 = 100 · #{ |NN[i+1] − NN[i]| > 50 ms } / P     over the P pairs of neighbours
/// ```
///
/// - **Unit** %. **Range** 0 to 100.
/// - **Needs** two pairs to be defined; the registry asks for 60 s, as for RMSSD.
/// - **Peers differ** some divide by the number of intervals, some count a difference of exactly 50 ms: with intervals
///   on a coarse grid that changes the value. Here: strictly larger, over the number of differences.
/// - **Gaps** no difference is taken across one.
/// - **Source** `mietus-2002`.
///
/// # Errors
///
/// [`Unfit::TooFewPairs`] when fewer than two neighbouring pairs survive correction.
///
/// ```
/// # use vagal_core::NnSeries;
/// # use vagal_signal::metrics::pnn50;
/// // differences 50, −60, 10, 55: two of four are larger than 50
/// let nn = NnSeries::from_ms(&[800.0, 850.0, 790.0, 800.0, 855.0]).unwrap();
/// assert_eq!(pnn50(&nn).unwrap().to_string(), "50.0 %");
/// ```
pub fn pnn50(nn: &NnSeries) -> Result<Percent, Unfit> {
    let (mut large, mut pairs) = (0_usize, 0_usize);
    for difference_ms in nn.successive_differences() {
        pairs += 1;
        large += usize::from(difference_ms.abs() > LARGE_MS);
    }
    if pairs < MIN_PAIRS {
        return Err(Unfit::TooFewPairs { need: MIN_PAIRS, have: pairs });
    }
    Percent::new(100.0 * large as f64 / pairs as f64).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "pnn50",
    symbol: "pNN50",
    name: "share of successive differences larger than 50 ms",
    domain: Domain::Time,
    unit: Percent::LABEL,
    source: "mietus-2002",
    min_seconds: 60.0,
    max_corrected_pct: 5.0,
    needs_regular_rhythm: true,
    definition: "share of successive differences strictly larger than 50 ms, over the number of differences. No \
                 difference is taken across a gap.",
    reads_as: "as RMSSD, but it saturates at 0 and loses detail on both ends; kept for comparison with older work",
    compute: |c| pnn50(c.nn).map(Value::Percent),
};
