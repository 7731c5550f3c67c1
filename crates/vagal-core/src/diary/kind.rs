//! READING_KINDS: the one list of what a diary can hold a number of.
//!
//! The command line, the columns of exports, the importers and the documents follow from this list.

/// What a kind is to the model of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Something that an input may move.
    Output,
    /// Something that may stand in the way, or explain an output otherwise.
    Covariate,
}

impl Family {
    /// Stable identifier for JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Covariate => "covariate",
        }
    }
}

/// One kind of reading.
#[derive(Clone, Copy, Debug)]
pub struct ReadingKind {
    /// Stable identifier: `resting_hr`.
    pub id: &'static str,
    /// Name for a reader.
    pub name: &'static str,
    /// Unit of the value as kept.
    pub unit: &'static str,
    /// Smallest and largest value that is taken, in `unit`. Outside of it is a slip of the finger, not a person.
    pub range: (f64, f64),
    /// Output or covariate.
    pub family: Family,
    /// True if it may be given for a region of the body.
    pub by_region: bool,
    /// Where the value is a natural logarithm: the unit of what people type and read.
    pub log_of: Option<&'static str>,
    /// Other words accepted for it on the command line.
    pub synonyms: &'static [&'static str],
    /// What it is and over which time, in one sentence.
    pub definition: &'static str,
}

/// Identifiers of the kinds that code names.
pub(super) mod ids {
    /// lnRMSSD of the morning reading.
    pub const LN_RMSSD_MORNING: &str = "ln_rmssd_morning";
    /// lnRMSSD at any other time.
    pub const LN_RMSSD_SPOT: &str = "ln_rmssd_spot";
    /// A wearable's RMSSD of a night.
    pub const LN_RMSSD_NIGHT: &str = "ln_rmssd_night";
    /// A wearable's SDNN of a night.
    pub const LN_SDNN_NIGHT: &str = "ln_sdnn_night";
    /// A wearable's SDNN of a minute during the day.
    pub const LN_SDNN_SPOT: &str = "ln_sdnn_spot";
    /// Resting heart rate.
    pub const RESTING_HR: &str = "resting_hr";
    /// A wearable's resting heart rate of a day.
    pub const RESTING_HR_WEARABLE: &str = "resting_hr_wearable";
    /// Mean heart rate asleep.
    pub const SLEEPING_HR: &str = "sleeping_hr";
    /// Systolic blood pressure.
    pub const SYSTOLIC: &str = "systolic";
    /// Diastolic blood pressure.
    pub const DIASTOLIC: &str = "diastolic";
    /// Felt tension.
    pub const TENSION: &str = "tension";
    /// Median reaction time.
    pub const REACTION_TIME: &str = "reaction_time";
    /// Lapses in a reaction-time test.
    pub const REACTION_LAPSES: &str = "reaction_lapses";
    /// Cortisol in saliva.
    pub const CORTISOL: &str = "cortisol";
    /// Felt stress.
    pub const STRESS: &str = "stress";
    /// Hours asleep.
    pub const SLEEP: &str = "sleep";
    /// Training load.
    pub const TRAINING: &str = "training";
    /// Drinks.
    pub const ALCOHOL: &str = "alcohol";
    /// Illness.
    pub const ILLNESS: &str = "illness";
    /// Diet quality.
    pub const DIET: &str = "diet";
    /// C-reactive protein.
    pub const CRP: &str = "crp";
}

/// ln of 1 ms and of 500 ms: no resting RMSSD or SDNN of a person in sinus rhythm lies outside (house choice).
const LN_VARIABILITY: (f64, f64) = (0.0, 6.214_608_098_422_191);
/// A rating on a scale from nothing at all to the most imaginable.
const RATING: (f64, f64) = (0.0, 10.0);

