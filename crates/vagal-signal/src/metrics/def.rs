//! `MetricDef`: what the registry knows about an index, and the gates every index passes before it is computed.

use std::cell::OnceCell;

use vagal_core::{BreathingRate, BreathingSource, NnSeries, Unfit, Value};

use crate::spectrum::Spectrum;

/// What an index is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Level of the heart rate.
    Rate,
    /// Variability by statistics of intervals.
    Time,
    /// Variability by frequency.
    Frequency,
    /// Breathing.
    Breathing,
}

impl Domain {
    /// In words, for tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Time => "time domain",
            Self::Frequency => "frequency domain",
            Self::Breathing => "breathing",
        }
    }
}

/// One index: everything the command line, the documents, the columns and the tests need to know.
#[derive(Clone, Copy, Debug)]
pub struct MetricDef {
    /// Key in JSON and CSV.
    pub id: &'static str,
    /// As printed.
    pub symbol: &'static str,
    /// In words.
    pub name: &'static str,
    /// What it is computed from.
    pub domain: Domain,
    /// Unit of the value, the label of its [`Value`].
    pub unit: &'static str,
    /// Key of the source of the definition.
    pub source: &'static str,
    /// Seconds of intervals it asks for.
    pub min_seconds: f64,
    /// Largest share of corrected intervals it bears, per cent.
    pub max_corrected_pct: f64,
    /// True if it is only defined for a regular sinus rhythm.
    pub needs_regular_rhythm: bool,
    /// Definition with its limits, for the documents.
    pub definition: &'static str,
    /// What it may be read as, and what not.
    pub reads_as: &'static str,
    /// The computation, after the gates.
    pub compute: fn(&Context<'_>) -> Result<Value, Unfit>,
}

impl MetricDef {
    /// The value of the index, or why there is none.
    ///
    /// The gates, in this order: rhythm, length of the window, share of corrected intervals, then the index's own.
    ///
    /// A window of 300 s holds whole intervals that cover a little less, and a recording of "five minutes" often lasts 298 s, so
    /// two mean intervals or 2%, whichever is more, are forgiven.
    ///
    /// # Errors
    ///
    /// An [`Unfit`] that names the gate it failed at.
    pub fn evaluate(&self, context: &Context<'_>) -> Result<Value, Unfit> {
        if let (true, Some(refusal)) = (self.needs_regular_rhythm, &context.rhythm) {
            return Err(refusal.clone());
        }
        require_seconds(context.nn, self.min_seconds)?;
        let found_pct = context.nn.corrected_pct();
        if found_pct > self.max_corrected_pct {
            return Err(Unfit::TooManyCorrections { limit_pct: self.max_corrected_pct, found_pct });
        }
        (self.compute)(context)
    }
}

/// What an index may look at: one window, its breathing, its rhythm, and its spectrum, computed once.
#[derive(Debug)]
pub struct Context<'a> {
    /// The NN intervals of the window.
    pub nn: &'a NnSeries,
    /// Breathing in the window.
    pub breathing: &'a Result<BreathingRate, Unfit>,
    /// Why the rhythm gate refuses indices of variability, if it does.
    pub rhythm: Option<Unfit>,
    spectrum: OnceCell<Result<Spectrum, Unfit>>,
}

impl<'a> Context<'a> {
    /// The context of one window.
    pub fn new(
        nn: &'a NnSeries,
        breathing: &'a Result<BreathingRate, Unfit>,
        rhythm: Option<Unfit>,
    ) -> Self {
        Self { nn, breathing, rhythm, spectrum: OnceCell::new() }
    }

    /// The spectrum of the window, computed at the first call.
    ///
    /// # Errors
    ///
    /// As [`Spectrum::of`], and [`Unfit::TooManyGaps`] if more than a fifth of the window lies in gaps.
    pub fn spectrum(&self) -> Result<&Spectrum, Unfit> {
        self.spectrum
            .get_or_init(|| {
                require_few_gaps(self.nn)?;
                Spectrum::of(self.nn)
            })
            .as_ref()
            .map_err(Unfit::clone)
    }

    /// The breathing rate in Hz if it can be trusted in this rhythm.
    ///
    /// # Errors
    ///
    /// The reason of the breathing, or that of the rhythm for a rate that was read from it.
    pub fn breathing_hz(&self) -> Result<f64, Unfit> {
        let breathing = self.breathing.as_ref().map_err(Unfit::clone)?;
        if let (Some(refusal), BreathingSource::Rr) = (&self.rhythm, breathing.source) {
            return Err(refusal.clone());
        }
        Ok(breathing.rate.as_hz())
    }
}

/// Largest share of a window in gaps that a spectrum bears, per cent. House choice: beyond it the holes, not the heart,
/// begin to shape the spectrum.
const MAX_GAPS_PCT: f64 = 20.0;

fn require_few_gaps(nn: &NnSeries) -> Result<(), Unfit> {
    let [Some(first), Some(last)] = [nn.as_slice().first(), nn.as_slice().last()] else {
        return Ok(());
    };
    let span_s = last.end_s - first.start_s();
    let found_pct = 100.0 * (1.0 - nn.covered_s() / span_s);
    if found_pct > MAX_GAPS_PCT {
        return Err(Unfit::TooManyGaps {
            limit_pct: MAX_GAPS_PCT,
            found_pct: found_pct.min(100.0),
        });
    }
    Ok(())
}

/// Share of the asked-for seconds that may be missing.
const FORGIVEN: f64 = 0.02;

/// Refuses a series that covers fewer seconds than asked for, two mean intervals or 2% forgiven.
///
/// # Errors
///
/// [`Unfit::WindowTooShort`].
pub(super) fn require_seconds(nn: &NnSeries, need_s: f64) -> Result<(), Unfit> {
    let have_s = nn.covered_s();
    let edges_s = 2.0 * nn.mean_ms().unwrap_or(0.0).min(2000.0) / 1000.0;
    if have_s + edges_s.max(FORGIVEN * need_s) < need_s {
        return Err(Unfit::WindowTooShort { need_s, have_s });
    }
    Ok(())
}

/// The refusal for a number that no heart can give: an overflow of absurd intervals.
pub(super) fn beyond_range() -> Unfit {
    Unfit::SignalTooPoor { found: "intervals beyond the range of any heart".into() }
}
