//! Scenario files that are damaged, and the example.
#![allow(clippy::unwrap_used)]

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vagal_sim::{FileError, HYPOTHESES, Scenario, ScenarioFile};

#[test]
fn the_example_says_what_the_defaults_are() {
    let example = ScenarioFile::parse(ScenarioFile::EXAMPLE).unwrap().scenario;
    assert_eq!(example.stimuli.len(), 1);
    let duration_s = example.duration_s;
    assert_eq!(example.twin(), Scenario::rest(duration_s, 1));
    assert!(HYPOTHESES.iter().all(|def| ScenarioFile::EXAMPLE.contains(def.id)));
}

#[test]
fn damaged_files_are_refused_with_a_hint_or_read_and_never_panic() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let original: Vec<char> = ScenarioFile::EXAMPLE.chars().collect();
    let odd: Vec<char> = "\0\u{7f}é𝛼=[]\"'#.,-+e_ \n\t{}0123456789".chars().collect();
    let (mut refused, mut read) = (0, 0);
    for _ in 0..4000 {
        let mut text = original.clone();
        for _ in 0..rng.random_range(1..6) {
            let at = rng.random_range(0..text.len().max(1));
            if text.len() < 2 {
                break;
            }
            match rng.random_range(0..4) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, odd[rng.random_range(0..odd.len())]),
                2 => text[at] = odd[rng.random_range(0..odd.len())],
                _ => text.truncate(at.max(1)),
            }
        }
        let text: String = text.into_iter().collect();
        match ScenarioFile::parse(&text) {
            Ok(_) => read += 1,
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().is_empty() && !error.hint().is_empty(), "{error:?}");
            }
        }
    }
    assert!(refused > 500 && read > 500, "{refused} {read}");
}

#[test]
fn numbers_out_of_reach_are_refused() {
    for text in [
        "duration_s = 1e300\n",
        "duration_s = -5\n",
        "duration_s = nan\n",
        "seed = -1\n",
        "seed = 99999999999999999999999\n",
        "dt_s = 0\n",
        "[parameters]\nDTs = 1e9\n",
        "[parameters]\nGTv = inf\n",
        "[person]\nage_years = 7\n",
        "[drive]\nu_v = [[5, 1, 1]]\n",
        "[[stimulus]]\nkind = \"cold_pressor\"\nstart_s = 1\nend_s = 2\nhands = 300\n",
    ] {
        let error = ScenarioFile::parse(text).unwrap_err();
        let expected = matches!(error, FileError::Scenario(_) | FileError::WrongKind { .. });
        assert!(expected, "{text}: {error:?}");
    }
}
