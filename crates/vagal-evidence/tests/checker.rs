//! The checker itself: break each thing, and a problem must say so.

use vagal_evidence::{Date, Files, check_files};

const DAY: &str = "2026-11-23";

/// Which file to break.
#[derive(Clone, Copy, Debug)]
enum In {
    Sources,
    Claims,
    Inputs,
    Interference,
    RedFlags,
    Cautions,
    RecordingPredicates,
    Rules,
    Thresholds,
    RuleQuestions,
    Options,
}

/// What the checker says once the first `old` in a file has become `new`.
fn broken(file: In, old: &str, new: &str) -> Vec<String> {
    broken_on(file, old, new, DAY)
}

fn broken_on(file: In, old: &str, new: &str, day: &str) -> Vec<String> {
    let mut files = Files::BUILT_IN;
    let text = match file {
        In::Sources => &mut files.sources,
        In::Claims => &mut files.claims,
        In::Inputs => &mut files.inputs,
        In::Interference => &mut files.interference,
        In::RedFlags => &mut files.red_flags,
        In::Cautions => &mut files.cautions,
        In::RecordingPredicates => &mut files.recording_predicates,
        In::Rules => &mut files.rules,
        In::Thresholds => &mut files.thresholds,
        In::RuleQuestions => &mut files.rule_questions,
        In::Options => &mut files.options,
    };
    assert!(text.contains(old), "{file:?} has no `{old}` to break");
    let edited = text.replacen(old, new, 1);
    *text = edited.leak();
    let today = Date::parse(day).expect("a day");
    check_files(files, today).iter().map(ToString::to_string).collect()
}

fn assert_says(problems: &[String], what: &str) {
    assert!(problems.iter().any(|p| p.contains(what)), "nothing says `{what}` in {problems:#?}");
}

#[test]
fn a_broken_key_is_found() {
    let problems = broken(In::Claims, "source = \"meier-2020\"", "source = \"meyer-2020\"");
    assert_says(
        &problems,
        "claims.toml: C01: `for` names the source `meyer-2020`, which is not there",
    );
    let problems = broken(In::Sources, "key = \"moyer-2011\"", "key = \"moyer-2012\"");
    assert_says(&problems, "C14: `against` names the source `moyer-2011`");
    let problems = broken(In::Inputs, "source = \"brown-2021\"", "source = \"brown\"");
    assert_says(&problems, "inputs.toml: meditation: `evidence` names the source `brown`");
    let problems = broken(In::Inputs, "\"C13\"", "\"C99\"");
    assert_says(&problems, "massage: names the claim `C99`");
    let problems = broken(In::Inputs, "\"C13\"", "\"c13\"");
    assert_says(&problems, "massage: names the claim `c13`");
    let problems = broken(In::Sources, "key = \"moyer-2011\"", "key = \"Moyer-2011\"");
    assert_says(&problems, "a key is lower-case words");
}

#[test]
fn a_broken_grade_is_found() {
    let problems = broken(In::Claims, "grade = \"mixed\"\n", "");
    assert_says(&problems, "claims.toml: C01");
    assert_says(&problems, "missing field `grade`");
    let problems = broken(In::Claims, "grade = \"mixed\"", "grade = \"true\"");
    assert_says(&problems, "unknown variant `true`");
}

#[test]
fn a_missing_source_is_found_unless_it_says_none_found() {
    assert_says(&broken(In::Claims, "for = \"none found\"\n", ""), "missing field `for`");
    assert_says(&broken(In::Claims, "against = \"none found\"\n", ""), "missing field `against`");
    assert_says(
        &broken(In::Claims, "for = \"none found\"", "for = []"),
        "hides whether anybody looked",
    );
    assert_says(&broken(In::Claims, "for = \"none found\"", "for = \"\""), "names no source");
    assert_says(
        &broken(In::Inputs, "evidence = \"none found\"", "evidence = []"),
        "anybody looked",
    );
}

