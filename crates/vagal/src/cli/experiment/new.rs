//! `vagal plan experiment new`: from wishes to a registered file, or the answer that it would take too long.

use std::path::PathBuf;

use vagal::core::Pressure;
use vagal::core::experiment::{Arm, ExperimentOutcome, Spending, Weekday};
use vagal::evidence::Input;
use vagal::guide::experiment::{
    Design, DesignOptions, MORNINGS, assess, design, noise, offered, parse, pulse_wave, seal, text,
};
use vagal::report::page::{ExperimentPage, TooLongPage};
use vagal::report::{html, json, terminal};
use vagal::store::{Experiment, Store};

use super::Shown;
use super::stand;
use crate::cli::error::CliError;
use crate::cli::out::{Out, command_line, write_report};
use crate::cli::{Outcome, guide, keep};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Two to four inputs; the question is the first against the second. Rest is added unless it is there. One input at two
    /// pressures: massage:moderate,massage:light
    #[arg(long, value_name = "INPUT", value_delimiter = ',')]
    arms: Vec<String>,
    /// Leave rest out
    #[arg(long)]
    no_rest: bool,
    /// First day on which a session may be; tomorrow if left out
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Write the registered file here; it is kept in the store in any case
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Dose of an input: massage=60, massage=60:moderate (minutes, pressure)
    #[arg(long, value_name = "INPUT=MINUTES", value_delimiter = ',')]
    dose: Vec<String>,
    /// Primary outcome: ln_rmssd_morning, ln_rmssd_night, ln_rmssd_session or tension_drop
    #[arg(long, value_name = "OUTCOME", value_parser = outcome, default_value = "ln_rmssd_morning")]
    primary: ExperimentOutcome,
    /// Outcomes reported beside it without a verdict; tension_drop if left out
    #[arg(long, value_name = "OUTCOME", value_parser = outcome, value_delimiter = ',')]
    secondary: Option<Vec<ExperimentOutcome>>,
    /// Smallest worthwhile change, ln units or points; half of the person's spread, or 2 points, if left out
    #[arg(long, value_name = "CHANGE")]
    swc: Option<f64>,
    /// True difference to be found, ln units or points; twice the SWC of lnRMSSD, the SWC of tension, if left out
    #[arg(long, value_name = "DIFFERENCE")]
    effect: Option<f64>,
    /// Probability of finding it
    #[arg(long, value_name = "P", default_value_t = 0.8)]
    power: f64,
    /// Sessions of each input, whatever the power
    #[arg(long, value_name = "N")]
    sessions: Option<usize>,
    /// Longest that it may take
    #[arg(long, value_name = "WEEKS", default_value_t = 26.0)]
    most_weeks: f64,
    /// Days of the week on which sessions may be; all if left out
    #[arg(long, value_name = "DAY", value_parser = weekday, value_delimiter = ',')]
    weekdays: Option<Vec<Weekday>>,
    /// Days from one session to the next, at least
    #[arg(long, value_name = "DAYS", default_value_t = 3)]
    washout: i64,
    /// Looks before the end, as shares of the blocks; `--looks none` for none
    #[arg(long, value_name = "SHARE", value_delimiter = ',', default_value = "0.5,0.75")]
    looks: Vec<String>,
    /// How false alarms are spread over the looks: obrien_fleming or pocock
    #[arg(long, value_name = "HOW", value_parser = spending, default_value = "obrien_fleming")]
    spending: Spending,
    /// Share of outcomes expected to go missing
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    missing: f64,
    /// Seed of the draw; by chance if left out
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// Design it and say what it would take, but register nothing
    #[arg(long)]
    dry_run: bool,
}

/// Simulated experiments for each cell of the table of power: a standard error of .02 at .80.
const EXPERIMENTS: usize = 400;

fn outcome(text: &str) -> Result<ExperimentOutcome, String> {
    keep::by_id(&ExperimentOutcome::ALL, ExperimentOutcome::id, text)
}

fn spending(text: &str) -> Result<Spending, String> {
    keep::by_id(&Spending::ALL, Spending::id, text)
}

fn weekday(text: &str) -> Result<Weekday, String> {
    keep::by_id(&Weekday::ALL, Weekday::id, text)
}

