//! A reaction-time test of two minutes: a counter appears at times nobody can foresee, and is stopped by a key.
//!
//! After the psychomotor vigilance task (Dinges and Powell 1985; shortened forms by Basner and Dinges 2011): the reading is the
//! median, and how often the answer came later than half a second or not at all. No clock and no terminal here: times come in.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Length of the test, seconds.
pub const LENGTH_S: f64 = 120.0;
/// Shortest and longest wait for a stimulus, seconds, as in the short form.
const WAIT_S: std::ops::Range<f64> = 1.0..4.0;
/// A faster answer was on its way before the stimulus, ms.
const TOO_FAST_MS: f64 = 100.0;
/// A slower one is a lapse, ms.
const LAPSE_MS: f64 = 500.0;
/// A stimulus that waits longer goes away and is a lapse, ms.
const NO_ANSWER_MS: f64 = 3000.0;
/// Fewest answers from which a median is given. House choice: half of what two minutes hold.
const FEWEST: usize = 15;

/// What is to be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// Nothing: wait.
    Wait,
    /// The counter, milliseconds since it appeared: press.
    Counter(f64),
    /// The last answer, milliseconds.
    Answer(f64),
    /// A key came before the counter.
    TooEarly,
    /// The test is over.
    Over,
}

/// A test that runs.
#[derive(Debug)]
pub struct ReactionTest {
    rng: ChaCha8Rng,
    length_s: f64,
    /// When the next stimulus appears, seconds from the start.
    next_s: f64,
    shown: Shown,
    answers_ms: Vec<f64>,
    unanswered: usize,
    false_starts: usize,
}

/// What a test gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReactionResult {
    /// Median of the answers, ms.
    pub median_ms: f64,
    /// Its standard error, ms: half the distance of the order statistics that enclose it with probability .68.
    pub standard_error_ms: f64,
    /// Answers later than 500 ms, and none at all.
    pub lapses: usize,
    /// Stimuli that were answered.
    pub answers: usize,
    /// Keys before the stimulus, or sooner after it than anybody can react.
    pub false_starts: usize,
}

