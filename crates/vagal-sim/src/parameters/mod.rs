//! Parameters of the models: one table a model, one line a number, with symbol, unit, mark and source.
//!
//! Docs, the scenario file and the page print from these tables; a new parameter is one line.

mod deboer;
mod seidel;
mod vref;

pub use deboer::{DEBOER_PARAMETERS, DeBoerParameters};
pub use seidel::{SEIDEL_PARAMETERS, SeidelParameters};
pub use vref::{PARAMETERS, Parameters};

/// How well a number is founded. It stays visible wherever the number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Read in a publication or in code that implements one.
    Published,
    /// Recalled from the literature and not checked against it.
    Recalled,
    /// Our own calibration: no publication gives the number.
    Calibrated,
}

impl Mark {
    /// `V`, `R` or `CAL`, as in the tables.
    pub fn id(self) -> &'static str {
        match self {
            Self::Published => "V",
            Self::Recalled => "R",
            Self::Calibrated => "CAL",
        }
    }

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Recalled => "recalled",
            Self::Calibrated => "calibrated",
        }
    }
}

/// One line of the table of parameters of a model whose numbers are a `P`.
pub struct ParameterDef<P> {
    /// Symbol in the equations and in a scenario file.
    pub symbol: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Default value.
    pub value: f64,
    /// Unit, `""` for a plain number.
    pub unit: &'static str,
    /// How well the number is founded.
    pub mark: Mark,
    /// Where it comes from.
    pub source: &'static str,
    /// The field that holds it.
    pub field: fn(&mut P) -> &mut f64,
}

/// One line of a table of parameters with the value that a scenario has for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterLine {
    /// Symbol in the equations and in a scenario file.
    pub symbol: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Value in this scenario.
    pub value: f64,
    /// Value without one.
    pub default: f64,
    /// Unit, `""` for a plain number.
    pub unit: &'static str,
    /// How well the default is founded.
    pub mark: Mark,
    /// Where the default comes from.
    pub source: &'static str,
}

/// A struct of numbers together with its table: `"symbol" field = value, "unit", Mark, source, "name";`.
macro_rules! parameter_table {
    ($(#[$doc:meta])* $name:ident, $(#[$table_doc:meta])* $table:ident:
     $($symbol:literal $field:ident = $value:expr, $unit:literal, $mark:ident, $source:expr, $text:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(#[doc = concat!("`", $symbol, "`: ", $text, ". Unit: `", $unit, "`.")] pub $field: f64,)*
        }

        $(#[$table_doc])*
        pub const $table: &[$crate::parameters::ParameterDef<$name>] = &[
            $($crate::parameters::ParameterDef {
                symbol: $symbol,
                name: $text,
                value: $value,
                unit: $unit,
                mark: $crate::parameters::Mark::$mark,
                source: $source,
                field: |p| &mut p.$field,
            },)*
        ];

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $value,)* }
            }
        }

        impl $name {
            /// The value under a symbol of the table; `None` for an unknown symbol.
            pub fn get(&self, symbol: &str) -> Option<f64> {
                let def = $table.iter().find(|def| def.symbol == symbol)?;
                Some(*(def.field)(&mut self.clone()))
            }

            /// Sets the value under a symbol; `None`, and nothing changed, for an unknown symbol or a value that is
            /// not finite.
            pub fn set(&mut self, symbol: &str, value: f64) -> Option<()> {
                let def = $table.iter().find(|def| def.symbol == symbol)?;
                value.is_finite().then(|| *(def.field)(self) = value)
            }

            /// Every line of the table with the value that is set.
            pub(crate) fn lines(&self) -> Vec<$crate::parameters::ParameterLine> {
                $table.iter().map(|def| $crate::parameters::ParameterLine {
                    symbol: def.symbol,
                    name: def.name,
                    value: *(def.field)(&mut self.clone()),
                    default: def.value,
                    unit: def.unit,
                    mark: def.mark,
                    source: def.source,
                }).collect()
            }
        }
    };
}
pub(crate) use parameter_table;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_symbol_comes_once_in_a_table_and_says_where_it_comes_from() {
        for lines in [
            Parameters::default().lines(),
            SeidelParameters::default().lines(),
            DeBoerParameters::default().lines(),
        ] {
            let symbols: BTreeSet<&str> = lines.iter().map(|line| line.symbol).collect();
            assert_eq!(symbols.len(), lines.len());
            for line in &lines {
                assert!(line.value.is_finite() && line.value == line.default, "{}", line.symbol);
                assert!(!line.source.is_empty() && !line.name.is_empty(), "{}", line.symbol);
            }
        }
    }

    #[test]
    fn a_parameter_is_set_by_its_symbol() {
        let mut parameters = Parameters::default();
        assert_eq!(parameters.set("GTv", 0.12), Some(()));
        assert_eq!(parameters.get("GTv"), Some(0.12));
        assert_eq!(parameters.set("GTx", 0.12), None);
        assert_eq!(parameters.set("GTv", f64::NAN), None);
        assert_eq!(parameters.get("GTv"), Some(0.12));
    }
}