pub(super) fn run(shown: &Shown, args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    let place = shown.place();
    let mut store = place.open()?;
    let zone = shown.zone()?;
    let now = keep::now(&zone)?;
    if let Some(path) = args.out.as_ref().filter(|path| path.exists()) {
        return Err(CliError::Advice(
            format!("{} is there already", path.display()),
            "a registered file is not written over; choose another name".into(),
        ));
    }
    let arms = arms(args)?;
    // A design without answers registers nothing; with answers it is held against them like any other.
    let unasked = args.dry_run && shown.answers.is_none();
    if !unasked {
        offered(&guide::answers(shown.answers.as_deref())?, &arms)?;
    }
    if !args.dry_run {
        none_open(&mut store, place.person_id(), now, out)?;
    }
    let from = match &args.from {
        Some(text) => zone.any(text, now)?.local_day(),
        None => now.local_day() + 1,
    };
    let diary = stand::diary(&mut store, place.person_id())?;
    let wave = pulse_wave(&diary, args.primary);
    let wishes = DesignOptions {
        person: place.person_id().to_owned(),
        made_by: format!("vagal {}", env!("CARGO_PKG_VERSION")),
        registered: now,
        seed: u64::from(args.seed.unwrap_or_else(rand::random)),
        arms,
        from,
        weekdays: args.weekdays.clone().unwrap_or_else(|| Weekday::ALL.to_vec()),
        washout_days: args.washout,
        primary: args.primary,
        pulse_wave: wave,
        secondary: secondary(args),
        swc: args.swc,
        effect: args.effect,
        power: args.power,
        blocks: args.sessions,
        most_weeks: args.most_weeks,
        looks: looks(&args.looks)?,
        spending: args.spending,
        missing: args.missing,
        noise: noise(&diary, args.primary, wave, now.local_day()),
        experiments: EXPERIMENTS,
    };
    out.progress("simulating designs …");
    let found = design(&wishes);
    out.progress_done();
    let Design { plan, power, swc } = found?;
    let Some(plan) = plan else {
        let page = TooLongPage {
            arms: wishes.arms,
            outcome: wishes.primary,
            swc,
            noise: wishes.noise,
            fewest_readings: MORNINGS,
            power,
            command: command_line(),
        };
        let style = &out.style;
        let text = if shown.json {
            json::experiment_too_long(&page)
        } else {
            terminal::experiment_too_long(&page, style)
        };
        out.print(&text)?;
        out.talk("nothing was registered");
        return Ok(Outcome::Answered);
    };
    let file = text(&plan);
    if parse(&file).ok().as_ref() != Some(&plan) {
        return Err(CliError::Advice(
            "this plan cannot be read back from its file; nothing was registered".into(),
            "choose days up to the year 9999 with --from".into(),
        ));
    }
    let sha256 = seal(&file);
    if !args.dry_run {
        let registered = Experiment {
            sha256: sha256.clone(),
            registered: now,
            text: file.clone(),
            stopped: None,
            looks: Vec::new(),
        };
        store.register(&place.person(), &registered)?;
        // After it is on the disk: a file that nothing was registered for would be worse than none.
        if let Some(path) = &args.out {
            std::fs::write(path, &file).map_err(|source| {
                CliError::Advice(
                    format!("registered, but not written to {}: {source}", path.display()),
                    "`vagal plan experiment show --text` prints the file".into(),
                )
            })?;
        }
    }
    let page = ExperimentPage {
        sha256,
        state: assess(&plan, &diary, now, None, &[]),
        plan,
        reveal: false,
        registered: (!args.dry_run).then_some(now),
        paused: None,
        power: Some(power),
        command: command_line(),
    };
    if let Some(path) = &shown.report {
        write_report(path, &html::experiment(&page), out)?;
    }
    let text =
        if shown.json { json::experiment(&page) } else { terminal::experiment(&page, &out.style) };
    out.print(&text)?;
    match (args.dry_run, &args.out) {
        (true, _) if unasked => out.talk(
            "a dry run: nothing was registered. Registering needs the answers: `vagal check --save answers.toml`, then --answers answers.toml",
        ),
        (true, _) => out.talk("a dry run: nothing was registered"),
        (false, Some(path)) => {
            out.talk(&format!("registered in {} and written to {}", store.place(), path.display()));
        }
        (false, None) => out.talk(&format!("registered in {}", store.place())),
    }
    Ok(Outcome::Answered)
}

/// One at a time: two would be each other's carry-over.
fn none_open(
    store: &mut Store,
    person: &str,
    now: vagal::core::Moment,
    out: &mut Out,
) -> Result<(), CliError> {
    match stand::open(store, person, now, out)? {
        None => Ok(()),
        Some(standing) => Err(CliError::Advice(
            format!("experiment {} is still open", standing.id()),
            "let it end, or end it with `vagal plan experiment stop --because REASON`".into(),
        )),
    }
}

