//! The two passes over a diary: forward with a record of what happened, and back along it.

use super::jump::{self, Jump, Kick};
use super::observe::{self, Seen, Update};
use super::predict::{self, Rates, Step};
use super::regime::Prepared;
use super::tilt::{self, Tilt};
use super::{Pass, Smoothed};
use crate::channel::{Covariate, Path};
use crate::event::{Event, Reading, Session};
use crate::model::{ChannelLayout, Layout};

mod smooth;

/// A symmetric matrix; only the lower half is kept up.
pub(super) type Symmetric<const N: usize> = [[f64; N]; N];

#[inline(always)]
pub(super) fn at<const N: usize>(m: &Symmetric<N>, i: usize, j: usize) -> f64 {
    if i >= j { m[i][j] } else { m[j][i] }
}

#[inline(always)]
pub(super) fn times<const N: usize>(m: &Symmetric<N>, v: &[f64; N]) -> [f64; N] {
    let mut out = [0.0; N];
    for (i, out) in out.iter_mut().enumerate() {
        for (j, v) in v.iter().enumerate() {
            *out += at(m, i, j) * v;
        }
    }
    out
}

/// The belief: mean and excess covariance, and the direct effect on the tissue, which is known given the parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct State<const N: usize> {
    pub(super) mean: [f64; N],
    pub(super) excess: Symmetric<N>,
}

impl<const N: usize> State<N> {
    pub(super) const EMPTY: Self = Self { mean: [0.0; N], excess: [[0.0; N]; N] };
}

/// Adjoints of a [`State`]; of the matrix as if all its entries were free.
pub(super) type Adjoint<const N: usize> = State<N>;

/// The stationary law Σ of baseline and muscles: Var b, and Cov(b, m) = Var m.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stationary {
    pub(super) baseline: f64,
    pub(super) muscle: f64,
}

/// Adjoints of a [`Stationary`].
pub(super) type StationaryBar = Stationary;

/// A reading as it was predicted just before it came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Innovation {
    /// Which event.
    pub(crate) event: usize,
    /// Reading less prediction.
    pub(crate) error: f64,
    /// Predictive variance.
    pub(crate) variance: f64,
}

/// The record of a pass.
pub(super) struct Tape<const N: usize> {
    rates: Vec<Rates<N>>,
    rate_bars: Vec<[f64; N]>,
    steps: Vec<Step<N>>,
    jumps: Vec<Jump<N>>,
    updates: Vec<Update<N>>,
    updated: Vec<usize>,
    tissue: Vec<f64>,
    last: State<N>,
    waits: Vec<Tilt<N>>,
    bookings: Vec<Tilt<N>>,
}

impl<const N: usize> Tape<N> {
    pub(super) fn new(diary: &Prepared) -> Self {
        let events = diary.events.len();
        let sessions = diary.events.iter().filter(|e| e.session.is_some()).count();
        let updated: Vec<usize> =
            (0..events).filter(|&t| diary.events[t].reading.is_some()).collect();
        let rates = Rates { rate: [0.0; N], inverse: [0.0; N], speed: 1.0 };
        Self {
            rates: vec![rates; diary.regimes.len()],
            rate_bars: vec![[0.0; N]; diary.regimes.len()],
            steps: vec![Step::EMPTY; events],
            jumps: vec![Jump::EMPTY; sessions],
            updates: vec![Update::EMPTY; updated.len()],
            updated,
            tissue: vec![0.0; events],
            last: State::EMPTY,
            waits: Vec::new(),
            bookings: Vec::new(),
        }
    }

