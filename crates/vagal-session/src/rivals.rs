//! Rival explanations: what else differs between the compared windows.

use vagal_core::Window;
use vagal_core::response::Explanation;
use vagal_core::session::Posture;

use crate::breathing::{self, BreathingSpread};
use crate::{Session, Settings};

/// Other things that differ between the compared windows.
pub(crate) struct Rivals {
    pub(crate) spreads: Option<(BreathingSpread, BreathingSpread)>,
    /// `None` where breathing is unknown.
    pub(crate) overlap: Option<f64>,
    corrected_pct: (f64, f64),
}

impl Rivals {
    pub(crate) fn look(
        session: &Session<'_>,
        before: Window,
        after: Window,
        settings: &Settings,
    ) -> Self {
        let spreads = session.breathing.and_then(|track| {
            let of = |w| breathing::spread(track, w, settings.breathing_resolution_per_min);
            Some((of(before)?, of(after)?))
        });
        let corrected = |w: Window| session.nn.window(w.start_s, w.end_s).corrected_pct();
        Self {
            overlap: spreads.map(|(a, b)| breathing::overlap(a, b)),
            spreads,
            corrected_pct: (corrected(before), corrected(after)),
        }
    }

    /// True if both phases have a rate in at least half of their stretches.
    pub(crate) fn breathing_is_measured(&self) -> bool {
        self.spreads.is_some_and(|(before, after)| before.is_measured() && after.is_measured())
    }

    /// More than 2 breaths a minute or a fifth between the phases.
    pub(crate) fn breathing_changed(&self) -> bool {
        self.spreads.is_some_and(|(before, after)| {
            let change = (after.median - before.median).abs();
            change > 2.0 || change > 0.2 * before.median
        })
    }

    /// Change of lnRMSSD that the change of breathing could bring about, ln units: slower breathing
    /// raises it. 0 where breathing is not known to have changed.
    pub(crate) fn breathing_effect(&self, settings: &Settings) -> f64 {
        match self.spreads {
            Some((before, after)) if self.breathing_changed() => {
                settings.breathing_reach * (before.median - after.median)
            }
            _ => 0.0,
        }
    }

    pub(crate) fn explanations(
        &self,
        session: &Session<'_>,
        settings: &Settings,
    ) -> Vec<Explanation> {
        let mut found = vec![self.posture(session), movement(session), self.breathing(settings)];
        let (before, after) = self.corrected_pct;
        let differ = (after - before).abs() > settings.flag_corrected_points;
        found.push(Explanation {
            id: "corrections",
            text: format!(
                "Corrected intervals: {before:.1}% before, {after:.1}% after{}.",
                if differ { ", a difference large enough to move RMSSD" } else { "" }
            ),
            decisive: false,
        });
        found
    }

    fn posture(&self, session: &Session<'_>) -> Explanation {
        let c = session.circumstances;
        let (text, decisive) = match (c.posture_before, c.posture_after) {
            (Some(a), Some(b)) if a == b => (format!("Posture the same: {}.", a.id()), false),
            (Some(a), Some(b)) if !a.differs(b) => {
                (format!("Posture as far as known the same: {}, then {}.", a.id(), b.id()), false)
            }
            (Some(a), Some(b)) => (
                format!(
                    "Posture changed from {} to {}, which alone moves heart rate and RMSSD.",
                    a.id(),
                    b.id()
                ),
                true,
            ),
            (from, to) if c.posture_changed => (
                format!(
                    "Posture changed from {} to {}, which alone moves heart rate and RMSSD.",
                    from.map_or("one that is not recorded", Posture::id),
                    to.map_or("one that is not recorded", Posture::id)
                ),
                true,
            ),
            (Some(known), None) | (None, Some(known)) => (
                format!(
                    "Posture known in one phase only ({}); the same in the other is assumed.",
                    known.id()
                ),
                false,
            ),
            (None, None) => (
                "Posture not recorded; the same posture before and after is assumed.".into(),
                false,
            ),
        };
        Explanation { id: "posture", text, decisive }
    }

    fn breathing(&self, settings: &Settings) -> Explanation {
        let (text, decisive) = match (self.spreads, self.overlap) {
            (Some((before, after)), Some(overlap)) => {
                let from_to = format!("{:.1} to {:.1} a minute", before.median, after.median);
                if overlap < settings.min_breathing_overlap {
                    let slow = if after.median < 9.0 {
                        ", slow enough that breathing itself makes the low-frequency waves"
                    } else {
                        ""
                    };
                    (
                        format!(
                            "Breathing went from {from_to}{slow}; the shift cannot be separated \
                             from breathing."
                        ),
                        true,
                    )
                } else if !self.breathing_is_measured() {
                    (
                        format!(
                            "Breathing known only here and there, {from_to} where it could be read; \
                             it may explain part of this."
                        ),
                        false,
                    )
                } else if self.breathing_changed() {
                    (
                        format!(
                            "Breathing went from {from_to}; a term for it is in the model and can be \
                             too small."
                        ),
                        false,
                    )
                } else {
                    (format!("Breathing much the same: {from_to}."), false)
                }
            }
            _ => (
                "Breathing not measured in both phases; it may explain part of this.".into(),
                false,
            ),
        };
        Explanation { id: "breathing", text, decisive }
    }
}

fn movement(session: &Session<'_>) -> Explanation {
    let (text, decisive) = match session.circumstances.moving_pct {
        Some(share) if share > 25.0 => (
            format!(
                "Talking or moving for {share:.0}% of the compared windows explains a change by itself."
            ),
            true,
        ),
        Some(share) => {
            (format!("Talking or moving for {share:.0}% of the compared windows."), false)
        }
        None => ("Movement not recorded.".into(), false),
    };
    Explanation { id: "movement", text, decisive }
}
