//! Thinning that keeps what matters: extremes for a tachogram, every k-th row for a table.

/// Thins points to the first, lowest, highest and last of every column.
///
/// Drawn with a line one column wide this looks exactly like the full series: no spike is lost.
/// Takes points in order of `x`; `columns` of 0 returns nothing.
pub fn column_extremes(points: &[(f64, f64)], columns: usize) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if columns == 0 {
        return Vec::new();
    }
    // Four points a column are kept at most, so a shorter series is already thin.
    if points.len() <= 4 * columns {
        return points.to_vec();
    }
    let width = (last.0 - first.0) / columns as f64;
    let column = |x: f64| (((x - first.0) / width) as usize).min(columns - 1);
    let mut out = Vec::with_capacity(4 * columns);
    for chunk in points.chunk_by(|a, b| column(a.0) == column(b.0)) {
        let lowest = (0..chunk.len()).min_by(|a, b| chunk[*a].1.total_cmp(&chunk[*b].1));
        let highest = (0..chunk.len()).max_by(|a, b| chunk[*a].1.total_cmp(&chunk[*b].1));
        let mut keep = [Some(0), lowest, highest, Some(chunk.len() - 1)].map(|i| i.unwrap_or(0));
        keep.sort_unstable();
        let mut before = None;
        for i in keep {
            if before != Some(i) {
                out.push(chunk[i]);
            }
            before = Some(i);
        }
    }
    out
}

/// The smallest k for which every k-th of `len` rows makes at most `most`.
pub fn stride(len: usize, most: usize) -> usize {
    len.div_ceil(most.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spike_is_lost() {
        let mut points: Vec<(f64, f64)> = (0..10_000).map(|i| (f64::from(i), 800.0)).collect();
        points[4321].1 = 1500.0;
        points[8765].1 = 300.0;
        let thin = column_extremes(&points, 100);
        assert!(thin.len() <= 400);
        assert!(thin.contains(&(4321.0, 1500.0)));
        assert!(thin.contains(&(8765.0, 300.0)));
        assert_eq!((thin.first(), thin.last()), (points.first(), points.last()));
    }

    #[test]
    fn a_short_series_stays_whole() {
        let points = [(0.0, 1.0), (1.0, 2.0)];
        assert_eq!(column_extremes(&points, 10), points);
        assert!(column_extremes(&[], 10).is_empty());
        assert_eq!(stride(1000, 100), 10);
        assert_eq!(stride(0, 100), 1);
    }
}