    fn set_rates(&mut self, theta: &[f64], layout: &Layout, diary: &Prepared) {
        let ln_2 = std::f64::consts::LN_2;
        let mut base = [0.0; N];
        for (j, rate) in base.iter_mut().enumerate().take(layout.inputs) {
            *rate = ln_2 / theta[layout.half_life + j];
        }
        base[N - 3] = ln_2 / theta[layout.slow];
        base[N - 2] = ln_2 / theta[layout.baseline_half_life];
        base[N - 1] = ln_2 / theta[layout.muscle_half_life];
        for (rates, regime) in self.rates.iter_mut().zip(&diary.regimes) {
            let speed = (layout.load_decay.of(theta, regime.load)
                - theta[layout.correction] * regime.corrected)
                .exp();
            let mut rate = base;
            for rate in &mut rate[..N - 2] {
                *rate *= speed;
            }
            let mut inverse = [0.0; N];
            for i in 0..N - 1 {
                inverse[i] = 1.0 / (rate[N - 1] - rate[i]);
            }
            *rates = Rates { rate, inverse, speed };
        }
    }

    fn forward(&mut self, theta: &[f64], layout: &Layout, diary: &Prepared) -> f64 {
        self.set_rates(theta, layout, diary);
        let stationary = stationary::<N>(theta, layout);
        let mut state = State::<N>::EMPTY;
        let mut tissue = 0.0;
        let mut sum = 0.0;
        // Logarithms of variances are taken of products of eight, which cannot leave the range of a float.
        let mut product = LogProduct::default();
        let (mut jumps, mut updates) = (0, 0);
        if layout.booking.is_some() {
            self.waits.resize(diary.events.len(), Tilt::EMPTY);
            self.bookings.resize(self.jumps.len(), Tilt::EMPTY);
        }
        for (t, event) in diary.events.iter().enumerate() {
            let rates = &self.rates[diary.regime[t]];
            predict::forward(&mut state, rates, event.gap_days, &mut self.steps[t]);
            if let Some(direct) = layout.direct {
                self.tissue[t] = tissue;
                let rate = std::f64::consts::LN_2 / theta[direct.half_life];
                tissue *= (-rate * event.gap_days).exp();
            }
            if let Some(booking) = layout.booking.filter(|_| t < diary.booked_until) {
                let (pull, rate) = (theta[booking.pull], theta[booking.rate]);
                let part = layout.load_pull.of(theta, event.load);
                let expected = rate * event.gap_days;
                let wait = &mut self.waits[t];
                sum += tilt::waited(&mut state, stationary, pull, expected, part, wait);
                if event.session.is_some_and(|s| layout.booked(s.input)) {
                    let tilt = &mut self.bookings[jumps];
                    sum += tilt::booked(&mut state, stationary, pull, rate.ln(), part, tilt);
                }
            }
            if let Some(session) = event.session {
                let kick = kick(theta, layout, event, &session);
                jump::forward(&mut state, kick, &mut self.jumps[jumps]);
                jumps += 1;
                if let Some(direct) = layout.direct {
                    tissue += theta[direct.effect + session.input] * session.dose;
                }
            }
            if let Some(reading) = event.reading {
                let seen = seen(theta, layout, event, &reading, tissue);
                let update = &mut self.updates[updates];
                sum += observe::forward(&mut state, stationary, &seen, update);
                if !(update.variance > 0.0 && update.variance.is_finite()) {
                    return f64::NEG_INFINITY;
                }
                product.times(update.variance);
                updates += 1;
            }
        }
        self.last = state;
        sum - 0.5 * product.ln()
    }

