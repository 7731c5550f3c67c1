//! Hypotheses as switches: what the simulator assumes where no data decide, each tied to a claim of the ledger.

/// One assumption that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HypothesisDef {
    /// Identifier in a scenario file.
    pub id: &'static str,
    /// What is assumed where it is on.
    pub on: &'static str,
    /// What is assumed where it is off.
    pub off: &'static str,
    /// The claim of the evidence ledger that it stands for or against.
    pub claim: &'static str,
    /// What holds unless a scenario says otherwise.
    pub default: bool,
    /// Why that is the default.
    pub reason: &'static str,
}

macro_rules! hypotheses {
    ($($field:ident $id:literal $claim:literal $default:literal
       on $on:literal off $off:literal because $reason:literal;)*) => {
        /// Every switch, in the order of the page.
        pub const HYPOTHESES: &[HypothesisDef] = &[$(HypothesisDef {
            id: $id, on: $on, off: $off, claim: $claim, default: $default, reason: $reason,
        },)*];

        /// Which switches are on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Hypotheses {
            $(#[doc = $on] pub $field: bool,)*
        }

        impl Default for Hypotheses {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Hypotheses {
            /// True if the switch is on; `None` for an unknown identifier.
            pub fn get(&self, id: &str) -> Option<bool> {
                match id {
                    $($id => Some(self.$field),)*
                    _ => None,
                }
            }

            /// Switches; `None`, and nothing changed, for an unknown identifier.
            pub fn set(&mut self, id: &str, on: bool) -> Option<()> {
                match id {
                    $($id => self.$field = on,)*
                    _ => return None,
                }
                Some(())
            }
        }
    };
}

hypotheses! {
    longer_is_more_durable "longer-is-more-durable" "C20" true
        on "The carry-over of a massage builds up over its whole length, so a longer one holds longer."
        off "The carry-over is that of a quarter of an hour, however long the massage lasts."
        because "no HRV data either way; the reference model has it on, and it is the weaker assumption: a process that takes 20 min to build up";
    load_speeds_decay "load-speeds-decay" "C29" true
        on "Chronic load shortens the time in which the carry-over fades, by up to 60%."
        off "The carry-over fades in the same time whatever the load."
        because "no HRV data either way; on in the reference model";
    exhale_ratio "exhale-ratio" "C11" false
        on "A long exhale adds vagal drive and gate gain to slow breathing at the same rate."
        off "Only rate and depth of slow breathing matter."
        because "of nine studies four favour a long exhale, three find no difference, two favour the opposite or equal shares";
    slower_is_surer "slower-is-surer" "C21" true
        on "Slow strokes, near 3 cm/s, engage the response; hurried ones weaken it."
        off "Only pressure matters, not the speed of the strokes."
        because "the inverted U of C-tactile afferents is published; that it reaches the heart is not shown";
    light_touch_suffices "light-touch-suffices" "C04" false
        on "Light slow strokes engage the vagus as moderate pressure does."
        off "Light touch without pressure engages no vagal response, and fast light touch arouses."
        because "Diego & Field found opposite signs for light and moderate pressure; Meier 2020 found a rise for both";
    autonomic_first "autonomic-first" "C03" false
        on "Muscle tone only follows the outflows: every muscle eases as arousal falls, worked or not."
        off "The outflows move the tone of a muscle by less than 1%."
        because "the muscle of the leg that was not massaged stayed unchanged (Eriksson Crommert 2015)";
    tissue_first "tissue-first" "C43" true
        on "The worked muscle eases under the hands by itself, and only there."
        off "Touch has no effect of its own on the worked muscle."
        because "stiffness of the worked muscle fell by 5% and was back after 3 min; the other leg did not change";
    tissue_drives_autonomic "tissue-drives-autonomic" "C23" false
        on "The autonomic response follows the easing of the worked muscle, not the touch itself."
        off "The autonomic response follows the touch, whatever the muscle does."
        because "the order of the two has never been tested; the reference model lets both follow the touch";
    cortisol_drops "cortisol-drops" "C14" false
        on "Cortisol falls by about a third in a session."
        off "Cortisol falls by about 1%."
        because "the pooled difference between groups is not significant (Moyer 2011); the 31% is a change within groups";
    meditation_shifts "meditation-shifts" "C10" false
        on "Meditation adds vagal drive and gate gain beyond its breathing."
        off "Meditation does nothing beyond the breathing that goes with it."
        because "g = .38 (-.01 to .77), and .19 without an outlier, neither different from 0 (Brown 2021, 19 trials)";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_switches() {
        let mut switches = Hypotheses::default();
        for def in HYPOTHESES {
            assert_eq!(switches.get(def.id), Some(def.default));
            switches.set(def.id, !def.default).unwrap();
            assert_eq!(switches.get(def.id), Some(!def.default));
            assert!(!def.reason.is_empty() && def.claim.starts_with('C'), "{}", def.id);
        }
        assert_eq!(switches.set("nothing", true), None);
    }
}