/// The inputs in order, rest last where it was added.
fn arms(args: &Args) -> Result<Vec<Arm>, CliError> {
    if args.arms.is_empty() {
        let inputs: Vec<&str> = vagal::evidence::inputs().iter().map(|i| i.id.as_str()).collect();
        return Err(CliError::Advice(
            "nothing to compare is named".into(),
            format!(
                "name inputs, the question first: --arms massage,rest; inputs: {}",
                inputs.join(", ")
            ),
        ));
    }
    let mut wished = args.arms.iter().map(|w| wish(w)).collect::<Result<Vec<_>, _>>()?;
    let has_rest = wished.iter().any(|(input, _)| input.id == "rest");
    if let Some(rest) = vagal::evidence::input("rest").filter(|_| !has_rest && !args.no_rest) {
        wished.push((rest, None));
    }
    let doses = args.dose.iter().map(|d| dose(d)).collect::<Result<Vec<_>, _>>()?;
    if let Some((input, ..)) = doses.iter().find(|d| !wished.iter().any(|(i, _)| i.id == d.0)) {
        return Err(CliError::Usage(format!("{input} is no input of this experiment"), DOSE));
    }
    let usual = |id: &str| match id {
        "massage" => (60.0, Some(Pressure::Moderate)),
        "cold_face" => (0.5, None),
        _ => (20.0, None),
    };
    let of = |id: &str| {
        doses.iter().find(|d| d.0 == id).map_or_else(|| usual(id), |d| (d.1, d.2.or(usual(id).1)))
    };
    let others = wished.iter().filter(|(i, _)| i.id != "rest").map(|(i, _)| of(&i.id).0);
    // Lying still for as long as the longest of the others.
    let longest = others.fold(0.0, f64::max);
    let arm = |(input, pressure): &(&'static Input, Option<Pressure>)| {
        let given = doses.iter().any(|d| d.0 == input.id);
        let (minutes, usual) = of(&input.id);
        let minutes = if input.id == "rest" && !given && longest > 0.0 { longest } else { minutes };
        Arm::new(&input.id, &input.name, minutes, pressure.or(usual))
    };
    let mut arms: Vec<Arm> = wished.iter().map(arm).collect();
    Arm::tell_apart(&mut arms);
    Ok(arms)
}

/// `massage`, or `massage:light` where one pressure is compared with another.
fn wish(word: &str) -> Result<(&'static Input, Option<Pressure>), CliError> {
    let (name, pressure) = word.split_once(':').map_or((word, None), |(n, p)| (n, Some(p)));
    let input = vagal::evidence::input(name.trim()).ok_or_else(|| {
        let all: Vec<&str> = vagal::evidence::inputs().iter().map(|i| i.id.as_str()).collect();
        CliError::Advice(format!("`{name}` is no input of the ledger"), all.join(", "))
    })?;
    let pressure = pressure.map(|p| keep::by_id(&Pressure::ALL, Pressure::id, p.trim()));
    let pressure = pressure.transpose().map_err(|ids| {
        CliError::Advice(format!("`{word}` names no pressure"), format!("write {ids}"))
    })?;
    Ok((input, pressure))
}

const DOSE: &str = "write minutes and, for touch, a pressure: --dose massage=60:moderate,rest=60";

/// `massage=60:moderate`
fn dose(text: &str) -> Result<(String, f64, Option<Pressure>), CliError> {
    let wrong = || CliError::Usage(format!("`{text}` is no dose"), DOSE);
    let (word, amount) = text.split_once('=').ok_or_else(wrong)?;
    let input = vagal::evidence::input(word.trim()).ok_or_else(wrong)?;
    let (minutes, pressure) = match amount.split_once(':') {
        Some((minutes, pressure)) => {
            let pressure = keep::by_id(&Pressure::ALL, Pressure::id, pressure.trim());
            (minutes, Some(pressure.map_err(|_| wrong())?))
        }
        None => (amount, None),
    };
    let minutes = minutes.trim().parse::<f64>().ok().filter(|m| m.is_finite()).ok_or_else(wrong)?;
    Ok((input.id.clone(), minutes, pressure))
}

fn looks(words: &[String]) -> Result<Vec<f64>, CliError> {
    if words.len() == 1 && words[0] == "none" {
        return Ok(Vec::new());
    }
    let number = |word: &String| {
        word.trim().parse::<f64>().map_err(|_| {
            CliError::Usage(
                format!("`{word}` is no share of the blocks"),
                "write shares such as --looks 0.5,0.75, or --looks none",
            )
        })
    };
    words.iter().map(number).collect()
}

fn secondary(args: &Args) -> Vec<ExperimentOutcome> {
    let wished = args.secondary.clone().unwrap_or_else(|| vec![ExperimentOutcome::Tension]);
    wished.into_iter().filter(|o| *o != args.primary).collect()
}