    /// `watch` sees the adjoint of the state after each event, the last event first.
    fn backward(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        out: &mut [f64],
        mut watch: impl FnMut(usize, &Adjoint<N>),
    ) {
        out.fill(0.0);
        self.rate_bars.fill([0.0; N]);
        let mut bar = Adjoint::<N>::EMPTY;
        let mut stationary_bar = StationaryBar::default();
        let mut tissue_bar = 0.0;
        let (mut jumps, mut updates) = (self.jumps.len(), self.updates.len());
        for (t, event) in diary.events.iter().enumerate().rev() {
            watch(t, &bar);
            if let Some(reading) = event.reading {
                updates -= 1;
                let update = &self.updates[updates];
                let seen = observe::backward(&mut bar, &mut stationary_bar, update);
                let channel = &layout.channels[reading.channel];
                seen_back(theta, layout, channel, event, &seen, out);
                if channel.direct && layout.direct.is_some() {
                    tissue_bar -= seen.offset;
                }
            }
            if let Some(session) = event.session {
                jumps -= 1;
                if let Some(direct) = layout.direct {
                    out[direct.effect + session.input] += tissue_bar * session.dose;
                }
                let kick_bar = jump::backward(&mut bar, &self.jumps[jumps]);
                kick_back(theta, layout, event, &session, &self.jumps[jumps].kick, &kick_bar, out);
            }
            if let Some(booking) = layout.booking.filter(|_| t < diary.booked_until) {
                let (pull, rate) = (theta[booking.pull], theta[booking.rate]);
                let mut add = |tilt: tilt::TiltBar| {
                    out[booking.pull] += tilt.pull;
                    out[booking.rate] += tilt.ln_rate / rate;
                    layout.load_pull.back(tilt.level, event.load, out);
                };
                if event.session.is_some_and(|s| layout.booked(s.input)) {
                    let tilt = &self.bookings[jumps];
                    add(tilt::booked_back(&mut bar, &mut stationary_bar, pull, tilt));
                }
                let expected = rate * event.gap_days;
                let wait = &self.waits[t];
                add(tilt::waited_back(&mut bar, &mut stationary_bar, pull, expected, wait));
            }
            if let Some(direct) = layout.direct {
                let half_life = theta[direct.half_life];
                let rate = std::f64::consts::LN_2 / half_life;
                let kept = (-rate * event.gap_days).exp();
                // kept = e^{−rate·gap}, rate = ln 2/hl.
                out[direct.half_life] +=
                    tissue_bar * self.tissue[t] * kept * event.gap_days * rate / half_life;
                tissue_bar *= kept;
            }
            let regime = diary.regime[t];
            let (rates, rate_bar) = (&self.rates[regime], &mut self.rate_bars[regime]);
            predict::backward(&mut bar, rates, event.gap_days, &self.steps[t], rate_bar);
        }
        self.rates_back(theta, layout, diary, stationary_bar, out);
    }

    /// From adjoints of rates and of Σ to those of half-lives, load, correction and the baseline's sd.
    fn rates_back(
        &self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        stationary_bar: StationaryBar,
        out: &mut [f64],
    ) {
        let mut base_bar = [0.0; N];
        for ((rates, bar), regime) in self.rates.iter().zip(&self.rate_bars).zip(&diary.regimes) {
            let mut along = 0.0;
            for i in 0..N - 2 {
                base_bar[i] += rates.speed * bar[i];
                along += rates.rate[i] * bar[i];
            }
            base_bar[N - 2] += bar[N - 2];
            base_bar[N - 1] += bar[N - 1];
            layout.load_decay.back(along, regime.load, out);
            out[layout.correction] -= along * regime.corrected;
        }
        let ln_2 = std::f64::consts::LN_2;
        let (k_b, kappa) =
            (ln_2 / theta[layout.baseline_half_life], ln_2 / theta[layout.muscle_half_life]);
        let sd = theta[layout.baseline_sd];
        let both = kappa + k_b;
        let coupling = kappa / both;
        out[layout.baseline_sd] +=
            2.0 * sd * (stationary_bar.baseline + coupling * stationary_bar.muscle);
        let coupling_bar = sd * sd * stationary_bar.muscle;
        base_bar[N - 1] += coupling_bar * k_b / (both * both);
        base_bar[N - 2] -= coupling_bar * kappa / (both * both);
        // k = ln 2/hl, so dk/dhl = −k/hl = −ln 2/hl².
        let mut half_life = |place: usize, bar: f64| {
            out[place] -= bar * ln_2 / (theta[place] * theta[place]);
        };
        for (j, bar) in base_bar.iter().enumerate().take(layout.inputs) {
            half_life(layout.half_life + j, *bar);
        }
        half_life(layout.slow, base_bar[N - 3]);
        half_life(layout.baseline_half_life, base_bar[N - 2]);
        half_life(layout.muscle_half_life, base_bar[N - 1]);
    }
}

