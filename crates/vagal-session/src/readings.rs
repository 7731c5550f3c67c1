//! Readings: lnRMSSD and heart rate in windows laid end to end, with the size of their sampling noise.

use vagal_core::{NnSeries, Window};

use crate::Settings;
use crate::level::{Reading, Span};

/// Fewest successive differences in a reading: below it the logarithm of RMSSD is visibly skewed.
const MIN_DIFFERENCES: usize = 10;

/// Noise of independent Gaussian differences, n times four times the variance of ln RMSSD.
const WHITE_NOISE: f64 = 2.0;

/// Pieces that the assumption of white noise counts for where there are few to estimate from.
const PRIOR_PIECES: f64 = 4.0;

/// A window with the length its readings are meant to have, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) window: Window,
    pub(crate) reading_s: f64,
}

/// One window of intervals that can carry a reading.
struct Piece {
    span: Span,
    nn: NnSeries,
}

/// Cuts a stretch into equal pieces of about its `reading_s` and keeps those that are well filled.
fn pieces(nn: &NnSeries, stretch: Stretch, settings: &Settings) -> Vec<Piece> {
    let Stretch { window, reading_s } = stretch;
    let count = (window.length_s() / reading_s + 1e-9).floor() as usize;
    if count == 0 {
        return Vec::new();
    }
    let length_s = window.length_s() / count as f64;
    (0..count)
        .filter_map(|i| {
            let start_s = window.start_s + i as f64 * length_s;
            let span = Span { start_s, end_s: start_s + length_s };
            // An interval belongs to the reading in which it ends, so that none falls between two.
            let nn = nn.ending_in(span.start_s, span.end_s);
            let filled = nn.covered_s() >= settings.min_coverage * length_s
                && nn.corrected_pct() <= settings.max_corrected_pct
                && nn.successive_differences().count() >= MIN_DIFFERENCES;
            filled.then_some(Piece { span, nn })
        })
        .collect()
}

/// lnRMSSD in readings of the given stretches; readings without variation are left out.
///
/// The sampling variance of ln RMSSD from n differences is c / (4 n), with c read from the session:
/// the halves of a reading differ by sampling noise alone, as far as the level does not move within
/// half a minute, and then
///
/// ```text
/// c = E[ n (ln RMSSD₁ − ln RMSSD₂)² ]
/// ```
///
/// Independent Gaussian differences have c = 2. Steady breathing is nearly a sine, whose squares
/// cancel: c is far smaller, and a formula from autocorrelations, which holds for Gaussian
/// differences, would state up to 67 times the variance that is there.
pub(crate) fn ln_rmssd(nn: &NnSeries, stretches: &[Stretch], settings: &Settings) -> Vec<Reading> {
    let pieces: Vec<Piece> =
        stretches.iter().flat_map(|&stretch| pieces(nn, stretch, settings)).collect();
    let noise = noise_factor(&pieces);
    pieces
        .iter()
        .filter_map(|piece| {
            let (value, n) = rmssd(&piece.nn)?;
            let sampling_variance = noise / (4.0 * n);
            Some(Reading { span: piece.span, value: value.ln(), sampling_variance })
        })
        .collect()
}

/// ln(RMSSD / mean NN) in the same readings: the change that is left after the slower or faster heart.
pub(crate) fn ln_rmssd_per_mean_nn(
    nn: &NnSeries,
    stretches: &[Stretch],
    settings: &Settings,
) -> Vec<Reading> {
    let mut readings = ln_rmssd(nn, stretches, settings);
    for reading in &mut readings {
        let inside = nn.ending_in(reading.span.start_s, reading.span.end_s);
        reading.value -= inside.mean_ms().map_or(0.0, f64::ln);
    }
    readings
}

/// c of the pieces, drawn toward white noise where there are few of them.
fn noise_factor(pieces: &[Piece]) -> f64 {
    let (mut sum, mut count) = (0.0, 0_usize);
    for Piece { span, nn } in pieces {
        let middle_s = span.centre_s();
        let first = rmssd(&nn.ending_in(span.start_s, middle_s));
        let second = rmssd(&nn.ending_in(middle_s, span.end_s));
        if let (Some((a, n_a)), Some((b, n_b))) = (first, second) {
            // Halves of unlike size weigh as their harmonic mean; for equal ones it is n.
            let n = 4.0 * n_a * n_b / (n_a + n_b);
            sum += n * (a / b).ln().powi(2);
            count += 1;
        }
    }
    (sum + PRIOR_PIECES * WHITE_NOISE) / (count as f64 + PRIOR_PIECES)
}

