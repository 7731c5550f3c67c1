//! An estimate as one line of characters: the probability around a mark, the edges that matter behind it.

use crate::words::decimal;

/// Most and fewest characters of a lane.
const WIDEST: usize = 40;
const NARROWEST: usize = 16;

/// A scale from values to characters.
pub(super) struct Lane {
    from: f64,
    to: f64,
    edges: Vec<f64>,
    columns: usize,
}

impl Lane {
    /// A lane that holds these values, with edges drawn as `:` and zero as `│`, or `┼` inside a band; `None` without values or room.
    pub(super) fn over(
        values: impl IntoIterator<Item = f64>,
        edges: &[f64],
        room: usize,
    ) -> Option<Self> {
        let all = values.into_iter().chain(edges.iter().copied()).chain([0.0]);
        let (from, to) = crate::chart::extent(all)?;
        let columns = room.min(WIDEST);
        (columns >= NARROWEST).then(|| Self { from, to, edges: edges.to_vec(), columns })
    }

    fn place(&self, value: f64) -> usize {
        let share =
            (value.clamp(self.from, self.to) - self.from) / (self.to - self.from).max(1e-12);
        (share * (self.columns - 1) as f64).round() as usize
    }

    /// `·` holds 95%, `─` 80%, `━` 50%; the mark is the middle.
    pub(super) fn draw(&self, points: &[f64; 7], middle: f64, mark: char) -> String {
        let mut out = vec![' '; self.columns];
        for edge in &self.edges {
            out[self.place(*edge)] = ':';
        }
        for (lo, hi, with) in [(0, 6, '·'), (1, 5, '─'), (2, 4, '━')] {
            out[self.place(points[lo])..=self.place(points[hi])].fill(with);
        }
        let zero = &mut out[self.place(0.0)];
        *zero = if *zero == ' ' || *zero == ':' { '│' } else { '┼' };
        out[self.place(middle)] = mark;
        out.into_iter().collect::<String>().trim_end().to_owned()
    }

    /// The ends of the axis, in print.
    pub(super) fn axis(&self, digits: usize) -> String {
        let (from, to) = (decimal(self.from, digits), decimal(self.to, digits));
        format!(
            "{from}{}{to}",
            " ".repeat(self.columns.saturating_sub(from.chars().count() + to.chars().count()))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_the_right_is_drawn_to_the_right() {
        let lane = Lane::over([-1.0, 1.0], &[0.5], 60).unwrap();
        let line: Vec<char> =
            lane.draw(&[-0.5, -0.4, -0.2, 0.0, 0.2, 0.3, 0.4], 0.1, '●').chars().collect();
        let at = |c: char| line.iter().position(|x| *x == c).unwrap();
        assert!(at('·') < at('─') && at('─') < at('━') && at('━') < at('●') && at('●') < at(':'));
        // −1 … 1 on forty characters: .1 stands at .55 of 39, rounded.
        assert_eq!(at('●'), 21);
        assert_eq!(lane.axis(1).chars().count(), WIDEST);
    }
}