/// Every kind: outputs first, then covariates.
pub static READING_KINDS: &[ReadingKind] = &[
    ReadingKind {
        synonyms: &["morning rmssd", "rmssd morning"],
        ..ln_ms(
            ids::LN_RMSSD_MORNING,
            "lnRMSSD, morning",
            "Within an hour of waking, before coffee, always in the same posture, from beats; lnRMSSD of at least 60 s.",
        )
    },
    ReadingKind {
        synonyms: &["rmssd", "spot rmssd", "rmssd spot"],
        ..ln_ms(
            ids::LN_RMSSD_SPOT,
            "lnRMSSD, at another time",
            "At rest at any hour but the first after waking, from beats; lnRMSSD of at least 60 s.",
        )
    },
    ReadingKind {
        synonyms: &["nightly rmssd", "rmssd night", "watch rmssd"],
        ..ln_ms(
            ids::LN_RMSSD_NIGHT,
            "lnRMSSD of a night, by a wearable",
            "What a ring, band or watch reports as RMSSD of the night that ended that day; its beats are not seen.",
        )
    },
    ReadingKind {
        synonyms: &["nightly sdnn", "sdnn night"],
        ..ln_ms(
            ids::LN_SDNN_NIGHT,
            "lnSDNN of a night, by a wearable",
            "What a wearable reports as SDNN of the night that ended that day; not RMSSD and not convertible to it.",
        )
    },
    ReadingKind {
        synonyms: &["sdnn", "sdnn spot", "spot sdnn", "watch sdnn"],
        ..ln_ms(
            ids::LN_SDNN_SPOT,
            "lnSDNN at another time, by a wearable",
            "What a watch reports as SDNN of about a minute during the day; not RMSSD and not convertible to it.",
        )
    },
    ReadingKind {
        synonyms: &["rhr", "hr", "resting heart rate", "resting pulse", "pulse"],
        ..output(
            ids::RESTING_HR,
            "resting heart rate",
            "bpm",
            (25.0, 160.0),
            "Heart rate awake and at rest, sitting or lying for some minutes.",
        )
    },
    ReadingKind {
        synonyms: &["watch rhr", "wearable resting heart rate"],
        ..output(
            ids::RESTING_HR_WEARABLE,
            "resting heart rate of a day, by a wearable",
            "bpm",
            (25.0, 160.0),
            "What a watch or band reports for a day by a rule of its own, often the lowest of it; below a measured rest.",
        )
    },
    ReadingKind {
        synonyms: &["night hr", "sleeping heart rate", "hr night"],
        ..output(
            ids::SLEEPING_HR,
            "heart rate asleep",
            "bpm",
            (25.0, 160.0),
            "Mean heart rate over the sleep that ended that day; lower than at rest awake, so a series of its own.",
        )
    },
    ReadingKind {
        synonyms: &["sys", "sbp", "systolic pressure"],
        ..output(
            ids::SYSTOLIC,
            "systolic blood pressure",
            "mmHg",
            (60.0, 280.0),
            "Seated, by cuff, after some minutes of rest.",
        )
    },
    ReadingKind {
        synonyms: &["dia", "dbp", "diastolic pressure"],
        ..output(
            ids::DIASTOLIC,
            "diastolic blood pressure",
            "mmHg",
            (30.0, 180.0),
            "Seated, by cuff, after some minutes of rest.",
        )
    },
    ReadingKind {
        by_region: true,
        ..output(
            ids::TENSION,
            "felt muscle tension",
            "0-10",
            RATING,
            "How tense it feels now, 0 not at all to 10 the most imaginable; the whole body, or one region.",
        )
    },
    ReadingKind {
        synonyms: &["reaction", "rt"],
        ..output(
            ids::REACTION_TIME,
            "reaction time, median",
            "ms",
            (100.0, 2000.0),
            "Median of the answered trials of a two-minute vigilance test.",
        )
    },
    ReadingKind {
        synonyms: &["lapses"],
        ..output(
            ids::REACTION_LAPSES,
            "lapses of a reaction-time test",
            "count",
            (0.0, 200.0),
            "Answers later than 500 ms, and none at all, in a two-minute vigilance test.",
        )
    },
    output(
        ids::CORTISOL,
        "cortisol in saliva",
        "nmol/L",
        (0.0, 200.0),
        "From a laboratory, with the hour of the sample: it falls tenfold over the day.",
    ),
    ReadingKind {
        synonyms: &["felt stress"],
        ..covariate(
            ids::STRESS,
            "felt stress",
            "0-10",
            RATING,
            "How strained the day felt so far, 0 not at all to 10 the most imaginable.",
        )
    },
    ReadingKind {
        synonyms: &["sleep hours", "hours slept"],
        ..covariate(
            ids::SLEEP,
            "sleep",
            "h",
            (0.0, 24.0),
            "Hours asleep in the night that ended that day.",
        )
    },
    ReadingKind {
        synonyms: &["training load", "load"],
        ..covariate(
            ids::TRAINING,
            "training load",
            "min × effort",
            (0.0, 6000.0),
            "Minutes of the day's training times its effort from 0 to 10, summed.",
        )
    },
    ReadingKind {
        synonyms: &["drinks", "alcohol drinks"],
        ..covariate(
            ids::ALCOHOL,
            "alcohol",
            "drinks",
            (0.0, 50.0),
            "Drinks in the 24 hours before.",
        )
    },
    ReadingKind {
        synonyms: &["ill", "sick", "fever"],
        ..covariate(
            ids::ILLNESS,
            "illness",
            "0-1",
            (0.0, 1.0),
            "1 with fever or an acute illness that day, 0 without; between for a lighter one.",
        )
    },
    ReadingKind {
        synonyms: &["diet quality", "food"],
        ..covariate(
            ids::DIET,
            "diet",
            "0-10",
            RATING,
            "How well the person thinks they ate that day, 0 badly to 10 as well as they can.",
        )
    },
    ReadingKind {
        synonyms: &["c reactive protein", "hscrp", "hs crp"],
        ..covariate(
            ids::CRP,
            "C-reactive protein",
            "mg/L",
            (0.0, 500.0),
            "From a laboratory, from blood.",
        )
    },
];