/// RMSSD with the number of differences behind it; `None` without variation.
fn rmssd(nn: &NnSeries) -> Option<(f64, f64)> {
    let (sum, n) = nn.successive_differences().fold((0.0, 0.0), |(s, n), d| (s + d * d, n + 1.0));
    (sum > 0.0).then(|| ((sum / n).sqrt(), n))
}

/// One number of a whole window with the size of its sampling noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowReading {
    /// The value.
    pub value: f64,
    /// Its standard error from sampling alone, same unit, > 0: what repeating the window would scatter by while the level stands
    /// still. That the level moves from day to day is not in it.
    pub standard_error: f64,
}

/// lnRMSSD of a window, ln ms, as one reading of a day.
///
/// The noise factor is read from the halves of the window's pieces, as within a session, and drawn toward white noise where there
/// are few of them: a minute and a half has three pieces, and there the stated error is mostly that of independent differences.
/// `None` where no difference lies in the window, or none varies.
pub fn window_ln_rmssd(
    nn: &NnSeries,
    window: Window,
    settings: &Settings,
) -> Option<WindowReading> {
    let (value, n) = rmssd(&nn.window(window.start_s, window.end_s))?;
    let noise = noise_factor(&pieces(nn, whole(window, settings), settings));
    Some(WindowReading { value: value.ln(), standard_error: (noise / (4.0 * n)).sqrt() })
}

/// Mean heart rate of a window, beats per minute, as one reading of a day; `None` where too little of the window is filled.
pub fn window_heart_rate(
    nn: &NnSeries,
    window: Window,
    settings: &Settings,
) -> Option<WindowReading> {
    let pieces = heart_rate(nn, &[whole(window, settings)], settings);
    let first = pieces.first()?;
    let value = 60_000.0 / nn.window(window.start_s, window.end_s).mean_ms()?;
    let standard_error = (first.sampling_variance / pieces.len() as f64).sqrt();
    Some(WindowReading { value, standard_error })
}

fn whole(window: Window, settings: &Settings) -> Stretch {
    Stretch { window, reading_s: settings.reading_s }
}

