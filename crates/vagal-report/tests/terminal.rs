//! The terminal: words and layout as snapshots, widths, and what `--plain` promises.

use vagal_core::response::Verdict;
use vagal_report::page::HrvPage;
use vagal_report::terminal::{self, Look, Style, display_width};
use vagal_report::{SessionPage, words};

mod sample;

const VERDICTS: [Verdict; 6] = [
    Verdict::Unusable,
    Verdict::ExplainedOtherwise,
    Verdict::ShiftedUp,
    Verdict::ShiftedDown,
    Verdict::NoShift,
    Verdict::CannotTell,
];

/// Every sentence of the answer, one a line.
fn sentences(page: &SessionPage) -> String {
    let answer = words::answer(page);
    let mut lines = vec![answer.answer];
    lines.extend(answer.doubt);
    lines.push(format!("why: {}", answer.reason));
    lines.extend(answer.next);
    lines.join("\n")
}

#[test]
fn words_of_every_verdict() {
    let all: Vec<String> = VERDICTS
        .map(|v| format!("[{}]\n{}", v.id(), sentences(&sample::with_verdict(v))))
        .into_iter()
        .chain([
            format!("[shifted_up, hold ended]\n{}", sentences(&sample::held())),
            format!("[shifted_up, pulse wave]\n{}", sentences(&sample::pulse())),
        ])
        .collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn layout_with_a_plot() {
    insta::assert_snapshot!(terminal::session(&sample::demo(), &Style::new(80, Look::Mono)));
}

#[test]
fn layout_in_plain_text() {
    insta::assert_snapshot!(terminal::session(&sample::page(), &Style::new(80, Look::Plain)));
}

#[test]
fn layout_of_windows() {
    let mut page = sample::page();
    let hrv = HrvPage {
        source: page.sources.remove(0),
        metrics: page.metrics.clone(),
        windows: page.response.phases.iter().map(|p| p.summary.clone()).collect(),
        notes: Vec::new(),
    };
    let many = terminal::hrv(&hrv, &Style::new(80, Look::Mono));
    let one = HrvPage { windows: hrv.windows[..1].to_vec(), ..hrv };
    let single = terminal::hrv(&one, &Style::new(80, Look::Mono));
    insta::assert_snapshot!(format!("{many}\n----\n{single}"));
}

#[test]
fn layout_of_beats() {
    let page = sample::beats();
    let text = terminal::beats(&page, &Style::new(80, Look::Mono));
    let plain = terminal::beats(&page, &Style::new(80, Look::Plain));
    insta::assert_snapshot!(format!("{text}\n----\n{plain}"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [40, 60, 80, 120] {
        for look in [Look::Plain, Look::Mono, Look::Colour] {
            for verdict in VERDICTS {
                let text =
                    terminal::session(&sample::with_verdict(verdict), &Style::new(width, look));
                for line in text.lines() {
                    assert!(display_width(line) <= width, "{width} {look:?}: {line}");
                }
            }
        }
    }
}

#[test]
fn colour_adds_nothing_that_the_words_lack() {
    let page = sample::demo();
    let coloured = terminal::session(&page, &Style::new(80, Look::Colour));
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, code)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = code.split_once('m').expect("a colour code ends").1;
    }
    bare.push_str(rest);
    assert_eq!(bare, terminal::session(&page, &Style::new(80, Look::Mono)));
    assert_ne!(bare, coloured);
}

#[test]
fn plain_text_has_nothing_a_screen_reader_stumbles_over() {
    for verdict in VERDICTS {
        let text = terminal::session(&sample::with_verdict(verdict), &Style::new(80, Look::Plain));
        let odd: Vec<char> =
            text.chars().filter(|c| !c.is_ascii() && !matches!(c, '²' | 'α')).collect();
        assert!(odd.is_empty(), "{odd:?}");
        assert!(!text.contains('\u{1b}'));
    }
}

#[test]
fn data_cannot_steer_the_terminal() {
    let mut page = sample::demo();
    page.sources[0].name = "a\u{1b}[2J\u{7}b".into();
    page.response.reason = "x\u{1b}]0;title\u{7}".into();
    page.notes[0].note.text = "\r\u{1b}[1A".into();
    page.literature[0].text = "\u{9b}31m".into();
    page.method.version = "\u{1b}[5m".into();
    for verdict in [Verdict::ShiftedUp, Verdict::CannotTell] {
        page.response.verdict = verdict;
        let text = terminal::session(&page, &Style::new(80, Look::Mono));
        let control = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None);
    }
}