impl ReactionTest {
    /// A test whose waits follow from a seed.
    pub fn new(seed: u64, length_s: f64) -> Self {
        let mut test = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            length_s,
            next_s: 0.0,
            shown: Shown::Wait,
            answers_ms: Vec::new(),
            unanswered: 0,
            false_starts: 0,
        };
        test.wait_from(0.0);
        test
    }

    fn wait_from(&mut self, now_s: f64) {
        self.next_s = now_s + self.rng.random_range(WAIT_S);
    }

    /// Time goes on; says what is to be seen.
    pub fn tick(&mut self, now_s: f64) -> Shown {
        let waited_ms = 1000.0 * (now_s - self.next_s);
        if matches!(self.shown, Shown::Counter(_)) {
            if waited_ms >= NO_ANSWER_MS {
                self.unanswered += 1;
                self.shown = Shown::Wait;
                self.wait_from(now_s);
            } else {
                self.shown = Shown::Counter(waited_ms);
            }
        } else if now_s >= self.length_s {
            // The last stimulus may still be answered; no new one appears.
            self.shown = Shown::Over;
        } else if waited_ms >= 0.0 {
            self.shown = Shown::Counter(waited_ms);
        }
        self.shown
    }

    /// A key was pressed; says what is to be seen.
    pub fn press(&mut self, now_s: f64) -> Shown {
        self.tick(now_s);
        match self.shown {
            Shown::Over => {}
            Shown::Counter(ms) if ms >= TOO_FAST_MS => {
                self.answers_ms.push(ms);
                self.shown = Shown::Answer(ms);
                self.wait_from(now_s);
            }
            _ => {
                self.false_starts += 1;
                self.shown = Shown::TooEarly;
                self.wait_from(now_s);
            }
        }
        self.shown
    }

    /// The result; `None` with fewer than fifteen answers.
    pub fn result(&self) -> Option<ReactionResult> {
        let mut sorted = self.answers_ms.clone();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        if n < FEWEST {
            return None;
        }
        let median_ms = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
        // Ranks n/2 ± √n/2: one binomial standard deviation to each side.
        let (middle, half) = (n as f64 / 2.0, (n as f64).sqrt() / 2.0);
        let low = ((middle - half).floor() as usize).min(n - 1);
        let high = ((middle + half).ceil() as usize).min(n - 1);
        let slow = sorted.iter().filter(|ms| **ms > LAPSE_MS).count();
        Some(ReactionResult {
            median_ms,
            // A terminal counts in milliseconds: no error is smaller than that of rounding.
            standard_error_ms: (0.5 * (sorted[high] - sorted[low])).max(0.3),
            lapses: slow + self.unanswered,
            answers: n,
            false_starts: self.false_starts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a test in steps of a millisecond; `answer` gives the answer to the nth stimulus, ms, or none.
    fn play(seed: u64, mut answer: impl FnMut(usize) -> Option<f64>) -> ReactionTest {
        let mut test = ReactionTest::new(seed, LENGTH_S);
        let (mut stimulus, mut asked, mut on) = (0, None, false);
        for step in 0..200_000 {
            let now_s = f64::from(step) / 1000.0;
            match test.tick(now_s) {
                Shown::Over => return test,
                Shown::Counter(ms) => {
                    if !on {
                        (on, asked) = (true, answer(stimulus));
                        stimulus += 1;
                    }
                    if asked.is_some_and(|wanted| ms >= wanted) {
                        test.press(now_s);
                        on = false;
                    }
                }
                _ => on = false,
            }
        }
        panic!("the test does not end");
    }

    #[test]
    fn a_person_who_always_takes_as_long() {
        let result = play(1, |_| Some(250.0)).result().unwrap();
        // A step of the clock late at most.
        assert!((result.median_ms - 250.5).abs() <= 0.6, "{result:?}");
        assert_eq!((result.lapses, result.false_starts), (0, 0));
        // Waits of 2.5 s on average and a quarter of a second: 44 in two minutes, four standard deviations of 2.2 to each side.
        assert!((35..=53).contains(&result.answers), "{result:?}");
        assert!(result.standard_error_ms < 1.0);
    }

    #[test]
    fn late_answers_and_none_are_lapses() {
        let answers = |n: usize| match n % 4 {
            0 => Some(600.0),
            1 => None,
            _ => Some(240.0 + 10.0 * (n % 5) as f64),
        };
        let test = play(2, answers);
        let result = test.result().unwrap();
        let slow = test.answers_ms.iter().filter(|ms| **ms > 500.0).count();
        assert_eq!(result.lapses, slow + test.unanswered);
        assert!(slow > 3 && test.unanswered > 3, "{test:?}");
        assert!((240.0..=290.0).contains(&result.median_ms), "{result:?}");
    }

    #[test]
    fn what_comes_too_early_is_no_answer() {
        let mut test = ReactionTest::new(3, LENGTH_S);
        assert_eq!(test.press(0.5), Shown::TooEarly);
        let appears_s = test.next_s;
        assert!(appears_s >= 1.5, "the wait begins anew");
        assert!(matches!(test.tick(appears_s + 0.01), Shown::Counter(_)));
        assert_eq!(test.press(appears_s + 0.05), Shown::TooEarly);
        assert_eq!((test.false_starts, test.answers_ms.len()), (2, 0));
        assert_eq!(test.result(), None);
    }

    #[test]
    fn the_median_has_the_error_of_its_order_statistics() {
        let mut test = ReactionTest::new(4, LENGTH_S);
        test.answers_ms = (0..25).map(|i| 200.0 + 10.0 * f64::from(i)).collect();
        let result = test.result().unwrap();
        assert_eq!(result.median_ms, 320.0);
        // Ranks 10 and 15 of 25, counted from 0: 300 and 350.
        assert_eq!(result.standard_error_ms, 25.0);
    }

    #[test]
    fn waits_cannot_be_foreseen_and_follow_from_the_seed() {
        let first = |seed| ReactionTest::new(seed, LENGTH_S).next_s;
        assert_eq!(first(7), first(7));
        let all: Vec<f64> = (0..200).map(first).collect();
        assert!(all.iter().all(|s| WAIT_S.contains(s)));
        let early = all.iter().filter(|s| **s < 2.5).count();
        // Half of 200, four standard deviations of 7.
        assert!((72..=128).contains(&early), "{early}");
    }
}
