//! Limits: the thresholds of the ledger as one run uses them, with what somebody changed.

use std::collections::BTreeMap;

use vagal_core::Threshold;
use vagal_evidence::{Rule, thresholds};

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitError {
    /// No such threshold.
    #[error("`{id}` is no threshold{}", nearest.as_ref().map_or(String::new(), |n| format!("; is `{n}` meant?")))]
    Unknown {
        /// As written.
        id: String,
        /// A key that contains it or is contained in it.
        nearest: Option<String>,
    },
    /// Not a positive number.
    #[error("{id} = {value}: a threshold is a positive number")]
    NotPositive {
        /// Key.
        id: String,
        /// As given.
        value: f64,
    },
}

/// Every threshold, with changes. A changed one is printed as changed with each verdict that uses it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    changed: BTreeMap<String, f64>,
}

impl Limits {
    /// Changes one threshold.
    ///
    /// # Errors
    ///
    /// [`LimitError`] for a key that is not in the ledger or a value that is not a positive number.
    pub fn set(&mut self, id: &str, value: f64) -> Result<(), LimitError> {
        if !thresholds().iter().any(|t| t.id == id) {
            let near = thresholds().iter().find(|t| t.id.contains(id) || id.contains(&t.id));
            return Err(LimitError::Unknown { id: id.into(), nearest: near.map(|t| t.id.clone()) });
        }
        if !(value.is_finite() && value > 0.0) {
            return Err(LimitError::NotPositive { id: id.into(), value });
        }
        self.changed.insert(id.to_owned(), value);
        Ok(())
    }

    /// The value in force.
    pub(crate) fn of(&self, id: &'static str) -> f64 {
        let built_in = || thresholds().iter().find(|t| t.id == id).map(|t| t.value);
        self.changed.get(id).copied().or_else(built_in).unwrap_or_else(|| {
            unreachable!(
                "`{id}` is a threshold that code names; a test holds that the ledger has it"
            )
        })
    }

    /// What a rule says that it compares with, as in force.
    pub(crate) fn of_rule(&self, rule: &Rule) -> Vec<Threshold> {
        let named = thresholds().iter().filter(|t| rule.thresholds.contains(&t.id));
        named
            .map(|t| Threshold {
                id: t.id.clone(),
                value: self.changed.get(&t.id).copied().unwrap_or(t.value),
                built_in: t.value,
                unit: t.unit.clone(),
                reason: t.reason.clone(),
                source: t.source.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_used_and_seen() {
        let mut limits = Limits::default();
        assert_eq!(limits.of("onset_days"), 42.0);
        limits.set("onset_days", 28.0).unwrap();
        assert_eq!(limits.of("onset_days"), 28.0);
        let used = limits.of_rule(vagal_evidence::rule("A1").unwrap());
        let changed: Vec<_> = used.iter().filter(|t| t.is_changed()).collect();
        assert_eq!((changed.len(), changed[0].built_in), (1, 42.0));
        assert!(limits.set("onset", 3.0).unwrap_err().to_string().contains("`onset_days`"));
        assert!(limits.set("onset_days", 0.0).is_err());
    }

    /// Every threshold that code names stands in the ledger, and none of the ledger is idle.
    #[test]
    fn code_and_ledger_name_the_same_thresholds() {
        let sources = [
            include_str!("quantity/acute.rs"),
            include_str!("quantity/base.rs"),
            include_str!("quantity/course.rs"),
            include_str!("quantity/dose.rs"),
            include_str!("quantity/hold_tension.rs"),
            include_str!("quantity/hold_variability.rs"),
            include_str!("quantity/low_vagal.rs"),
            include_str!("quantity/practice.rs"),
            include_str!("quantity/responder.rs"),
            include_str!("quantity/returning.rs"),
            include_str!("quantity/session.rs"),
            include_str!("quantity/stretch.rs"),
            include_str!("quantity/swc.rs"),
            include_str!("quantity/tension.rs"),
            include_str!("quantity/training.rs"),
            include_str!("quantity/others.rs"),
            include_str!("advise.rs"),
            include_str!("rule/a1.rs"),
            include_str!("rule/a2.rs"),
            include_str!("rule/a3.rs"),
            include_str!("rule/a4.rs"),
            include_str!("rule/s1a.rs"),
            include_str!("rule/s1b.rs"),
            include_str!("rule/s2.rs"),
            include_str!("rule/uc_a.rs"),
            include_str!("rule/uc_c.rs"),
            include_str!("rule/uc_s.rs"),
            include_str!("rule/s1.rs"),
            include_str!("rule/s4.rs"),
            include_str!("rule/uc_m.rs"),
        ];
        const DOORS: [&str; 3] = ["case.limit(\"", "case.count(\"", "case.days(\""];
        let named = |id: &str| {
            sources
                .iter()
                .any(|text| DOORS.iter().any(|door| text.contains(&format!("{door}{id}\""))))
        };
        for threshold in thresholds() {
            assert!(named(&threshold.id), "no code uses the threshold `{}`", threshold.id);
        }
        for text in sources {
            for part in DOORS.iter().flat_map(|door| text.split(door).skip(1)) {
                let id = part.split('"').next().unwrap_or_default();
                assert!(thresholds().iter().any(|t| t.id == id), "`{id}` is not in the ledger");
            }
        }
    }
}