#[test]
fn a_status_better_than_its_sources_is_found() {
    let problems = broken(In::Claims, "status = \"second_hand\"", "status = \"verified\"");
    assert_says(&problems, "C12: is called verified, but its weakest source is second_hand");
    let problems = broken(In::Claims, "status = \"no_source\"", "status = \"verified\"");
    assert_says(&problems, "is called verified without any source");
    let problems = broken(In::Sources, "status = \"verified\"", "status = \"recalled\"");
    assert_says(&problems, "C01: is called verified, but its weakest source is recalled");
    let problems = broken(In::Sources, "status = \"verified\"", "status = \"seen\"");
    assert_says(&problems, "unknown variant `seen`");
}

#[test]
fn a_review_date_that_is_past_or_no_day_is_found() {
    let same = "review_by = \"2027-11-30\"";
    assert!(broken_on(In::Claims, same, same, "2027-11-30").is_empty(), "due is not past");
    let problems = broken_on(In::Claims, same, same, "2027-12-01");
    // 63 claims, 18 red flags, 35 cautions, 10 recording predicates, 7 interference kinds, 13 rules.
    assert_eq!(problems.len(), 63 + 18 + 35 + 10 + 7 + 13, "all fall due on one day");
    assert_says(&problems, "C63: was to be reviewed by 2027-11-30");
    let problems = broken(In::Claims, same, "review_by = \"2026-11-22\"");
    assert_says(&problems, "C01: was to be reviewed by 2026-11-22");
    assert_says(&broken(In::Claims, same, "review_by = \"2027-11-31\""), "is no day");
}

#[test]
fn a_duplicate_is_found() {
    let problems = broken(In::Sources, "key = \"diego-2004\"", "key = \"diego-field-2009\"");
    assert_says(&problems, "sources.toml: diego-field-2009: is there twice");
    let problems = broken(In::Claims, "id = \"C02\"", "id = \"C01\"");
    assert_says(&problems, "claims.toml: C01: is there twice");
    let problems = broken(In::Inputs, "\"mindfulness\"", "\"Thai-Massage\"");
    assert_says(&problems, "inputs.toml: thai massage: is there twice");
    let problems = broken(In::Claims, "source = \"meier-2020\"", "source = \"diego-field-2009\"");
    assert_says(&problems, "C01: `for` names the source `diego-field-2009` twice");
    let problems = broken(In::Sources, "10.1080/00207450490249446", "10.1080/00207450802329605");
    assert_says(&problems, "10.1080/00207450802329605: is there twice");
}

#[test]
fn a_lost_or_displaced_claim_is_found() {
    let problems = broken(In::Claims, "id = \"C63\"", "id = \"C64\"");
    assert_says(&problems, "C63: C01 to C63 must all be there, in order");
}

#[test]
fn an_empty_or_unknown_field_is_found() {
    let problems = broken(In::Claims, "why = \"", "why = \"\"\nignored = \"");
    assert_says(&problems, "unknown field `ignored`");
    let finding = "finding = \"Narrative review by the same laboratory; it asks";
    let problems = broken(In::Sources, finding, "finding = \" Narrative review; it asks");
    assert_says(&problems, "field-2014: `finding` has spaces around it");
    let problems = broken(
        In::Claims,
        "feature = \"session verdict on lnRMSSD, breathing in the model\"",
        "feature = \"\"",
    );
    assert_says(&problems, "C01: `feature` is empty");
    let problems = broken(In::Claims, "command = \"vagal session\"", "command = \"session\"");
    assert_says(&problems, "neither a vagal command nor \"not built yet\"");
    let problems =
        broken(In::Sources, "doi = \"10.1080/00207450490249446\"", "doi = \"doi:10.1080\"");
    assert_says(&problems, "`doi:10.1080` is no doi");
    let problems = broken(In::Inputs, "id = \"cold_face\"", "id = \"Cold face\"");
    assert_says(&problems, "an identifier is lower-case words");
}

