//! One comparison: two windows of a session, read in the way of the verdict and in others beside it.

use vagal_core::response::{Hold, Sensitivity};
use vagal_core::session::PhaseName;
use vagal_core::{NnSeries, Unfit, Window};

use crate::level::{Mixture, Reading};
use crate::shift::Comparison;
use crate::{Session, Settings, breathing, hold, readings, shift};

/// What is compared with what, and how.
pub(crate) struct Contrast<'a> {
    pub(crate) session: &'a Session<'a>,
    pub(crate) before: Window,
    pub(crate) after: Window,
    pub(crate) settings: &'a Settings,
}

impl Contrast<'_> {
    /// Posterior of d and of the slope on breathing.
    pub(crate) fn ln_rmssd(
        &self,
        nn: &NnSeries,
        after: Window,
        with_breathing: bool,
    ) -> Option<(Mixture, Option<Mixture>)> {
        let readings = readings::ln_rmssd(nn, &[self.before, after], self.settings);
        self.fit(&readings, with_breathing)
    }

    fn fit(
        &self,
        readings: &[Reading],
        with_breathing: bool,
    ) -> Option<(Mixture, Option<Mixture>)> {
        let breathing_per_min = if with_breathing { self.breathing_of(readings) } else { None };
        let comparison = Comparison {
            readings,
            after_start_s: self.after.start_s,
            breathing_per_min,
            prior: &self.settings.level,
            drift_sd: self.settings.drift_sd,
        };
        let fitted = shift::fit(&comparison, self.settings)?;
        Some((fitted.shift(), fitted.breathing_slope()))
    }

    pub(crate) fn heart_rate(&self) -> Option<Mixture> {
        let readings =
            readings::heart_rate(self.session.nn, &[self.before, self.after], self.settings);
        let comparison = Comparison {
            readings: &readings,
            after_start_s: self.after.start_s,
            breathing_per_min: None,
            prior: &self.settings.heart_rate_level,
            drift_sd: self.settings.heart_rate_drift_sd,
        };
        shift::fit(&comparison, self.settings).map(|fitted| fitted.shift())
    }

    /// Breathing in each reading, the phase's mean where one is unknown; `None` if a phase has too little.
    fn breathing_of(&self, readings: &[Reading]) -> Option<Vec<f64>> {
        let track = self.session.breathing?;
        let resolution = self.settings.breathing_resolution_per_min;
        breathing::spread(track, self.before, resolution)?;
        breathing::spread(track, self.after, resolution)?;
        let (before, after) = (track.mean_in(self.before)?, track.mean_in(self.after)?);
        let rate = |r: &Reading| {
            let fallback = if r.span.centre_s() < self.after.start_s { before } else { after };
            let window = Window { start_s: r.span.start_s, end_s: r.span.end_s };
            track.mean_in(window).unwrap_or(fallback)
        };
        Some(readings.iter().map(rate).collect())
    }

    /// The same session read in other ways.
    pub(crate) fn sensitivity(&self, breathing_in_model: bool) -> Vec<Sensitivity> {
        let whole = self.session.window(PhaseName::After).unwrap_or(self.after);
        let mut rows = Vec::new();
        let mut row = |id, text: &str, d: Option<Mixture>, unfit: Unfit| {
            let ln_rmssd = d.map(|m| shift::estimate(&m)).ok_or(unfit);
            rows.push(Sensitivity { id, text: text.into(), ln_rmssd });
        };
        let parts = [
            ("after_0_5", "minutes 0 to 5 after", 0.0, 300.0),
            ("after_5_10", "minutes 5 to 10 after", 300.0, 600.0),
            ("after_10_15", "minutes 10 to 15 after", 600.0, 900.0),
        ];
        for (id, text, from_s, to_s) in parts {
            let part = shift::part(whole, from_s, to_s);
            let d = part.and_then(|w| self.ln_rmssd(self.session.nn, w, true)).map(|(d, _)| d);
            let have_s = part.map_or(0.0, Window::length_s);
            row(id, text, d, Unfit::WindowTooShort { need_s: 60.0, have_s });
        }
        let windows = [self.before, self.after];
        let per_mean = readings::ln_rmssd_per_mean_nn(self.session.nn, &windows, self.settings);
        let too_few = |n| Unfit::TooFewIntervals { need: 4, have: n };
        row(
            "per_mean_nn",
            "RMSSD divided by the mean NN interval",
            self.fit(&per_mean, true).map(|(d, _)| d),
            too_few(per_mean.len()),
        );
        let kept = self.session.nn.without_corrected();
        row(
            "corrected_deleted",
            "corrected beats deleted instead of interpolated",
            self.ln_rmssd(&kept, self.after, true).map(|(d, _)| d),
            too_few(0),
        );
        if breathing_in_model {
            row(
                "without_breathing",
                "without the term for breathing",
                self.ln_rmssd(self.session.nn, self.after, false).map(|(d, _)| d),
                too_few(0),
            );
        }
        rows
    }

    pub(crate) fn hold(&self, swc: f64) -> Option<Hold> {
        let mut whole = self.session.window(PhaseName::After)?;
        if let Some(moved_at_s) = self.session.circumstances.moved_at_s {
            whole.end_s = whole.end_s.min(moved_at_s.max(whole.start_s));
        }
        let before = readings::ln_rmssd(self.session.nn, &[self.before], self.settings);
        let after = readings::ln_rmssd(self.session.nn, &[whole], self.settings);
        hold::hold(&before, &after, whole, swc, self.settings)
    }
}
