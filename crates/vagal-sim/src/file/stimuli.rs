//! `[[stimulus]]`: one table a stimulus, its keys by kind.

use super::error::FileError;
use super::section::Section;
use crate::drive::Drive;
use crate::stimulus::{Massage, PRESSURES, Region, STIMULI, SlowBreathing, Stimulus, StimulusKind};

/// Reads one stimulus.
pub(super) fn stimulus(section: &Section<'_>) -> Result<Stimulus, FileError> {
    let Some(kind) = section.name("kind", STIMULI.iter().map(|def| def.id))? else {
        return Err(section.missing("kind"));
    };
    let start_s = section.required("start_s")?;
    let end_s = section.required("end_s")?;
    let kind = match kind {
        "massage" => StimulusKind::Massage(massage(section)?),
        "slow_breathing" => {
            let rate_per_min = section.number("rate_per_min")?.unwrap_or(6.0);
            let inhale_share = section.number("inhale_share")?.unwrap_or(0.4);
            let tidal_l = section.number("tidal_l")?;
            StimulusKind::SlowBreathing(SlowBreathing { rate_per_min, inhale_share, tidal_l })
        }
        "meditation" => StimulusKind::Meditation(section.number("depth")?.unwrap_or(1.0)),
        "cold_face" => {
            StimulusKind::ColdFace { breath_held: section.flag("breath_held")?.unwrap_or(false) }
        }
        "cold_pressor" => {
            let hands = section.whole("hands")?.unwrap_or(1);
            StimulusKind::ColdPressor(u8::try_from(hands).unwrap_or(u8::MAX))
        }
        "mental_stress" => StimulusKind::MentalStress(section.number("intensity")?.unwrap_or(1.0)),
        "tilt" => StimulusKind::Tilt(section.number("angle_deg")?.unwrap_or(60.0)),
        "stand" => StimulusKind::Tilt(90.0),
        "neck_suction" => StimulusKind::NeckSuction(section.number("mmhg")?.unwrap_or(60.0)),
        "vagal_block" => StimulusKind::VagalBlock(section.number("share")?.unwrap_or(1.0)),
        "beta_block" => StimulusKind::BetaBlock(section.number("share")?.unwrap_or(1.0)),
        "direct" => {
            let value = |key| Ok::<f64, FileError>(section.number(key)?.unwrap_or(0.0));
            StimulusKind::Direct(Drive {
                vagal_hz: value("u_v")?,
                sympathetic_heart_hz: value("u_sh")?,
                sympathetic_vessels_hz: value("u_sp")?,
                gate_gain: value("gk")?,
                neck_mmhg: value("neck_mmhg")?,
                ..Drive::default()
            })
        }
        _ => StimulusKind::Rest,
    };
    section.finish()?;
    Ok(Stimulus { start_s, end_s, kind })
}

fn massage(section: &Section<'_>) -> Result<Massage, FileError> {
    let own = Massage::MODERATE_SLOW;
    let region = section.name("region", Region::ALL.iter().map(|(id, _)| *id))?;
    let region = Region::ALL.iter().find(|(id, _)| Some(*id) == region);
    Ok(Massage {
        pressure: section.number_or_name("pressure", PRESSURES)?.unwrap_or(own.pressure),
        stroke_cm_per_s: section.number("stroke_cm_per_s")?.unwrap_or(own.stroke_cm_per_s),
        region: region.map_or(own.region, |(_, region)| *region),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScenarioFile;

    #[test]
    fn every_kind_of_the_list_can_be_written_and_no_other() {
        for def in STIMULI {
            let text = format!(
                "duration_s = 60\n[[stimulus]]\nkind = \"{}\"\nstart_s = 10\nend_s = 20\n",
                def.id
            );
            let file = ScenarioFile::parse(&text).unwrap();
            assert_eq!(file.scenario.stimuli[0].kind.id(), def.id);
        }
        let text = "[[stimulus]]\nkind = \"masage\"\nstart_s = 1\nend_s = 2\n";
        let hint = ScenarioFile::parse(text).unwrap_err().hint();
        assert!(hint.starts_with("did you mean `massage`?"), "{hint}");
    }

    #[test]
    fn the_keys_of_a_kind_are_those_that_the_list_names() {
        for def in STIMULI {
            for key in def.keys.split(", ").map(|key| key.split(' ').next().unwrap_or_default()) {
                // Words that stand for a pressure are no keys.
                if key.is_empty()
                    || PRESSURES.iter().any(|(name, _)| *name == key)
                    || key == "or"
                    || key == "false)"
                {
                    continue;
                }
                let text = format!(
                    "[[stimulus]]\nkind = \"{}\"\nstart_s = 1\nend_s = 2\n{key} = \"no such value\"\n",
                    def.id
                );
                let error = ScenarioFile::parse(&text).unwrap_err();
                assert!(!matches!(error, FileError::UnknownKey { .. }), "{}: {error}", def.id);
            }
        }
    }
}