#[test]
fn a_forbidden_word_is_found_in_every_text_but_a_paraphrase() {
    let said = "Your cortisol dropped. ";
    for (file, field) in [
        (In::Sources, "finding = \""),
        (In::Claims, "why = \""),
        (In::Claims, "test_on_yourself = \""),
        (In::Claims, "feature = \""),
        (In::Claims, "found = \""),
        (In::Inputs, "description = \""),
        (In::Inputs, "breathing_note = \""),
        (In::Inputs, "found = \""),
        (In::Interference, "description = \""),
        (In::Interference, "support = \""),
        (In::RedFlags, "name = \""),
        (In::RedFlags, "action = \""),
        (In::RedFlags, "ask = \""),
        (In::Cautions, "action = \""),
        (In::Inputs, "consent = \""),
        (In::Inputs, "limits = [\""),
        (In::RecordingPredicates, "text = \""),
        (In::RecordingPredicates, "pulse_text = \""),
        (In::RecordingPredicates, "predicate = \""),
        (In::Rules, "fires = \""),
        (In::Rules, "predicate = \""),
        (In::Rules, "cannot_know = \""),
        (In::Rules, "needs = \""),
        (In::Rules, "plan = \""),
        (In::Rules, "success = \""),
        (In::Rules, "on_failure = \""),
        (In::Thresholds, "reason = \""),
        (In::RuleQuestions, "name = \""),
        (In::Options, "says = \""),
        (In::Options, "interest = \""),
    ] {
        let problems = broken(file, field, &format!("{field}{said}"));
        assert_says(&problems, "says \"cortisol dropped\"");
    }
    assert!(broken(In::Claims, "paraphrase = \"", &format!("paraphrase = \"{said}")).is_empty());
}

#[test]
fn a_broken_warning_is_found() {
    let problems = broken(In::Inputs, "\"CA-05\"", "\"CA-55\"");
    assert_says(&problems, "massage: names the caution `CA-55`, which is not there");
    assert_says(&problems, "cautions.toml: CA-05: belongs to no input");
    let problems = broken(In::RedFlags, "with = [\"RF-02\"", "with = [\"RF-99\"");
    assert_says(&problems, "RF-05: is raised with `RF-99`, which is not there");
    let problems = broken(In::RedFlags, "with = [\"RF-02\"", "with = [\"RF-05\"");
    assert_says(&problems, "RF-05: is raised with itself");
    let problems = broken(In::RedFlags, "at_least = 2", "at_least = 4");
    assert_says(&problems, "RF-10: `raise` never comes about");
    let problems = broken(In::RedFlags, "to = \"same_day\"", "to = \"doctor\"");
    assert_says(&problems, "RF-10: is raised to a level it already has");
    let problems = broken(In::RedFlags, "level = \"emergency\"", "level = \"notice\"");
    assert_says(&problems, "RF-01: a red flag is no mere notice");
    let problems = broken(In::RedFlags, "any you had before?", "any you had before");
    assert_says(&problems, "RF-01: `ask` does not end in a question mark");
    let problems = broken(In::RedFlags, "id = \"RF-02\"", "id = \"RF-01\"");
    assert_says(&problems, "red_flags.toml: RF-01: is there twice");
    let problems = broken(In::Cautions, "id = \"CF-01\"", "id = \"CF-1\"");
    assert_says(&problems, "CF-1: a key here is CA, CF, BR, MV and two digits");
    let problems = broken(In::RedFlags, "starred = true\n", "");
    assert_says(&problems, "missing field `starred`");
}

#[test]
fn a_pulse_that_is_called_a_heartbeat_is_found() {
    let pulse = "pulse_text = \"The pulse was slow.";
    let problems =
        broken(In::RecordingPredicates, pulse, "pulse_text = \"Your heartbeat was slow.");
    assert_says(&problems, "RC-04: speaks of a heartbeat where only a pulse was recorded");
    let problems = broken(
        In::RecordingPredicates,
        "pulse_text = \"The pulse was fast for a rest. Ask a doctor.\"\n",
        "",
    );
    assert_says(&problems, "RC-05: speaks of a heartbeat where only a pulse was recorded");
    let problems = broken(In::Inputs, "ends it at once?\"", "ends it at once\"");
    assert_says(&problems, "massage: `ask` does not end in a question mark");
}

#[test]
fn a_level_that_does_not_exist_is_found() {
    let problems = broken(In::RedFlags, "level = \"emergency\"", "level = \"urgent\"");
    assert_says(
        &problems,
        "`urgent` is no level; there are emergency, same_day, doctor, adapt, notice",
    );
}

