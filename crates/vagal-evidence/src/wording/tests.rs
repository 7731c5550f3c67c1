//! Every rule catches what it must and leaves alone what it must; a broken rule is refused.

use super::{Context, Finding, compile, lint, lint_except, rules, visible_text};
use crate::LEDGER;

fn broken(text: &str) -> Vec<&'static str> {
    lint(text, Context::Ours).into_iter().map(|f: Finding| f.rule).collect()
}

#[test]
fn every_rule_catches_its_examples_and_leaves_the_fine_ones_alone() {
    assert!(rules().count() >= 20, "the file lost a rule");
    for rule in rules() {
        assert!(!rule.caught.is_empty() && !rule.fine.is_empty(), "{}", rule.id);
        for text in &rule.caught {
            assert!(broken(text).contains(&rule.id.as_str()), "{}: misses `{text}`", rule.id);
        }
        for text in &rule.fine {
            assert_eq!(broken(text), [""; 0], "{}: is not fine: `{text}`", rule.id);
        }
        let words = format!("{}\n\n{}", rule.why, rule.instead);
        assert_eq!(broken(&words), [""; 0], "{}: breaks a rule itself", rule.id);
    }
}

#[test]
fn only_the_paraphrase_of_a_claim_is_exempt() {
    assert!(!lint("Cortisol drops.", Context::Ours).is_empty());
    assert!(lint("Cortisol drops.", Context::ClaimUnderTest).is_empty());
}

#[test]
fn on_a_page_exempt_texts_are_passed_over_word_by_word_and_nothing_else_is() {
    let page = "C14 The stress hormone\ncortisol goes   down.\n\nYour cortisol went down.";
    let exempt = LEDGER.exempt_texts();
    let found = lint_except(page, &exempt);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].rule, found[0].line), ("cortisol", 4));
    assert_eq!(lint_except(page, &[]).len(), 2);
}

#[test]
fn the_texts_the_software_must_speak_pass() {
    for text in [
        "Stop. Call your emergency number now. Do not have massage or neck treatment.",
        "Please get medical care today. Sessions are paused.",
        "Ask a doctor before your next session. We have paused suggestions.",
        "Your heartbeat looked irregular. This is not a diagnosis. Show an ECG to a doctor.",
        "HRV reflects vagal modulation of the heartbeat under these conditions; it does not measure \
         stress, health or sympathetic tone.",
        "vagally mediated heart-rate variability rose",
    ] {
        assert_eq!(broken(text), [""; 0], "{text}");
    }
}

#[test]
fn a_denial_reaches_its_own_clause_only() {
    assert_eq!(broken("It is not clear, but you are safe."), ["safe"]);
    assert_eq!(broken("Not to worry: this is a diagnosis."), ["diagnosis"]);
    assert_eq!(broken("There was no reason to see the diagnosis."), ["diagnosis"]);
}

#[test]
fn writing_it_otherwise_does_not_hide_it() {
    for text in ["SAFE", "safe.", "“safe”", "sa\u{ad}fe", "*safe*", "(safe)"] {
        assert_eq!(broken(text), ["safe"], "{text}");
    }
    assert_eq!(broken("sympathetic\ndominance"), ["sympathetic-dominance"]);
    assert_eq!(broken("medical\u{2011}grade"), ["proven"]);
}

#[test]
fn a_finding_says_where_what_why_and_what_instead() {
    let found = lint("Good news.\nYour cortisol\n dropped.", Context::Ours);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].phrase.as_str()), (2, "cortisol dropped"));
    assert!(found[0].to_string().contains("say instead: cortisol: not measured"));
}

#[test]
fn a_rule_that_cannot_work_is_refused() {
    let rule = |phrases: &str| {
        format!("[[rule]]\nid='x'\nphrases=[{phrases}]\nwhy='w'\ninstead='i'\ncaught=[]\nfine=[]\n")
    };
    assert!(compile(&rule("'word'")).is_ok());
    for bad in ["'Word'", "''", "'~2 word'", "3"] {
        assert!(compile(&rule(bad)).is_err(), "{bad}");
    }
}

#[test]
fn one_phrase_is_one_finding() {
    assert_eq!(broken("Your baseline runs chronically sympathetic."), ["sympathetic-dominance"]);
    assert_eq!(broken("safe, safe and safe"), ["safe", "safe", "safe"]);
}

/// What somebody might write with the best of intentions; each line must be caught by some rule.
#[test]
fn well_meant_sentences_are_caught() {
    for text in [
        "Your vagal tone improved by 20%.",
        "You are more relaxed.",
        "This session calmed your nervous system.",
        "Massage lowered your stress.",
        "Your sympathetic nervous system is overactive.",
        "We found no signs of heart disease.",
        "You are fine to continue.",
        "The drop in cortisol was large.",
        "Higher LF/HF means more sympathetic activity.",
        "Balanced autonomic nervous system",
        "You have an irregular heartbeat, probably AF.",
        "Upper cervical misalignment detected",
        "Your body is in rest-and-digest mode.",
        "Your tension is caused by stress.",
    ] {
        assert!(!broken(text).is_empty(), "{text}");
    }
}

/// Texts put together from what the lint looks at, in every order a small generator comes upon.
#[test]
fn no_text_makes_it_panic_and_every_finding_points_into_the_text() {
    const PARTS: [&str; 20] = [
        "safe",
        "not ",
        " ",
        "\n",
        "\n\n",
        "é",
        "’s",
        "\u{ad}",
        "<b>",
        "</",
        "<script>",
        "\"",
        " alt=",
        "&nbsp;",
        "cortisol ",
        "fell",
        "?",
        ".",
        "’",
        "🫀",
    ];
    // Knuth's MMIX generator: the test must give the same answer every time.
    let mut state = 1_u64;
    let mut found = 0;
    for _ in 0..3000 {
        let text: String = (0..12)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                PARTS[(state >> 33) as usize % PARTS.len()]
            })
            .collect();
        for text in [visible_text(&text), text] {
            for finding in lint_except(&text, &["safe safe", ""]) {
                assert!(finding.line <= text.matches('\n').count() + 1, "{text:?}");
                assert!(!finding.phrase.is_empty(), "{text:?}");
                found += 1;
            }
        }
    }
    assert!(found > 100, "the generator found too little: {found}");
}
