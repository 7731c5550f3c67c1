//! Delay line: what a nerve carried some time ago.

/// A value that comes out a fixed number of steps after it went in.
#[derive(Clone, Debug)]
pub(crate) struct Delay {
    ring: Vec<f64>,
    next: usize,
}

impl Delay {
    /// A line of `delay_s` in whole steps of `dt_s`, filled with `initial`.
    pub(crate) fn new(delay_s: f64, dt_s: f64, initial: f64) -> Self {
        let steps = (delay_s / dt_s).round().max(0.0) as usize;
        Self { ring: vec![initial; steps], next: 0 }
    }

    /// Puts one value in and takes out the one of `delay_s` ago.
    pub(crate) fn pass(&mut self, value: f64) -> f64 {
        if self.ring.is_empty() {
            return value;
        }
        let past = std::mem::replace(&mut self.ring[self.next], value);
        self.next += 1;
        if self.next == self.ring.len() {
            self.next = 0;
        }
        past
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_out_after_the_delay() {
        let mut line = Delay::new(0.015, 0.005, 7.0);
        let out: Vec<f64> = [1.0, 2.0, 3.0, 4.0].iter().map(|&v| line.pass(v)).collect();
        assert_eq!(out, [7.0, 7.0, 7.0, 1.0]);
        assert_eq!(Delay::new(0.0, 0.005, 7.0).pass(1.0), 1.0);
    }
}
