//! What a page may say about a person: the lint of `vagal-evidence` over every verdict.

use vagal_core::response::Verdict;
use vagal_evidence::wording::{Context, lint, visible_text};
use vagal_report::terminal::{self, Look, Style};
use vagal_report::{SessionPage, html};

mod sample;

fn pages() -> Vec<SessionPage> {
    let verdicts = [
        Verdict::Unusable,
        Verdict::ExplainedOtherwise,
        Verdict::ShiftedUp,
        Verdict::ShiftedDown,
        Verdict::NoShift,
        Verdict::CannotTell,
    ];
    let mut pages: Vec<SessionPage> = verdicts.map(sample::with_verdict).to_vec();
    pages.extend([sample::demo(), sample::held(), sample::pulse()]);
    // What is quoted from the literature is another's claim, not our sentence.
    for page in &mut pages {
        page.literature.clear();
    }
    pages
}

#[test]
fn no_page_says_what_may_not_be_said() {
    for page in pages() {
        let html = html::session(&page);
        let terminal = terminal::session(&page, &Style::new(80, Look::Plain));
        for text in [visible_text(&html), terminal] {
            let findings = lint(&text, Context::Ours);
            assert!(findings.is_empty(), "{findings:?}");
        }
    }
}

#[test]
fn no_page_infers_relaxation_or_names_the_other_branch() {
    for page in pages() {
        let text = html::session(&page).to_lowercase();
        for word in ["relax", "sympath", "balance", "lf/hf", "cortisol"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}

#[test]
fn a_pulse_wave_is_never_printed_as_hrv() {
    let mut page = sample::pulse();
    page.literature.clear();
    let html = html::session(&page);
    let terminal = terminal::session(&page, &Style::new(80, Look::Mono));
    for text in [visible_text(&html), terminal] {
        assert!(text.contains("PRV"));
        assert!(!text.contains("HRV"), "{text}");
        assert!(!text.contains("vagally mediated"), "{text}");
    }
}
