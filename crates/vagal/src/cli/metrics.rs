//! `vagal metrics`: the registry of indices.

use serde_json::json;
use vagal::report::terminal::{Align, Table};
use vagal::signal::metrics::METRICS;

use super::Outcome;
use super::error::CliError;
use super::out::Out;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Outcome, CliError> {
    if args.json {
        let metrics: Vec<_> = METRICS
            .iter()
            .map(|m| {
                json!({
                    "id": m.id, "symbol": m.symbol, "name": m.name, "unit": m.unit,
                    "domain": m.domain.label(), "needs_s": m.min_seconds,
                    "definition": m.definition, "source": m.source,
                })
            })
            .collect();
        out.print(&format!("{:#}", json!({ "schema": "vagal.metrics/1", "metrics": metrics })))?;
        return Ok(Outcome::Answered);
    }
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("symbol", Align::Left),
        ("unit", Align::Left),
        ("needs", Align::Right),
        ("what it is", Align::Left),
    ]);
    for m in METRICS {
        let needs = format!("{:.0} s", m.min_seconds);
        table.row([m.id, m.symbol, m.unit, &needs, m.name]);
    }
    out.print(&out.table(&table))?;
    Ok(Outcome::Answered)
}
