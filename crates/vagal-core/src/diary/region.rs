//! BODY_REGIONS: the one list of places on the body that a session works on and tension is rated in.

/// A place on the body, as people point at it.
#[derive(Clone, Copy, Debug)]
pub struct BodyRegion {
    /// Stable identifier: `upper_back`.
    pub id: &'static str,
    /// Name for a reader.
    pub name: &'static str,
    /// Other words accepted for it, lower case, single spaces.
    pub synonyms: &'static [&'static str],
}

/// Every region, from the head down.
pub static BODY_REGIONS: &[BodyRegion] = &[
    region("head", "head", &["scalp", "temples", "forehead"]),
    region("jaw", "jaw and face", &["face", "chin"]),
    region("neck", "neck", &["nape", "throat"]),
    region("shoulders", "shoulders", &["shoulder", "trapezius"]),
    region("arms", "arms", &["arm", "upper arms", "forearms", "elbows", "elbow"]),
    region("hands", "hands", &["hand", "wrists", "wrist", "fingers"]),
    region("chest", "chest", &["ribs", "breast"]),
    region("upper_back", "upper back", &["between the shoulder blades", "thoracic"]),
    region("abdomen", "abdomen", &["belly", "stomach"]),
    region("lower_back", "lower back", &["low back", "lumbar"]),
    region("hips", "hips and buttocks", &["hip", "buttocks", "glutes", "pelvis"]),
    region("thighs", "thighs", &["thigh", "upper legs", "hamstrings"]),
    region("lower_legs", "lower legs", &["calves", "calf", "shins", "knees", "knee"]),
    region("feet", "feet", &["foot", "ankles", "ankle", "toes"]),
];

const fn region(
    id: &'static str,
    name: &'static str,
    synonyms: &'static [&'static str],
) -> BodyRegion {
    BodyRegion { id, name, synonyms }
}

/// The region of an identifier, name or synonym; case, spaces, `-` and `_` do not matter.
pub fn body_region(word: &str) -> Option<&'static BodyRegion> {
    let word = word.to_lowercase().replace(['-', '_'], " ");
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    BODY_REGIONS.iter().find(|r| {
        r.id.replace('_', " ") == word || r.name == word || r.synonyms.contains(&word.as_str())
    })
}

/// Two are the same if their identifiers are.
impl PartialEq for BodyRegion {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for BodyRegion {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_means_one_region() {
        let mut seen = BTreeSet::new();
        for region in BODY_REGIONS {
            let id = region.id.replace('_', " ");
            let words: BTreeSet<&str> = [id.as_str(), region.name]
                .into_iter()
                .chain(region.synonyms.iter().copied())
                .collect();
            for word in words {
                assert!(seen.insert(word.to_owned()), "{word} means two regions");
                assert_eq!(body_region(word), Some(region), "{word}");
            }
        }
        assert_eq!(body_region(" Upper-Back ").map(|r| r.id), Some("upper_back"));
        assert_eq!(body_region("tail"), None);
    }
}