impl<const N: usize> Pass for Tape<N> {
    fn value(&mut self, theta: &[f64], layout: &Layout, diary: &Prepared) -> f64 {
        self.forward(theta, layout, diary)
    }

    fn gradient(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        gradient: &mut [f64],
    ) -> f64 {
        let value = self.forward(theta, layout, diary);
        if value.is_finite() {
            self.backward(theta, layout, diary, gradient, |_, _| {});
        }
        value
    }

    fn smooth(
        &mut self,
        theta: &[f64],
        layout: &Layout,
        diary: &Prepared,
        rows: &[usize],
    ) -> Option<Vec<Smoothed>> {
        self.smoothed(theta, layout, diary, rows)
    }

    fn innovations(&self) -> Vec<Innovation> {
        self.updated
            .iter()
            .zip(&self.updates)
            .map(|(&event, u)| Innovation { event, error: u.innovation, variance: u.variance })
            .collect()
    }
}

/// ln of a product of many positive numbers, with one logarithm for every few of them.
#[derive(Default)]
struct LogProduct {
    sum: f64,
    mantissa: Option<f64>,
}

impl LogProduct {
    #[inline(always)]
    fn times(&mut self, factor: f64) {
        let product = self.mantissa.unwrap_or(1.0) * factor;
        if (1e-100..1e100).contains(&product) {
            self.mantissa = Some(product);
        } else {
            self.sum += product.ln();
            self.mantissa = None;
        }
    }

    fn ln(&self) -> f64 {
        self.sum + self.mantissa.map_or(0.0, f64::ln)
    }
}

fn stationary<const N: usize>(theta: &[f64], layout: &Layout) -> Stationary {
    let sd = theta[layout.baseline_sd];
    // κ/(κ + k_b) in half-lives.
    let (hlb, hlk) = (theta[layout.baseline_half_life], theta[layout.muscle_half_life]);
    Stationary { baseline: sd * sd, muscle: sd * sd * hlb / (hlb + hlk) }
}

/// Dose with the powers of pressure and pace.
fn dose(theta: &[f64], layout: &Layout, session: &Session) -> f64 {
    layout.dose.map_or(session.dose, |d| {
        let power = theta[d.pressure] * session.ln_pressure + theta[d.pace] * session.ln_pace;
        session.dose * power.exp()
    })
}

/// The logarithm that dose terms are linear in; a dose of 0 is no session and leaves them alone.
fn ln_dose(dose: f64) -> f64 {
    if dose > 0.0 { dose.ln() } else { 0.0 }
}

/// The numbers of a session.
pub(crate) fn kick(theta: &[f64], layout: &Layout, event: &Event, session: &Session) -> Kick {
    let dose = dose(theta, layout, session);
    let base = theta[layout.ceiling];
    let taken = -(-theta[layout.effect + session.input] * dose / base).exp_m1();
    let lowered = layout.load_ceiling.of(theta, event.load);
    let raised = layout.habit.map_or(0.0, |place| theta[place] * event.habit);
    let ceiling = base * (raised - lowered).exp();
    let (mut share, mut variation) = (theta[layout.share], theta[layout.variation]);
    if let Some(d) = layout.dose {
        let ln_dose = ln_dose(dose);
        let odds = share / (1.0 - share) * (theta[d.share] * ln_dose).exp();
        // Infinite odds are a share of 1.
        share = 1.0 / (1.0 + 1.0 / odds);
        variation *= (theta[d.variation] * ln_dose).exp();
    }
    Kick { input: session.input, taken, ceiling, share, variation }
}