#[test]
fn a_warning_from_memory_cannot_be_called_verified() {
    for (file, item) in
        [(In::RedFlags, "RF-07"), (In::Cautions, "CA-01"), (In::RecordingPredicates, "RC-01")]
    {
        // The item's own status is the first one after its name.
        let text = match file {
            In::RedFlags => Files::BUILT_IN.red_flags,
            In::Cautions => Files::BUILT_IN.cautions,
            _ => Files::BUILT_IN.recording_predicates,
        };
        let table = text.split("[[").find(|t| t.contains(&format!("id = \"{item}\""))).expect(item);
        let better = table.replace("status = \"recalled\"", "status = \"verified\"");
        assert_ne!(table, better, "{item} is recalled");
        assert_says(&broken(file, table, &better), &format!("{item}: is called verified"));
    }
}

#[test]
fn what_a_clinician_records_or_leads_to_support_is_never_asked_of_everybody() {
    let kind = "recorded_by = \"clinician\"\noptional = true";
    let problems = broken(In::Interference, kind, "recorded_by = \"clinician\"\noptional = false");
    assert_says(&problems, "structural: is recorded by a clinician and yet asked of everybody");
    let kind = "optional = true\nsupport";
    let problems = broken(In::Interference, kind, "optional = false\nsupport");
    assert_says(&problems, "trauma: leads to support and yet is asked of everybody");
}

#[test]
fn a_broken_rule_is_found() {
    let problems = broken(In::Rules, "\"C52\"", "\"C99\"");
    assert_says(&problems, "rules.toml: A1: names the claim `C99`, which is not there");
    let problems = broken(In::Rules, "claims = [\"C58\"]", "claims = []");
    assert_says(&problems, "S3: puts no claim to the test");
    let problems = broken(In::Rules, "\"onset_days\"", "\"onset_weeks\"");
    assert_says(&problems, "A1: names the threshold `onset_weeks`, which is not there");
    let problems = broken(In::Rules, "questions = [\"GQ-03\"]", "questions = [\"GQ-13\"]");
    assert_says(&problems, "S3: names the question `GQ-13`, which is not there");
    assert_says(&problems, "rule_questions.toml: GQ-03: belongs to no rule");
    let problems = broken(In::Rules, "{onset}", "{onset");
    assert_says(&problems, "A1: `says.fires` has a `{` without its `}`");
    let problems = broken(In::Rules, "{onset}", "{on set}");
    assert_says(&problems, "`{on set}` is no name");
    let problems = broken(In::Rules, "list = \"fits\"", "list = \"fit\"");
    assert_says(&problems, "`fit` is no list; there are fits, review, use_case");
    let problems = broken(In::Rules, "list = \"use_case\"", "list = \"review\"");
    assert_says(&problems, "a use case, and nothing else, has plan, success and on_failure");
    let problems = broken(In::Rules, "version = 1", "version = 0");
    assert_says(&problems, "A1: versions count from 1");
    let problems =
        broken(In::Rules, "open = \"Not known whether your", "never = \"Not known whether your");
    assert_says(&problems, "A1: has nothing to say for `open`");
    let problems = broken(In::Rules, "id = \"A2\"", "id = \"A1\"");
    assert_says(&problems, "rules.toml: A1: is there twice");
}

#[test]
fn a_broken_threshold_question_or_option_is_found() {
    let problems = broken(In::Thresholds, "value = 12", "value = -12");
    assert_says(&problems, "window_weeks: a threshold is a positive number");
    let problems = broken(In::Thresholds, "source = \"sherman-2014\"", "source = \"sherman\"");
    assert_says(&problems, "names the source `sherman`, which is not there");
    let problems = broken(In::Thresholds, "id = \"hard_day\"", "id = \"hard_week\"");
    assert_says(&problems, "thresholds.toml: hard_week: belongs to no rule");
    let problems = broken(In::Thresholds, "reason = \"", "why = \"");
    assert_says(&problems, "unknown field `why`");
    let problems = broken(In::RuleQuestions, "a particular complaint?", "a particular complaint");
    assert_says(&problems, "GQ-01: `ask` does not end in a question mark");
    let problems = broken(In::Options, "id = \"stop\"", "id = \"pause\"");
    assert_says(&problems, "options.toml: all: the options are go_on,");
    let interest = "interest = \"The practice that offers the assessment";
    let problems = broken(In::Options, interest, "# \"The practice");
    assert_says(&problems, "assessment: does not say who earns from it");
}