/// Mean heart rate, 60000 / mean NN, in readings of the given stretches.
///
/// The sampling variance is a quarter of the pooled variance of the difference between the halves
/// of a reading: what is left of the breathing and pressure waves after averaging.
pub(crate) fn heart_rate(
    nn: &NnSeries,
    stretches: &[Stretch],
    settings: &Settings,
) -> Vec<Reading> {
    let rate = |nn: &NnSeries| nn.mean_ms().map(|ms| 60_000.0 / ms);
    let mut squares = (0.0, 0_usize);
    let mut readings: Vec<Reading> = stretches
        .iter()
        .flat_map(|&stretch| pieces(nn, stretch, settings))
        .filter_map(|piece| {
            let middle_s = piece.span.centre_s();
            let halves = (
                rate(&piece.nn.ending_in(piece.span.start_s, middle_s)),
                rate(&piece.nn.ending_in(middle_s, piece.span.end_s)),
            );
            if let (Some(a), Some(b)) = halves {
                squares = (squares.0 + (a - b).powi(2), squares.1 + 1);
            }
            rate(&piece.nn).map(|value| Reading { span: piece.span, value, sampling_variance: 0.0 })
        })
        .collect();
    // 0.1 bpm: the floor keeps a paced, constant rhythm solvable.
    let variance = (squares.0 / squares.1.max(1) as f64 / 4.0).max(0.01);
    for reading in &mut readings {
        reading.sampling_variance = variance;
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, Normal};

    /// Four standard errors of a variance from 1,600 readings: 4 sqrt(2/1600).
    const FOUR_STANDARD_ERRORS: f64 = 0.15;

    fn half_minutes(window: Window) -> Stretch {
        Stretch { window, reading_s: 30.0 }
    }

    fn variance(values: &[f64]) -> f64 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    }

    /// The stated sampling variance is the scatter of the readings of a stationary series.
    fn stated_against_found(make: impl Fn(&mut rand_chacha::ChaCha8Rng, usize) -> f64) {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(7);
        let ms: Vec<f64> = (0..56_000).map(|i| 900.0 + make(&mut rng, i)).collect();
        let nn = NnSeries::from_ms(&ms).unwrap();
        let window = Window::new(0.0, 48_000.0).unwrap();
        let readings = ln_rmssd(&nn, &[half_minutes(window)], &Settings::default());
        assert_eq!(readings.len(), 1600);
        let found = variance(&readings.iter().map(|r| r.value).collect::<Vec<_>>());
        let stated =
            readings.iter().map(|r| r.sampling_variance).sum::<f64>() / readings.len() as f64;
        assert!(
            (stated / found - 1.0).abs() < FOUR_STANDARD_ERRORS,
            "stated {stated:.5}, found {found:.5}"
        );
    }

    #[test]
    fn sampling_variance_of_white_intervals() {
        let normal = Normal::new(0.0, 20.0).unwrap();
        stated_against_found(|rng, _| normal.sample(rng));
    }

    #[test]
    fn sampling_variance_of_a_random_walk_of_intervals() {
        // Differences are independent: the closed form is 1/(2n).
        let normal = Normal::new(0.0, 2.0).unwrap();
        let walk = std::cell::Cell::new(0.0);
        stated_against_found(|rng, _| {
            walk.set(0.999 * walk.get() + normal.sample(rng));
            walk.get()
        });
    }

    #[test]
    fn sampling_variance_of_irregular_breathing() {
        // A sine whose breaths differ in depth and length by a tenth, over some white noise.
        let normal = Normal::new(0.0, 1.0).unwrap();
        let (phase, depth) = (std::cell::Cell::new(0.0), std::cell::Cell::new(30.0));
        stated_against_found(|rng, _| {
            let step = 0.25 * 0.9 * (1.0 + 0.1 * normal.sample(rng));
            if (phase.get() + step) as u32 > phase.get() as u32 {
                depth.set(30.0 * (1.0 + 0.1 * normal.sample(rng)));
            }
            phase.set(phase.get() + step);
            let breath: f64 = (2.0 * std::f64::consts::PI * phase.get()).sin();
            depth.get() * breath + 5.0 * normal.sample(rng)
        });
    }

    /// The stated error of a minute-and-a-half's reading is the scatter of many of them, white or breathing.
    #[test]
    fn the_standard_error_of_a_window_is_what_windows_scatter_by() {
        let normal = Normal::new(0.0, 20.0).unwrap();
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(11);
        let ms: Vec<f64> = (0..64_000).map(|_| 900.0 + normal.sample(&mut rng)).collect();
        let nn = NnSeries::from_ms(&ms).unwrap();
        let readings: Vec<WindowReading> = (0..600)
            .map(|i| Window::new(f64::from(i) * 90.0, f64::from(i + 1) * 90.0).unwrap())
            .filter_map(|window| window_ln_rmssd(&nn, window, &Settings::default()))
            .collect();
        assert_eq!(readings.len(), 600);
        let found = variance(&readings.iter().map(|r| r.value).collect::<Vec<_>>());
        let stated = readings.iter().map(|r| r.standard_error.powi(2)).sum::<f64>() / 600.0;
        // 4 sqrt(2 / 600)
        assert!((stated / found - 1.0).abs() < 0.23, "stated {stated:.5}, found {found:.5}");
        let rate = window_heart_rate(&nn, Window::new(0.0, 90.0).unwrap(), &Settings::default());
        assert!(rate.is_some_and(|r| (r.value - 66.7).abs() < 1.0 && r.standard_error < 1.0));
    }

    #[test]
    fn a_window_shorter_than_a_reading_gives_none() {
        let nn = NnSeries::from_ms(&[800.0; 100]).unwrap();
        let window = Window::new(0.0, 20.0).unwrap();
        assert!(ln_rmssd(&nn, &[half_minutes(window)], &Settings::default()).is_empty());
    }

    #[test]
    fn a_constant_rhythm_has_heart_rate_but_no_logarithm() {
        let nn = NnSeries::from_ms(&[800.0; 200]).unwrap();
        let window = Window::new(0.0, 150.0).unwrap();
        assert!(ln_rmssd(&nn, &[half_minutes(window)], &Settings::default()).is_empty());
        let rates = heart_rate(&nn, &[half_minutes(window)], &Settings::default());
        assert_eq!(rates.len(), 5);
        assert!(rates.iter().all(|r| (r.value - 75.0).abs() < 1e-9));
    }
}
