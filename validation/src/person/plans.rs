//! Error rates of the verdicts of a plan: schedules recommended that are truly no better than none, and those missed.

use rayon::prelude::*;
use vagal::core::plan::{PlanVerdict, Ranked};
use vagal::person::simulate::{Design, Plan, simulate};
use vagal::person::{
    AnswerOptions, Event, Model, PlanOptions, SampleOptions, answer, plan, plan::ranked,
};

use super::rates::{World, truth};

/// First seed; none of these was used while plans were built.
const FIRST_SEED: u64 = 41_000_000;
/// Draws of the same truth, so that sessions vary as they would.
const TRUE_DRAWS: usize = 40;

/// What is true, and for how long an effect lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// What massage does.
    pub world: World,
    /// Half-life of its fast effect, days; `None` for that of the world.
    pub half_life_days: Option<f64>,
}

/// Every case of the study.
pub const CASES: [Case; 4] = [
    Case { world: World::Nothing, half_life_days: None },
    Case { world: World::LikeRest, half_life_days: None },
    Case { world: World::Effect(0.35), half_life_days: None },
    Case { world: World::Effect(0.6), half_life_days: Some(4.0) },
];

/// What came of one diary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: PlanVerdict,
    /// The verdict that the ranking alone would give, without asking whether sessions help to foresee.
    pub by_ranking: bool,
    /// Days that the schedule ranked first is truly worth more than no sessions, after effort.
    pub first_worth: f64,
    /// The same of the schedule that is truly best; 0 where none is better than no sessions.
    pub best_worth: f64,
}

fn diary(model: &Model, theta: &[f64], seed: u64) -> Vec<Event> {
    let mut design = Design::reference(vec![Plan::random(1.0), Plan::random(2.0)]);
    design.morning = 0.95;
    simulate(model, theta, &design, seed).events
}

/// The plan of one simulated diary against its truth; `None` where the fit fails.
pub fn outcome(case: Case, seed: u64) -> Option<Outcome> {
    let model = super::with_rest();
    let mut theta = truth(case.world);
    if let Some(days) = case.half_life_days {
        theta[model.place("hl1")?] = days;
    }
    let events = diary(&model, &theta, seed);
    let fit =
        AnswerOptions { sample: SampleOptions { seed, ..SampleOptions::default() }, preview: true };
    let answered = answer(&model, &events, &fit).ok()?;
    let options = PlanOptions { futures: 0, seed, ..PlanOptions::default() };
    let found = plan(&model, &events, &answered, &options).ok()?;
    let truths = vec![model.whiten(&theta); TRUE_DRAWS];
    let true_ranking = ranked(&model, &events, &truths, answered.posterior.swc, &options).ok()?;
    let first = found.ranked.iter().find(|r| r.schedule.is_some())?;
    let same = |r: &&Ranked| r.schedule == first.schedule;
    Some(Outcome {
        verdict: found.verdict,
        by_ranking: first.p_beats_none > 0.90,
        first_worth: true_ranking.iter().find(same)?.worth.mean,
        best_worth: true_ranking.first()?.worth.mean,
    })
}

/// The columns of the table.
pub const HEADER: &str = "world,half_life_days,diaries,schedule,none,cannot_tell,add_nothing,recommended_wrongly,ranked_above_90,ranked_wrongly,mean_worth_of_first,mean_worth_of_best\n";

/// All diaries of a case.
pub fn run(case: Case, diaries: u64) -> Vec<Outcome> {
    (0..diaries).into_par_iter().filter_map(|k| outcome(case, FIRST_SEED + k)).collect()
}

/// One line of the table.
pub fn line(case: Case, outcomes: &[Outcome]) -> String {
    let count = |holds: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|o| holds(o)).count();
    let of = |verdict| count(&|o| o.verdict == verdict);
    let mean = |value: &dyn Fn(&Outcome) -> f64| {
        outcomes.iter().map(value).sum::<f64>() / outcomes.len().max(1) as f64
    };
    format!(
        "{},{},{},{},{},{},{},{},{},{},{:.2},{:.2}\n",
        case.world.id(),
        case.half_life_days.map_or("1.5".into(), |d| d.to_string()),
        outcomes.len(),
        of(PlanVerdict::Schedule),
        of(PlanVerdict::None),
        of(PlanVerdict::CannotTell),
        of(PlanVerdict::NothingAdded),
        count(&|o| o.verdict == PlanVerdict::Schedule && o.first_worth <= 0.0),
        count(&|o| o.by_ranking),
        count(&|o| o.by_ranking && o.first_worth <= 0.0),
        mean(&|o| o.first_worth),
        mean(&|o| o.best_worth)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_study_recommends_nothing_where_nothing_works() {
        let outcomes = run(CASES[0], 4);
        assert_eq!(outcomes.len(), 4);
        assert!(outcomes.iter().all(|o| o.verdict != PlanVerdict::Schedule), "{outcomes:?}");
        // Where massage does nothing, no schedule is truly better than none.
        assert!(outcomes.iter().all(|o| o.best_worth <= 0.0), "{outcomes:?}");
    }
}
