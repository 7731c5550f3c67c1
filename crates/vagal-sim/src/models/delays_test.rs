//! The fixed step and the delay lines against algebra and against an independent solver of delay equations.

use differential_equations::prelude::*;

use super::{System, vref::Vref, vref_options::Options};
use crate::breathing::{BreathSecond, Irregularity};
use crate::delay::Delay;
use crate::drive::Drive;
use crate::parameters::Parameters;
use crate::scenario::Second;

/// `y' = −y(t − 1)` with `y = 1` before: the method of steps gives a polynomial in each unit of time,
/// `y(t) = Σ (−1)^k (t − k + 1)^k / k!` over k = 0 … ⌊t⌋ + 1.
fn by_steps(time: f64) -> f64 {
    let mut factorial = 1.0;
    let mut sum = 1.0;
    for k in 1..=(time.floor() as u32 + 1) {
        factorial *= f64::from(k);
        let sign = if k % 2 == 0 { 1.0 } else { -1.0 };
        sum += sign * (time - f64::from(k) + 1.0).powi(k as i32) / factorial;
    }
    sum
}

fn worst_linear_error(dt: f64) -> f64 {
    let mut line = Delay::new(1.0, dt, 1.0);
    let mut y = 1.0;
    let steps = (8.0 / dt).round() as usize;
    (1..=steps)
        .map(|step| {
            y -= dt * line.pass(y);
            (y - by_steps(step as f64 * dt)).abs()
        })
        .fold(0.0, f64::max)
}

#[test]
fn a_linear_delay_equation_by_the_method_of_steps() {
    let (coarse, fine) = (worst_linear_error(0.01), worst_linear_error(0.005));
    // First order: half the step, half the error; and small at the step of VREF.
    assert!(fine < 5e-3, "{fine}");
    assert!((coarse / fine - 2.0).abs() < 0.05, "{coarse} {fine}");
}

/// The reflex arc of VREF on a heart without pulses: pressure, what is sensed, both parts of the sinus period, vessels.
struct SmoothArc(Parameters);

/// Long and short delay, s.
const DELAYS_S: [f64; 2] = [2.0, 0.2];
/// Where it starts: away from its rest, so that it swings.
const START: [f64; 5] = [100.0, 100.0, -0.144, 0.4275, 1.11];

impl SmoothArc {
    fn slopes(&self, now: &[f64; 5], long_ago: f64, just_now: f64) -> [f64; 5] {
        let p = &self.0;
        let afferent = |sensed: f64| {
            let e = ((sensed - p.set_point_mmhg) / p.afferent_width_mmhg).exp();
            (p.afferent_min_hz + p.afferent_max_hz * e) / (1.0 + e)
        };
        let sympathetic = |sensed: f64| {
            let top = p.sympathetic_top_hz - p.sympathetic_floor_hz;
            let hz =
                p.sympathetic_floor_hz + top * (-p.sympathetic_slope_s * afferent(sensed)).exp();
            (hz - p.sympathetic_threshold_hz + 1.0).max(1.0).ln()
        };
        let vagal = |sensed: f64| {
            let e = ((afferent(sensed) - p.vagal_middle_hz) / p.vagal_width_hz).exp();
            (p.vagal_low_hz + p.vagal_high_hz * e) / (1.0 + e)
        };
        let [pressure, sensed, sinus_sympathetic, sinus_vagal, tone] = *now;
        let period_s = p.intrinsic_period_s + sinus_sympathetic + sinus_vagal;
        let splanchnic = p.splanchnic_resistance + p.splanchnic_gain * tone;
        let other = p.peripheral_resistance + p.peripheral_gain * tone;
        let resistance = splanchnic * other / (splanchnic + other);
        let flow = p.stroke_volume_ml / period_s - (pressure - p.venous_pressure_mmhg) / resistance;
        let slope = flow / p.compliance_ml_per_mmhg;
        [
            slope,
            (pressure + p.afferent_lead_s * slope - sensed) / p.afferent_lag_s,
            (p.sinus_sympathetic_gain_s * sympathetic(long_ago) - sinus_sympathetic)
                / p.sinus_sympathetic_lag_s,
            (p.sinus_vagal_gain_s_per_hz * vagal(just_now) - sinus_vagal) / p.sinus_vagal_lag_s,
            (sympathetic(long_ago) - tone) / p.vessel_lag_s,
        ]
    }

    /// By Euler steps and delay lines, as the models are run: pressure every second.
    fn stepped(&self, dt_s: f64, seconds: usize) -> Vec<f64> {
        let [mut long, mut short] = DELAYS_S.map(|delay_s| Delay::new(delay_s, dt_s, START[1]));
        let mut state = START;
        let per_second = (1.0 / dt_s).round() as usize;
        (0..seconds)
            .map(|_| {
                for _ in 0..per_second {
                    let slopes = self.slopes(&state, long.pass(state[1]), short.pass(state[1]));
                    for (value, slope) in state.iter_mut().zip(slopes) {
                        *value += dt_s * slope;
                    }
                }
                state[0]
            })
            .collect()
    }
}