const fn output(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    range: (f64, f64),
    definition: &'static str,
) -> ReadingKind {
    let family = Family::Output;
    ReadingKind {
        id,
        name,
        unit,
        range,
        family,
        by_region: false,
        log_of: None,
        synonyms: &[],
        definition,
    }
}

const fn covariate(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    range: (f64, f64),
    definition: &'static str,
) -> ReadingKind {
    ReadingKind { family: Family::Covariate, ..output(id, name, unit, range, definition) }
}

/// Variability is kept as its logarithm, on which changes of a person are nearly symmetric (Plews 2014).
const fn ln_ms(id: &'static str, name: &'static str, definition: &'static str) -> ReadingKind {
    ReadingKind { log_of: Some("ms"), ..output(id, name, "ln ms", LN_VARIABILITY, definition) }
}

/// The kind of an identifier, name or synonym; case, spaces, `-` and `_` do not matter.
pub fn reading_kind(word: &str) -> Option<&'static ReadingKind> {
    let word = plain(word);
    READING_KINDS.iter().find(|k| {
        plain(k.id) == word || plain(k.name) == word || k.synonyms.contains(&word.as_str())
    })
}

fn plain(word: &str) -> String {
    let word = word.to_lowercase().replace(['-', '_'], " ");
    word.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ReadingKind {
    /// Place in [`READING_KINDS`].
    pub fn rank(&self) -> usize {
        READING_KINDS.iter().position(|k| k.id == self.id).unwrap_or(READING_KINDS.len())
    }

    /// The unit in which people type and read it.
    pub fn typed_unit(&self) -> &'static str {
        self.log_of.unwrap_or(self.unit)
    }

    /// The value as kept, of what a person typed; NaN of a logarithm that does not exist.
    pub fn from_typed(&self, typed: f64) -> f64 {
        if self.log_of.is_some() { typed.ln() } else { typed }
    }

    /// The value as people read it.
    pub fn to_typed(&self, value: f64) -> f64 {
        if self.log_of.is_some() { value.exp() } else { value }
    }
}

/// Two are the same if their identifiers are.
impl PartialEq for ReadingKind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for ReadingKind {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_means_one_kind() {
        let mut seen = BTreeSet::new();
        for kind in READING_KINDS {
            let words: BTreeSet<String> =
                [kind.id, kind.name].iter().chain(kind.synonyms).map(|w| plain(w)).collect();
            for word in words {
                assert_eq!(reading_kind(&word), Some(kind), "{word}");
                assert!(seen.insert(word.clone()), "{word} means two kinds");
            }
            assert!(kind.range.0 < kind.range.1 && kind.definition.ends_with('.'), "{}", kind.id);
        }
    }

    #[test]
    fn variability_is_typed_in_ms_and_kept_as_logarithm() {
        let kind = reading_kind("RMSSD").unwrap();
        assert_eq!((kind.id, kind.typed_unit(), kind.unit), (ids::LN_RMSSD_SPOT, "ms", "ln ms"));
        assert!((kind.from_typed(std::f64::consts::E) - 1.0).abs() < 1e-15);
        assert!((kind.range.1 - 500_f64.ln()).abs() < 1e-12);
    }
}
