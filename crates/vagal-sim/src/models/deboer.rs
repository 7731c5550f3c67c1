//! The model of DeBoer: systolic and diastolic pressure, interval and arterial time constant, from beat to beat.
//!
//! ```text
//! S'  = S0 + 18·atan((S − S0)/18)
//! D_n = c3·S_{n−1}·exp(−I_{n−1}/T_{n−1})                                          c3 = D0/(S0·exp(−I0/T0))
//! S_n = D_n + gamma·I_{n−1} + c2 + A·sin(2π·f·t_n) + N(0, sigma_S)                c2 = S0 − D0 − gamma·I0
//! I_n = c1 + a0·S'_n + Σ a_k·S'_{n−k} + N(0, sigma_I)                             c1 = I0 − S0·(a0 + Σ a_k)
//! T_n = T* − Σ b_k·S'_{n−k}                                                       T* = T0 + S0·Σ b_k
//! ```
//!
//! Published as a whole (DeBoer 1987). A row of the result is the beat at `t_n`: the interval before it, the systolic
//! pressure of the beat before and the diastolic pressure at its own foot.

use crate::breathing::BreathSecond;
use crate::models::Step;
use crate::noise::{Stream, normal, stream};
use crate::parameters::DeBoerParameters;
use crate::scenario::Second;

/// Beats that the sums look back.
const HISTORY: usize = 6;
/// No interval is shorter than this, ms: a guard against parameters that no heart has.
const SHORTEST_MS: f64 = 200.0;
/// Share of the pressure around the neck that reaches the carotid wall, as in VREF.
const NECK_TRANSMISSION: f64 = 0.5;

/// One beat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BeatOfDeBoer {
    pub(crate) time_s: f64,
    /// Interval before the beat, systolic pressure of the beat before it, diastolic pressure at its foot.
    pub(crate) interval_ms: f64,
    pub(crate) systolic_mmhg: f64,
    pub(crate) diastolic_mmhg: f64,
    /// Vagal and sympathetic part of the interval after it, ms around its operating point, and the rest of the arc.
    pub(crate) step: Step,
}

/// All beats up to the end of the seconds.
pub(crate) fn beats(
    p: &DeBoerParameters,
    seconds: &[Second],
    end_s: f64,
    noise: bool,
    seed: u64,
) -> Vec<BeatOfDeBoer> {
    let a = [
        p.sympathetic_1,
        p.sympathetic_2,
        p.sympathetic_3,
        p.sympathetic_4,
        p.sympathetic_5,
        p.sympathetic_6,
    ];
    let b = [p.vessel_1, p.vessel_2, p.vessel_3, p.vessel_4, p.vessel_5, p.vessel_6];
    let mut rng = noise.then(|| stream(seed, Stream::Physiology));
    let mut drawn = |sd: f64| rng.as_mut().map_or(0.0, |rng| sd * normal(rng));
    let effective =
        |s: f64| p.baroreceptor_mmhg * ((s - p.operating_mmhg) / p.baroreceptor_mmhg).atan();
    let c3 = p.diastolic_mmhg / (p.operating_mmhg * (-p.interval_ms / p.time_constant_ms).exp());
    let c2 = p.operating_mmhg - p.diastolic_mmhg - p.starling_mmhg_per_ms * p.interval_ms;

    // Deviations of S' from the operating point, newest first, so that c1 and T* drop out of the sums.
    let mut before = [0.0; HISTORY];
    let (mut systolic, mut interval, mut constant) =
        (p.operating_mmhg, p.interval_ms, p.time_constant_ms);
    let mut time_ms = 0.0;
    let mut phase = 0.0;
    let mut out = Vec::new();
    loop {
        // The second in which the interval begins sets the rate of breathing over it.
        let Some(second) = seconds.get((time_ms / 1000.0) as usize) else { return out };
        phase += interval / 1000.0 * second.breath.rate_per_min / 60.0;
        time_ms += interval;
        let time_s = time_ms / 1000.0;
        let Some(second) = seconds.get(time_s as usize).filter(|_| time_s < end_s) else {
            return out;
        };
        let drive = &second.drive;
        let diastolic = c3 * systolic * (-interval / constant).exp();
        let breath = p.breath_mmhg * (std::f64::consts::TAU * phase).sin();
        let next = diastolic
            + p.starling_mmhg_per_ms * interval
            + c2
            + breath
            + drawn(p.pressure_noise_mmhg);
        let sensed = effective(next + NECK_TRANSMISSION * drive.neck_mmhg);
        let vagal = (1.0 - drive.vagal_block)
            * (second.gate_factor * p.vagal_ms_per_mmhg * sensed
                + p.vagal_ms_per_hz * drive.vagal_hz);
        let past: f64 = a.iter().zip(&before).map(|(gain, s)| gain * s).sum();
        let sympathetic = (1.0 - drive.beta_block)
            * (past + p.sympathetic_ms_per_hz * drive.sympathetic_heart_hz);
        let vessels: f64 = b.iter().zip(&before).map(|(gain, s)| gain * s).sum();
        let next_interval = p.interval_ms + vagal + sympathetic + drawn(p.interval_noise_ms);
        let next_constant =
            p.time_constant_ms - vessels + p.vessel_ms_per_hz * drive.sympathetic_vessels_hz;
        out.push(BeatOfDeBoer {
            time_s,
            interval_ms: interval,
            systolic_mmhg: systolic,
            diastolic_mmhg: diastolic,
            step: Step {
                lung_l: lung(&second.breath, phase),
                afferent_hz: sensed,
                vagal_hz: vagal,
                sympathetic_hz: -sympathetic,
                to_vessels_hz: -vessels,
                resistance: next_constant / 1000.0,
                pressure_mmhg: diastolic + (next - diastolic) / 3.0,
                beat_s: Some(time_s),
            },
        });
        if !next.is_finite() || !next_interval.is_finite() {
            return out;
        }
        before.rotate_right(1);
        before[0] = sensed;
        (systolic, interval, constant) = (next, next_interval.max(SHORTEST_MS), next_constant);
    }
}

/// The breath as a wave of its tidal volume.
fn lung(breath: &BreathSecond, phase: f64) -> f64 {
    0.5 * breath.tidal_l * (std::f64::consts::TAU * phase).sin()
}
