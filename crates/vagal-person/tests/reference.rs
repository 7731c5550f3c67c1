//! Log posterior and gradient against an independent implementation, on the reference diary.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test that fails says where; a skipped one says so.

use std::path::PathBuf;

use vagal_person::{LogPosterior, Model, read_events};

/// Agreement asked for by the specification, relative.
const VALUE: f64 = 1e-9;
/// Agreement of the gradient, relative to its largest entry and to each entry's own size.
const GRADIENT: f64 = 1e-7;

fn reference(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference/person")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("VAGAL_REQUIRE").is_err(), "{} is absent", path.display());
    println!("skipped: {} is absent", path.display());
    None
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn parameters_are_those_of_the_specification() {
    let Some(path) = reference("logpost.json") else { return };
    let wanted: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let model = Model::reference();
    let (means, sds) = (numbers(&wanted["prior_mean"]), numbers(&wanted["prior_sd"]));
    assert_eq!(model.parameters().len(), means.len());
    for (i, p) in model.parameters().iter().enumerate() {
        assert_eq!(p.name, wanted["parameters"][i].as_str().unwrap());
        let transform = match p.transform {
            vagal_person::Transform::Identity => "id",
            vagal_person::Transform::Log => "log",
            vagal_person::Transform::Logit => "logit",
        };
        assert_eq!(transform, wanted["transform"][i].as_str().unwrap(), "{}", p.name);
        assert!((p.prior_mean - means[i]).abs() < 1e-14, "{}", p.name);
        assert!((p.prior_sd - sds[i]).abs() < 1e-14, "{}", p.name);
    }
}

#[test]
fn log_posterior_and_gradient_agree_with_the_reference() {
    let (Some(diary), Some(path)) = (reference("diary16w.csv"), reference("logpost.json")) else {
        return;
    };
    let wanted: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let model = Model::reference();
    let mut posterior = LogPosterior::new(&model, &read_events(&diary).unwrap()).unwrap();
    let mut gradient = vec![0.0; posterior.dimension()];
    let rows = wanted["rows"].as_array().unwrap();
    for row in rows {
        let z = numbers(&row["z"]);
        let value = posterior.gradient(&z, &mut gradient);
        let expected = row["logpost"].as_f64().unwrap();
        println!("value {value} {expected}");
        assert!(((value - expected) / expected).abs() < VALUE, "{value} vs {expected}");
        let slopes = numbers(&row["grad"]);
        for ((got, want), p) in gradient.iter().zip(&slopes).zip(model.parameters()) {
            let error = (got - want).abs() / want.abs().max(1e-3);
            println!("{} {got} {want} {error:.1e}", p.name);
            assert!(error < GRADIENT, "{}: {got} vs {want}", p.name);
        }
    }
    assert_eq!(rows.len(), 4, "the reference lost a row");
}
