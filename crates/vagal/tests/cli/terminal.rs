//! What reaches the terminal: width, plain words, colour only where it is seen.

use unicode_width::UnicodeWidthStr;

use crate::support::{Folder, binary, recording, steady, three_files, vagal};

/// Every command that prints tables or answers, without what takes long.
fn commands(folder: &Folder) -> Vec<Vec<String>> {
    let [before, during, after] =
        three_files(folder, &steady(0.8, 51)).map(|f| f.to_str().expect("UTF-8").to_owned());
    let words = |line: &str| line.split(' ').map(String::from).collect::<Vec<_>>();
    let mut all: Vec<Vec<String>> =
        ["formats", "metrics", "config", "evidence", "evidence C06", "evidence C47", "fetch"]
            .map(words)
            .into();
    all.push(vec!["beats".into(), before.clone()]);
    all.push(vec!["hrv".into(), before.clone()]);
    all.push([words("hrv --window 120"), vec![before.clone()]].concat());
    all.push(vec!["formats".into(), before.clone()]);
    all.push([words("session --input massage"), vec![before.clone(), during, after]].concat());
    all.push(vec!["session".into(), "--before".into(), before]);
    all
}

/// Cause: tables ran past the edge at any width; only running text was wrapped.
#[test]
fn nothing_runs_past_the_edge() {
    let folder = Folder::new("width");
    for command in commands(&folder) {
        for width in [40, 80, 120] {
            let run = vagal(command.iter().cloned().chain([format!("--width={width}")]));
            for line in run.stdout.lines() {
                assert!(
                    line.width() <= width,
                    "{command:?} at {width}: {} in `{line}`",
                    line.width()
                );
            }
        }
    }
}

#[test]
fn a_pipe_keeps_one_row_a_line() {
    for (command, rows) in [("formats", "formats"), ("metrics", "metrics"), ("evidence", "claims")]
    {
        let json = vagal([command, "--json"]).json();
        let count = json[rows].as_array().expect("a list").len();
        assert_eq!(vagal([command]).stdout.trim_end().lines().count(), count + 1, "{command}");
    }
}

#[test]
fn plain_is_words_and_figures_only() {
    let folder = Folder::new("plain");
    for command in commands(&folder) {
        let run = vagal(command.iter().cloned().chain(["--plain".into()]));
        // Escapes, arrows, box drawing, blocks, Braille.
        let drawn = |c: char| matches!(c, '\u{1b}' | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}');
        let found: String = run.stdout.chars().filter(|c| drawn(*c)).collect();
        assert!(found.is_empty(), "{command:?}: {found}");
    }
}

#[test]
fn a_pipe_and_no_color_get_no_escapes() {
    let folder = Folder::new("colour");
    for command in commands(&folder) {
        for no_color in [None, Some("1"), Some("")] {
            let mut binary = binary();
            binary.args(&command);
            if let Some(value) = no_color {
                binary.env("NO_COLOR", value);
            }
            let output = binary.output().expect("the binary starts");
            assert!(
                !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
                "{command:?}"
            );
        }
    }
}

#[test]
fn help_names_every_subcommand_and_answers_zero() {
    let help = vagal(["--help"]);
    assert_eq!(help.code, 0);
    for command in
        ["demo", "session", "hrv", "beats", "evidence", "fetch", "formats", "metrics", "config"]
    {
        assert!(help.stdout.contains(command), "{command}");
        let run = vagal([command, "--help"]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("--json"), "{command} takes --json");
    }
    assert_eq!(vagal(["--version"]).code, 0);
    assert_eq!(vagal(["nosuch"]).code, 2);
    let none: [&str; 0] = [];
    assert_eq!(vagal(none).code, 2);
}

/// Cause: `--json` and `--report` stood under the heading `Circumstances`.
#[test]
fn help_puts_json_and_report_among_the_options() {
    let help = vagal(["session", "--help"]).stdout;
    let place = |what: &str| help.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(place("--json") < place("Circumstances:"));
    assert!(place("--report") < place("Circumstances:"));
}

/// Cause: an estimate of −13% stood over plain means that rose, and a heart rate that fell over a model's that rose, without a word on why.
#[test]
fn an_estimate_says_what_was_compared_and_where_it_parts_from_the_means() {
    let Some(before) = recording("intervention/physionet_meditation/C5pre.qrs") else { return };
    let after = before.with_file_name("C5med.qrs");
    let text = vagal(["session".as_ref(), before.as_os_str(), after.as_os_str()]).stdout;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Compared: the last 20 min before with the first 10 min after"),
        "{text}"
    );
    let (_, rate) = words.split_once("heart rate ").expect("a line on the heart rate");
    let mut numbers = rate.split(' ').filter_map(|word| word.parse::<f64>().ok());
    let (mean_before, mean_after) = (numbers.next().unwrap(), numbers.next().unwrap());
    assert!(mean_after < mean_before && rate.contains("by the model +"), "{text}");
    assert!(words.contains("the means hold a trend"), "{text}");
}
