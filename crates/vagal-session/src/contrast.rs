//! One comparison: two windows of a session, read in the way of the verdict and in others beside it.

use vagal_core::response::{Hold, Sensitivity};
use vagal_core::session::PhaseName;
use vagal_core::{NnSeries, Unfit, Window};

use crate::level::{Mixture, Reading};
use crate::readings::Stretch;
use crate::shift::{Comparison, Role};
use crate::{Session, Settings, breathing, hold, readings, shift};

/// Most readings taken of a stretch that is not compared: enough to see its wander, cheap to invert.
const MAX_CONTEXT_READINGS: f64 = 40.0;

/// What is compared with what, and how.
pub(crate) struct Contrast<'a> {
    pub(crate) session: &'a Session<'a>,
    pub(crate) before: Window,
    pub(crate) after: Window,
    pub(crate) settings: &'a Settings,
}

/// Posterior of d, and of the slope on breathing where it is in the model.
type Answer = (Mixture, Option<Mixture>);

/// What is read in each stretch of a series.
type Reader = fn(&NnSeries, &[Stretch], &Settings) -> Vec<Reading>;

impl Contrast<'_> {
    /// The answer of the verdict: lnRMSSD over the windows fixed in advance.
    pub(crate) fn ln_rmssd(&self) -> Option<Answer> {
        self.read(readings::ln_rmssd, self.session.nn, self.after, true)
    }

    /// The same without a term for breathing: what a change of breathing would have to explain.
    pub(crate) fn without_breathing(&self) -> Option<Mixture> {
        self.read(readings::ln_rmssd, self.session.nn, self.after, false).map(|(d, _)| d)
    }

    pub(crate) fn heart_rate(&self) -> Option<Mixture> {
        let (readings, roles) = self.gather(readings::heart_rate, self.session.nn, self.after);
        let comparison = Comparison {
            readings: &readings,
            roles: &roles,
            breathing_per_min: None,
            prior: &self.settings.heart_rate_level,
            drift_sd: self.settings.heart_rate_drift_sd,
        };
        shift::fit(&comparison, self.settings).map(|fitted| fitted.shift())
    }

    fn read(
        &self,
        reader: Reader,
        nn: &NnSeries,
        after: Window,
        with_breathing: bool,
    ) -> Option<Answer> {
        let (readings, roles) = self.gather(reader, nn, after);
        let breathing_per_min =
            if with_breathing { self.breathing_of(&readings, &roles) } else { None };
        let comparison = Comparison {
            readings: &readings,
            roles: &roles,
            breathing_per_min,
            prior: &self.settings.level,
            drift_sd: self.settings.drift_sd,
        };
        let fitted = shift::fit(&comparison, self.settings)?;
        Some((fitted.shift(), fitted.breathing_slope()))
    }

    /// Readings of the compared windows and of what was recorded around them, with their roles.
    fn gather(&self, reader: Reader, nn: &NnSeries, after: Window) -> (Vec<Reading>, Vec<Role>) {
        let compared = |window| Stretch { window, reading_s: self.settings.reading_s };
        let context = |window: Window| Stretch {
            window,
            reading_s: self.settings.reading_s.max(window.length_s() / MAX_CONTEXT_READINGS),
        };
        let mut stretches = vec![compared(self.before), compared(after)];
        stretches.extend(self.contexts(after).into_iter().map(context));
        let readings = reader(nn, &stretches, self.settings);
        let inside = |w: Window, r: &Reading| (w.start_s..w.end_s).contains(&r.span.centre_s());
        // Contexts without a reading do not count, so that roles are numbered without a hole.
        let held: Vec<Window> = stretches[2..]
            .iter()
            .map(|s| s.window)
            .filter(|w| readings.iter().any(|r| inside(*w, r)))
            .collect();
        let role = |r: &Reading| {
            if inside(self.before, r) {
                Role::Before
            } else if inside(after, r) {
                Role::After
            } else {
                Role::Context(held.iter().position(|w| inside(*w, r)).unwrap_or(0))
            }
        };
        let roles = readings.iter().map(role).collect();
        (readings, roles)
    }

    /// While the input acted, and after the compared window; not while breathing itself was the input.
    fn contexts(&self, after: Window) -> Vec<Window> {
        let during = self.session.window(PhaseName::During);
        let whole = self.session.quiet_after();
        let late = whole.and_then(|w| Window::new(after.end_s, w.end_s));
        during
            .filter(|_| !self.session.breathing_is_input)
            .into_iter()
            .chain(late)
            .filter(|w| w.length_s() >= self.settings.reading_s)
            .collect()
    }

    /// Breathing in each reading, the mean of the compared phase where one is unknown; `None` if a
    /// compared phase has too little.
    fn breathing_of(&self, readings: &[Reading], roles: &[Role]) -> Option<Vec<f64>> {
        let track = self.session.breathing?;
        let resolution = self.settings.breathing_resolution_per_min;
        for window in [self.before, self.after] {
            breathing::spread(track, window, resolution).filter(|s| s.is_measured())?;
        }
        let (before, after) = (track.mean_in(self.before)?, track.mean_in(self.after)?);
        let rate = |(r, role): (&Reading, &Role)| {
            let fallback = match role {
                Role::Before => before,
                Role::After => after,
                Role::Context(_) => 0.5 * (before + after),
            };
            let window = Window { start_s: r.span.start_s, end_s: r.span.end_s };
            track.mean_in(window).unwrap_or(fallback)
        };
        Some(readings.iter().zip(roles).map(rate).collect())
    }

    /// The same session read in other ways.
    pub(crate) fn sensitivity(&self, breathing_in_model: bool) -> Vec<Sensitivity> {
        let whole = self.session.quiet_after().unwrap_or(self.after);
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
        let recorded = |from_s: f64| whole.start_s + from_s < whole.end_s;
        for (id, text, from_s, to_s) in parts.into_iter().filter(|part| recorded(part.2)) {
            let part = shift::part(whole, from_s, to_s);
            let d = part
                .and_then(|w| self.read(readings::ln_rmssd, self.session.nn, w, true))
                .map(|(d, _)| d);
            let have_s = part.map_or(0.0, Window::length_s);
            row(id, text, d, Unfit::WindowTooShort { need_s: 60.0, have_s });
        }
        let nn = self.session.nn;
        let again = |reader, nn: &NnSeries, with_breathing| {
            self.read(reader, nn, self.after, with_breathing).map(|(d, _)| d)
        };
        // What is left over when the verdict itself could be read: too few kept intervals.
        let too_few = || Unfit::TooFewIntervals { need: 40, have: nn.without_corrected().len() };
        row(
            "per_mean_nn",
            "RMSSD divided by the mean NN interval",
            again(readings::ln_rmssd_per_mean_nn, nn, true),
            too_few(),
        );
        row(
            "corrected_deleted",
            "corrected beats deleted instead of interpolated",
            again(readings::ln_rmssd, &nn.without_corrected(), true),
            too_few(),
        );
        // A prior this narrow leaves no room for a trend: the difference of the two levels as they lie.
        let settings = Settings { drift_sd: 1e-6, ..self.settings.clone() };
        let as_they_lie = Contrast { settings: &settings, ..*self };
        row(
            "without_trend",
            "without the term for a trend within the compared minutes",
            as_they_lie.read(readings::ln_rmssd, nn, self.after, true).map(|(d, _)| d),
            too_few(),
        );
        if breathing_in_model {
            row(
                "without_breathing",
                "without the term for breathing",
                again(readings::ln_rmssd, nn, false),
                too_few(),
            );
        }
        rows
    }

    pub(crate) fn hold(&self, swc: f64) -> Option<Hold> {
        let quiet = self.session.quiet_after()?;
        let end_s = quiet.end_s.min(quiet.start_s + self.settings.hold_s);
        let whole = Window { end_s, ..quiet };
        let read = |window| {
            let stretch = Stretch { window, reading_s: self.settings.reading_s };
            readings::ln_rmssd(self.session.nn, &[stretch], self.settings)
        };
        let (before, after) = (read(self.before), read(whole));
        hold::hold(&before, &after, whole, swc, self.settings)
    }
}