impl DDE<2, f64, [f64; 5]> for SmoothArc {
    fn diff(&self, _t: f64, y: &[f64; 5], yd: &[[f64; 5]; 2], dydt: &mut [f64; 5]) {
        *dydt = self.slopes(y, yd[0][1], yd[1][1]);
    }

    fn lags(&self, _t: f64, _y: &[f64; 5], lags: &mut [f64; 2]) {
        *lags = DELAYS_S;
    }
}

/// Pressure at 5 ms against the solver, mmHg: a percent of the swing, for Euler's own error. That it is Euler's, the halving
/// shows.
const EULER_MMHG: f64 = 0.1;

#[test]
fn the_arc_without_pulses_against_an_independent_delay_solver() {
    let arc = SmoothArc(Parameters::default());
    let seconds = 60;
    let solution = IVP::dde(&arc, 0.0, seconds as f64, START, |_| START)
        .even(1.0)
        .method(ExplicitRungeKutta::dopri5().rtol(1e-9).atol(1e-9).max_delay(DELAYS_S[0]))
        .solve()
        .expect("the solver solves");
    let solved: Vec<f64> = solution.iter().skip(1).map(|(_, y)| y[0]).collect();
    assert_eq!(solved.len(), seconds);
    let worst = |dt_s: f64| {
        let stepped = arc.stepped(dt_s, seconds);
        let errors = stepped.iter().zip(&solved).map(|(a, b)| (a - b).abs());
        errors.fold(0.0, f64::max)
    };
    let (coarse, fine) = (worst(0.005), worst(0.0025));
    let swing = solved.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        - solved.iter().copied().fold(f64::INFINITY, f64::min);
    println!("pressure swings by {swing:.1} mmHg; 5 ms errs by {coarse:.4}, 2.5 ms by {fine:.4}");
    assert!(swing > 2.0, "nothing happened: {swing}");
    assert!(coarse < EULER_MMHG, "{coarse} mmHg");
    assert!((coarse / fine - 2.0).abs() < 0.3, "first order: {coarse} {fine}");
}

/// Beats against algebra, s: the contract of the reference series.
const BEAT_S: f64 = 1e-3;

/// With the sensors switched off, a step of sympathetic firing bends the sinus period as one exponential after the
/// delay, and the beats fall where the integral of 1/period is whole.
#[test]
fn the_beats_of_an_open_loop_fall_where_algebra_puts_them() {
    // Whatever the pressure, the sensors fire at the middle of their range.
    let p = Parameters { afferent_width_mmhg: 1e12, ..Parameters::default() };
    let middle_hz = 0.5 * (p.afferent_min_hz + p.afferent_max_hz);
    let quiet_hz = p.sympathetic_floor_hz
        + (p.sympathetic_top_hz - p.sympathetic_floor_hz)
            * (-p.sympathetic_slope_s * middle_hz).exp();
    let effect = |hz: f64| (hz - p.sympathetic_threshold_hz + 1.0).ln();
    let e = ((middle_hz - p.vagal_middle_hz) / p.vagal_width_hz).exp();
    let vagal_hz = (p.vagal_low_hz + p.vagal_high_hz * e) / (1.0 + e);
    let (start_s, more_hz) = (30.0, 3.0);
    let breath = BreathSecond {
        rate_per_min: 15.0,
        inhale_share: 0.4,
        tidal_l: 0.0,
        irregularity: Irregularity::NONE,
    };
    let dt_s = 0.005;
    let mut system = Vref::new(&p, Options::default(), dt_s, false, false, 0);
    let mut beats = Vec::new();
    for second in 0..60 {
        let more = if f64::from(second) >= start_s { more_hz } else { 0.0 };
        let drive = Drive { sympathetic_heart_hz: more, ..Drive::default() };
        let second = Second { drive, breath, gate_factor: 1.0 };
        for _ in 0..200 {
            beats.extend(system.step(&second).beat_s);
        }
    }
    // By 25 s the start is forgotten (e^-25/2 of it is left); count beats from there.
    let period_s = |time_s: f64| {
        let rest = p.intrinsic_period_s
            + p.sinus_sympathetic_gain_s * effect(quiet_hz)
            + p.sinus_vagal_gain_s_per_hz * vagal_hz;
        let late_s = time_s - start_s - p.sinus_sympathetic_delay_s;
        let bend = effect(quiet_hz + more_hz) - effect(quiet_hz);
        let share =
            if late_s > 0.0 { 1.0 - (-late_s / p.sinus_sympathetic_lag_s).exp() } else { 0.0 };
        rest + p.sinus_sympathetic_gain_s * bend * share
    };
    let beats: Vec<f64> = beats.into_iter().filter(|time_s| *time_s > 25.0).collect();
    assert!(beats.len() > 30);
    let (mut time_s, mut phase) = (beats[0], 0.0);
    let fine_s = 1e-5;
    let mut expected = vec![beats[0]];
    while expected.len() < beats.len() {
        phase += fine_s / period_s(time_s + 0.5 * fine_s);
        time_s += fine_s;
        if phase >= 1.0 {
            phase -= 1.0;
            expected.push(time_s);
        }
    }
    let worst = beats.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    println!("{} beats, at most {:.2} ms from algebra", beats.len(), 1000.0 * worst);
    assert!(worst < BEAT_S, "{worst} s");
}
