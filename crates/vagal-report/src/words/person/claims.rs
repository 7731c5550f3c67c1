//! What a person's own diary says of a claim under test.

use vagal_core::posterior::{InputAnswer, PersonPosterior};

use super::{
    ceiling, correction, cumulative, effect, habits, hold_by_load, hold_of_hrv, hold_of_tension,
    interference, lasting_load, mediation, side, together,
};

/// What the model of the diary answers, sentence by sentence; empty where it has no answer to this claim, or the diary
/// holds nothing that bears on it.
pub fn claim_on_this_person(claim: &str, p: &PersonPosterior) -> Vec<String> {
    let sessions_of = |id: &str| p.inputs.iter().find(|a| a.id == id && a.sessions > 0);
    let effect_of = |id: &str| sessions_of(id).map(|a| effect(a, p.swc));
    let of_massage = |say: fn(&InputAnswer) -> String| sessions_of("massage").map(say);
    let paths = || p.mediation.iter().filter(|m| m.input == "massage").map(mediation);
    let load = || p.interference.iter().flat_map(interference);
    let sides = || side::sides(&p.comparisons).into_iter().flat_map(|s| s.sentences);
    let keyed = || sides().filter(|s| names(s, claim));
    match claim {
        "C02" | "C07" | "C14" | "C15" | "C16" | "C17" | "C22" => keyed().collect(),
        "C01" | "C04" | "C06" | "C13" => effect_of("massage").into_iter().collect(),
        "C10" => effect_of("meditation").into_iter().collect(),
        "C11" => effect_of("slow_breathing").into_iter().collect(),
        "C12" => effect_of("cold_face").into_iter().collect(),
        "C03" | "C23" | "C24" | "C43" => paths().collect(),
        "C48" => keyed().collect(),
        "C25" | "C29" => {
            [of_massage(hold_of_hrv), of_massage(hold_of_tension)].into_iter().flatten().collect()
        }
        "C27" => {
            let lasting = p.interference.iter().flat_map(lasting_load);
            p.hold_by_load.iter().map(hold_by_load).chain(lasting).collect()
        }
        "C28" | "C35" => load().collect(),
        "C39" => p.together.iter().map(together).chain([habits(p.habits.as_ref())]).collect(),
        "C40" => ceiling(p),
        "C49" | "C50" => p.correction.iter().flat_map(correction).collect(),
        "C53" => of_massage(cumulative).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// True if a sentence carries the key of a claim.
fn names(sentence: &str, claim: &str) -> bool {
    sentence.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == claim)
}
