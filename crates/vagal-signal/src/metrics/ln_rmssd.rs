//! lnRMSSD: the logarithm of RMSSD, in which sessions are compared.

use vagal_core::{LnMs, NnSeries, Unfit, Value};

use super::{Domain, MetricDef, def::beyond_range, rmssd::rmssd};

/// Natural logarithm of [`rmssd`] in milliseconds.
///
/// - **Unit** ln ms; a change of 0.1 is about 10%. **Range** any number.
/// - **Needs** what RMSSD needs, and some variation. Between 5 and 10% corrected intervals it is still given, with
///   caution, where RMSSD is not.
/// - **Source** `plews-2013`; RMSSD is skewed across and within people, its logarithm hardly.
///
/// # Errors
///
/// As [`rmssd`], and [`Unfit::NoVariation`] for a constant series.
///
/// ```
/// # use vagal_core::{NnSeries, Unfit};
/// # use vagal_signal::metrics::ln_rmssd;
/// let nn = NnSeries::from_ms(&[800.0, 810.0, 790.0, 805.0]).unwrap();
/// // ln 15.546 = 2.744
/// assert_eq!(ln_rmssd(&nn).unwrap().to_string(), "2.74 ln ms");
/// assert_eq!(ln_rmssd(&NnSeries::from_ms(&[800.0; 9]).unwrap()), Err(Unfit::NoVariation));
/// ```
pub fn ln_rmssd(nn: &NnSeries) -> Result<LnMs, Unfit> {
    let rmssd_ms = rmssd(nn)?.as_ms();
    if rmssd_ms <= 0.0 {
        return Err(Unfit::NoVariation);
    }
    LnMs::new(rmssd_ms.ln()).ok_or_else(beyond_range)
}

pub(super) const DEF: MetricDef = MetricDef {
    id: "ln_rmssd",
    symbol: "lnRMSSD",
    name: "natural logarithm of RMSSD",
    domain: Domain::Time,
    unit: LnMs::LABEL,
    source: "plews-2013",
    min_seconds: 60.0,
    max_corrected_pct: 10.0,
    needs_regular_rhythm: true,
    definition: "natural logarithm of RMSSD in ms. Given with caution up to 10% corrected intervals.",
    reads_as: "as RMSSD; the scale on which sessions and days are compared",
    compute: |c| ln_rmssd(c.nn).map(Value::LnMs),
};
