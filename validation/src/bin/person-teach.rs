//! `cargo run --release -p vagal-validation --bin person-teach [DIARIES]`: writes what the named next step teaches, and what others do.

use std::io::Write as _;

use vagal_validation::person::teach;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let diaries: usize = std::env::args().nth(1).map_or(Ok(300), |n| n.parse())?;
    let folder = vagal_validation::docs::root().join("validation/person");
    let mut shares = String::from(teach::SHARES_HEADER);
    let mut verdicts = String::from(teach::VERDICTS_HEADER);
    for world in teach::WORLDS {
        let lived = teach::run(world, diaries);
        let (more, fallen) =
            (teach::shares(&world.id(), &lived), teach::verdicts(&world.id(), &lived));
        write!(std::io::stderr(), "{more}{fallen}")?;
        shares.push_str(&more);
        verdicts.push_str(&fallen);
    }
    std::fs::write(folder.join("teach.csv"), shares)?;
    std::fs::write(folder.join("teach_verdicts.csv"), verdicts)?;
    Ok(())
}
