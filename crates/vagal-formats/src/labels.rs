//! What a channel carries, told from its label.

use vagal_core::ChannelKind;

/// ECG leads and the names databases give their ECG channels.
const ECG: [&str; 30] = [
    "ecg", "ekg", "mlii", "mli", "mliii", "mlv", "i", "ii", "iii", "avr", "avl", "avf", "v", "v1",
    "v2", "v3", "v4", "v5", "v6", "vx", "vy", "vz", "mcl1", "mcl", "lead", "ecg1", "ecg2", "ecg3",
    "cm5", "d3",
];
const RESPIRATION: [&str; 9] =
    ["resp", "respiration", "breathing", "thorax", "abdomen", "airflow", "flow", "rsp", "nasal"];
const PRESSURE: [&str; 8] = ["abp", "art", "bp", "nibp", "pap", "cvp", "aobp", "pressure"];
const PULSE: [&str; 7] = ["pleth", "ppg", "bvp", "plethysmogram", "pulse", "spo2wave", "pleths"];

/// The kind that the words of a label name; `Other` where they name none.
pub(crate) fn kind(label: &str) -> ChannelKind {
    let words: Vec<String> = label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    // An EEG label such as `EEG V1` is no ECG lead.
    if has(&["eeg", "eog", "emg", "gsr", "eda"]) {
        ChannelKind::Other
    } else if has(&PULSE) {
        ChannelKind::Ppg
    } else if has(&RESPIRATION) {
        ChannelKind::Respiration
    } else if has(&PRESSURE) {
        ChannelKind::Pressure
    } else if has(&ECG) {
        ChannelKind::Ecg
    } else {
        ChannelKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_reference_recordings() {
        for (label, expected) in [
            ("MLII", ChannelKind::Ecg),
            ("V5", ChannelKind::Ecg),
            ("avf", ChannelKind::Ecg),
            ("ECG ECG", ChannelKind::Ecg),
            ("Lead I", ChannelKind::Ecg),
            ("PLETH", ChannelKind::Ppg),
            ("BVP", ChannelKind::Ppg),
            ("RESP", ChannelKind::Respiration),
            ("Resp nasal", ChannelKind::Respiration),
            ("ABP", ChannelKind::Pressure),
            ("EEG Fp1", ChannelKind::Other),
            ("Angle", ChannelKind::Other),
            ("col 1", ChannelKind::Other),
            ("HR", ChannelKind::Other),
        ] {
            assert_eq!(kind(label), expected, "{label}");
        }
    }
}