fn kick_back(
    theta: &[f64],
    layout: &Layout,
    event: &Event,
    session: &Session,
    kick: &Kick,
    bar: &jump::KickBar,
    out: &mut [f64],
) {
    let base = theta[layout.ceiling];
    let dose = dose(theta, layout, session);
    let effect = theta[layout.effect + session.input];
    // φ = 1 − exp(−e d/C0).
    let left = 1.0 - kick.taken;
    let exponent_bar = bar.taken * left;
    out[layout.effect + session.input] += exponent_bar * dose / base;
    out[layout.ceiling] +=
        bar.ceiling * kick.ceiling / base - exponent_bar * effect * dose / (base * base);
    layout.load_ceiling.back(-bar.ceiling * kick.ceiling, event.load, out);
    if let Some(place) = layout.habit {
        out[place] += bar.ceiling * kick.ceiling * event.habit;
    }
    let Some(d) = layout.dose else {
        out[layout.share] += bar.share;
        out[layout.variation] += bar.variation;
        return;
    };
    let ln = ln_dose(dose);
    let logit_bar = bar.share * kick.share * (1.0 - kick.share);
    let share = theta[layout.share];
    out[layout.share] += logit_bar / (share * (1.0 - share));
    out[d.share] += logit_bar * ln;
    let ln_variation_bar = bar.variation * kick.variation;
    out[layout.variation] += ln_variation_bar / theta[layout.variation];
    out[d.variation] += ln_variation_bar * ln;
    let mut ln_dose_bar = exponent_bar * effect * dose / base;
    if dose > 0.0 {
        ln_dose_bar += logit_bar * theta[d.share] + ln_variation_bar * theta[d.variation];
    }
    out[d.pressure] += ln_dose_bar * session.ln_pressure;
    out[d.pace] += ln_dose_bar * session.ln_pace;
}

fn covariate(event: &Event, which: Covariate) -> f64 {
    match which {
        Covariate::Alcohol => event.alcohol,
        Covariate::Cosine => event.cosine,
        Covariate::Sine => event.sine,
    }
}

/// The numbers of a reading.
#[inline(always)]
pub(crate) fn seen(
    theta: &[f64],
    layout: &Layout,
    event: &Event,
    reading: &Reading,
    tissue: f64,
) -> Seen {
    let channel = &layout.channels[reading.channel];
    let gain = channel.gain.map_or(1.0, |place| -theta[place]);
    let mut offset = theta[channel.level] + gain * layout.load_pull.of(theta, event.load);
    if let Some(place) = channel.offset {
        offset += theta[place];
    }
    for &(place, which) in &channel.covariates {
        offset += theta[place] * covariate(event, which);
    }
    if channel.direct && channel.path == Path::Muscle {
        offset -= tissue;
    }
    let noise = theta[channel.noise];
    let variance = noise * noise + reading.variance;
    Seen { path: channel.path, gain, offset, value: reading.value, variance }
}

#[inline(always)]
fn seen_back(
    theta: &[f64],
    layout: &Layout,
    channel: &ChannelLayout,
    event: &Event,
    bar: &observe::SeenBar,
    out: &mut [f64],
) {
    let pull = layout.load_pull.of(theta, event.load);
    let gain = channel.gain.map_or(1.0, |place| -theta[place]);
    if let Some(place) = channel.gain {
        out[place] -= bar.gain + bar.offset * pull;
    }
    out[channel.level] += bar.offset;
    layout.load_pull.back(bar.offset * gain, event.load, out);
    if let Some(place) = channel.offset {
        out[place] += bar.offset;
    }
    for &(place, which) in &channel.covariates {
        out[place] += bar.offset * covariate(event, which);
    }
    out[channel.noise] += 2.0 * theta[channel.noise] * bar.variance;
}
