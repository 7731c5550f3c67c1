//! Spectra of the compared phases on one axis, with band edges and breathing.

use maud::html;
use vagal_core::session::PhaseName;

use super::figure::{DataTable, Drawing, Figure, LegendEntry};
use super::frame::{Frame, extent};
use super::mark::{Family, Mark, point};
use super::path::{band, line, px};
use super::thin::{column_extremes, stride};
use crate::page::{Band, PhaseSpectrum, SessionPage};
use crate::words::{capital, decimal};

/// Above this lies nothing that the bands of short recordings use.
const UPPER_HZ: f64 = 0.5;

/// Spectra before and after; `None` if neither phase has one.
pub fn spectra(page: &SessionPage) -> Option<Figure> {
    let shown: Vec<(&PhaseSpectrum, Vec<(f64, f64)>)> = page
        .spectra
        .iter()
        .filter(|s| s.phase != PhaseName::During)
        .map(|s| (s, points(s)))
        .filter(|(_, points)| !points.is_empty())
        .collect();
    if shown.is_empty() {
        return None;
    }
    let mut legend: Vec<LegendEntry> = shown
        .iter()
        .map(|(s, _)| LegendEntry::new(line_mark(s.phase), Family::Output, s.phase.id()))
        .collect();
    for (s, _) in &shown {
        if let Some(hz) = s.breathing_hz {
            let text = format!("breathing {}: {} Hz", s.phase.id(), decimal(hz, 2));
            legend.push(LegendEntry::new(breath_mark(s.phase), Family::Interference, text));
        }
    }
    let mut caption = String::from(
        "The area under a line between two band edges is the power of that band. HF holds the \
         breathing rhythm as long as its diamond lies inside the band.",
    );
    for s in &page.spectra {
        if let Some(unfit) = &s.unfit {
            caption.push_str(&format!(" {} unfit: {unfit}.", capital(s.phase.id())));
        }
    }
    Some(Figure {
        id: "spectra".into(),
        title: "Spectrum of the intervals, before and after".into(),
        caption,
        description: shown
            .iter()
            .filter_map(|(s, points)| {
                let peak = points.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
                Some(format!("{}: highest at {} Hz.", capital(s.phase.id()), decimal(peak.0, 2)))
            })
            .collect::<Vec<_>>()
            .join(" "),
        legend,
        table: table(&shown),
        wide: draw(&shown, &Frame { left: 46.0, top: 34.0, ..Frame::half(250.0) }),
        narrow: None,
    })
}

fn points(spectrum: &PhaseSpectrum) -> Vec<(f64, f64)> {
    let pairs = spectrum.freq_hz.iter().copied().zip(spectrum.psd_ms2_per_hz.iter().copied());
    pairs.filter(|(f, p)| (0.0..=UPPER_HZ).contains(f) && p.is_finite()).collect()
}

fn line_mark(phase: PhaseName) -> Mark {
    if phase == PhaseName::Before { Mark::Dashed } else { Mark::Line }
}

fn breath_mark(phase: PhaseName) -> Mark {
    if phase == PhaseName::Before { Mark::OpenDiamond } else { Mark::Diamond }
}

fn draw(shown: &[(&PhaseSpectrum, Vec<(f64, f64)>)], frame: &Frame) -> Drawing {
    let highest = extent(shown.iter().flat_map(|(_, p)| p.iter().map(|p| p.1)));
    // Thousands are counted in thousands, so that the axis needs no six-figure labels.
    let (unit, label) = match highest {
        Some((_, hi)) if hi >= 10_000.0 => (1000.0, "power density (1000 ms²/Hz)"),
        _ => (1.0, "power density (ms²/Hz)"),
    };
    let top = highest.map_or(1.0, |(_, hi)| (hi / unit).max(1e-9)) * 1.05;
    let x = frame.x((0.0, UPPER_HZ));
    let y = frame.y((0.0, top));
    let at: Vec<(f64, String)> =
        (0..=5).map(|i| f64::from(i) * 0.1).map(|hz| (hz, decimal(hz, 1))).collect();
    let columns = (frame.right - frame.left) as usize;
    let content = html! {
        (frame.left_axis(&y, label))
        @for Band { name, low_hz, high_hz } in Band::SHORT_TERM {
            @let (left, right) = (x.place(low_hz), x.place(high_hz));
            path class="swc-edge" d=(line([(right, frame.top), (right, frame.bottom)])) {}
            text class="phase" text-anchor="middle" x=(px((left + right) / 2.0)) y=(px(frame.top - 6.0)) { (name) }
        }
        @for (spectrum, points) in shown {
            @let dash = if line_mark(spectrum.phase) == Mark::Dashed { "dashed" } else { "" };
            @let placed: Vec<(f64, f64)> = column_extremes(points, columns).into_iter().map(|(f, p)| (x.place(f), y.place(p / unit))).collect();
            @if dash.is_empty() {
                @let edges: Vec<_> = placed.iter().map(|(px_x, px_y)| (*px_x, *px_y, frame.bottom)).collect();
                path class="area-output band80" d=(band(&edges)) {}
            }
            path class={ "line-output " (dash) } d=(line(placed.iter().copied())) {}
        }
        (frame.bottom_axis(&x, &at, "frequency (Hz)"))
        @for (spectrum, _) in shown {
            @if let Some(hz) = spectrum.breathing_hz.filter(|hz| (0.0..=UPPER_HZ).contains(hz)) {
                (point(breath_mark(spectrum.phase), Family::Interference, x.place(hz), frame.bottom, 4.2))
            }
        }
    };
    Drawing { width: frame.width, height: frame.height, content }
}

fn table(shown: &[(&PhaseSpectrum, Vec<(f64, f64)>)]) -> DataTable {
    let most = DataTable::MOST_ROWS / shown.len().max(1);
    let mut rows = Vec::new();
    let mut thinned = false;
    for (spectrum, points) in shown {
        let k = stride(points.len(), most);
        thinned |= k > 1;
        rows.extend(
            points.iter().step_by(k).map(|(f, p)| {
                vec![spectrum.phase.id().to_string(), decimal(*f, 4), decimal(*p, 0)]
            }),
        );
    }
    DataTable {
        head: ["phase", "frequency (Hz)", "power density (ms²/Hz)"].map(String::from).to_vec(),
        rows,
        note: thinned.then(|| "Evenly thinned to a readable length.".into()),
    }
}
