//! MIT annotation codes: which are beats, of which origin, and what the others are called.
//!
//! Source: the annotation code table of WFDB, `ecgcodes.h` and the beat map of `ecgmap.h`.

use vagal_core::BeatLabel;

/// The label of a beat code; `None` if the code is not that of a beat.
pub(crate) fn beat(code: u8) -> Option<BeatLabel> {
    Some(match code {
        // Normal; left, right and unspecified bundle branch block.
        1..=3 | 25 => BeatLabel::Normal,
        // Aberrated, junctional, atrial and supraventricular premature; escape beats from above.
        4 | 7 | 8 | 9 | 11 | 34 | 35 => BeatLabel::Supraventricular,
        // Premature ventricular, ventricular escape, flutter wave, R on T.
        5 | 10 | 31 | 41 => BeatLabel::Ventricular,
        6 => BeatLabel::Fusion,
        12 | 38 => BeatLabel::Paced,
        13 => BeatLabel::Unclassifiable,
        // Learning beats of a detector: found, not classified.
        30 => BeatLabel::Unlabelled,
        _ => return None,
    })
}

/// Highest code that is one of an annotation.
pub(crate) const HIGHEST: u8 = 49;

/// What an annotation that is no beat says, without its auxiliary text.
pub(crate) fn remark(code: u8) -> &'static str {
    match code {
        14 => "signal quality changes",
        16 => "isolated artifact",
        18 => "ST segment changes",
        19 => "T wave changes",
        20 => "systole",
        21 => "diastole",
        22 => "note",
        23 => "measurement",
        24 => "P wave",
        26 => "pacemaker spike",
        27 => "T wave",
        28 => "rhythm changes",
        29 => "U wave",
        32 => "ventricular flutter begins",
        33 => "ventricular flutter ends",
        36 => "link",
        37 => "blocked P wave",
        39 => "waveform begins",
        40 => "waveform ends",
        _ => "annotation without a standard meaning",
    }
}

/// Waves within a beat: too many to be remarks.
pub(crate) fn is_wave(code: u8) -> bool {
    matches!(code, 20 | 21 | 24 | 26 | 27 | 29 | 39 | 40)
}
