//! `cargo run -p vagal-validation --bin plan-rates [DIARIES]`: writes the error rates of the verdicts of a plan.

use std::io::Write as _;

use vagal_validation::person::plans;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: u64 = std::env::args().nth(1).map_or(Ok(100), |n| n.parse())?;
    let mut table = String::from(plans::HEADER);
    for case in plans::CASES {
        let line = plans::line(case, &plans::run(case, diaries));
        write!(std::io::stderr(), "{line}")?;
        table.push_str(&line);
    }
    std::fs::write(vagal_validation::docs::root().join("validation/person/plan_rates.csv"), table)?;
    Ok(())
}
