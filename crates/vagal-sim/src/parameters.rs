//! Parameters of the model VREF: one list with symbol, value, unit, mark and source.
//!
//! Docs, the scenario file and the tables on the page print from [`PARAMETERS`]; a new parameter is one field and one
//! line of the list.

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
}

/// Every number of VREF. Build it with `Default` and change what differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// Lag of the baroreceptor, s.
    pub afferent_lag_s: f64,
    /// Lead of the baroreceptor: weight of the slope of pressure, s.
    pub afferent_lead_s: f64,
    /// Pressure at the middle of the baroreceptor's range, mmHg.
    pub set_point_mmhg: f64,
    /// Carotid sinus nerve at low pressure, Hz.
    pub afferent_min_hz: f64,
    /// Carotid sinus nerve at high pressure, Hz.
    pub afferent_max_hz: f64,
    /// Width of the baroreceptor's range, mmHg.
    pub afferent_width_mmhg: f64,
    /// Sympathetic firing that no pressure suppresses, Hz.
    pub sympathetic_floor_hz: f64,
    /// Sympathetic firing without baroreceptor input, Hz.
    pub sympathetic_top_hz: f64,
    /// How fast baroreceptor input suppresses sympathetic firing, s.
    pub sympathetic_slope_s: f64,
    /// Sympathetic firing below which no effector answers, Hz.
    pub sympathetic_threshold_hz: f64,
    /// Vagal firing without baroreceptor input, Hz.
    pub vagal_low_hz: f64,
    /// Vagal firing at strong baroreceptor input, Hz.
    pub vagal_high_hz: f64,
    /// Width of the vagal curve, Hz.
    pub vagal_width_hz: f64,
    /// Baroreceptor firing at the middle of the vagal curve, Hz.
    pub vagal_middle_hz: f64,
    /// Change of the sinus period by sympathetic firing, s.
    pub sinus_sympathetic_gain_s: f64,
    /// Delay of the sympathetic arm of the sinus node, s.
    pub sinus_sympathetic_delay_s: f64,
    /// Lag of the sympathetic arm of the sinus node, s.
    pub sinus_sympathetic_lag_s: f64,
    /// Change of the sinus period by vagal firing, s/Hz.
    pub sinus_vagal_gain_s_per_hz: f64,
    /// Delay of the vagal arm, s.
    pub sinus_vagal_delay_s: f64,
    /// Lag of the vagal arm, s.
    pub sinus_vagal_lag_s: f64,
    /// Splanchnic resistance by sympathetic firing, mmHg·s/mL.
    pub splanchnic_gain: f64,
    /// Resistance of the other beds by sympathetic firing, mmHg·s/mL.
    pub peripheral_gain: f64,
    /// Delay of the vessels, s.
    pub vessel_delay_s: f64,
    /// Lag of the vessels, s.
    pub vessel_lag_s: f64,
    /// Sinus period without any nerve, s.
    pub intrinsic_period_s: f64,
    /// Splanchnic resistance without sympathetic firing, mmHg·s/mL.
    pub splanchnic_resistance: f64,
    /// Resistance of the other beds without sympathetic firing, mmHg·s/mL.
    pub peripheral_resistance: f64,
    /// Mechanical effect of breathing on pulse pressure, amplitude, mmHg.
    pub mechanical_breath_mmhg: f64,
    /// Time after a beat before the ventricle fills, s.
    pub filling_offset_s: f64,
    /// Time constant of filling, s.
    pub filling_lag_s: f64,
    /// Arterial compliance, mL/mmHg.
    pub compliance_ml_per_mmhg: f64,
    /// Stroke volume at rest, mL.
    pub stroke_volume_ml: f64,
    /// Venous pressure, mmHg.
    pub venous_pressure_mmhg: f64,
    /// RR interval at which the stroke volume at rest holds, s.
    pub reference_rr_s: f64,
    /// Duration of ejection, s.
    pub ejection_s: f64,
    /// Sympathetic effect on the stroke volume, as a share per unit.
    pub contractility_gain: f64,
    /// Lag of contractility, s.
    pub contractility_lag_s: f64,
    /// Respiratory gate of vagal firing, 1/L.
    pub vagal_gate_per_l: f64,
    /// Respiratory gate of sympathetic firing, Hz/L.
    pub sympathetic_gate_hz_per_l: f64,
    /// Lung volume at which the gate saturates, L.
    pub gate_saturation_l: f64,
    /// Adaptation of the stretch receptors behind the gate, s.
    pub gate_adaptation_s: f64,
    /// Vagal noise, standard deviation, Hz.
    pub vagal_noise_hz: f64,
    /// Vagal noise, time constant, s.
    pub vagal_noise_lag_s: f64,
    /// Noise of vessel resistance, standard deviation, as a share.
    pub vessel_noise: f64,
    /// Noise of vessel resistance, time constant, s.
    pub vessel_noise_lag_s: f64,
    /// Sympathetic noise, standard deviation, Hz.
    pub sympathetic_noise_hz: f64,
    /// Sympathetic noise, time constant, s.
    pub sympathetic_noise_lag_s: f64,
}

/// One line of the table of parameters.
pub struct ParameterDef {
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
    pub field: fn(&mut Parameters) -> &mut f64,
}

const ARC: &str = "Ursino 1998 reflex arc, as coded in CP-Model BaroreflexConstants.m @d09aa41";
const PLANT: &str = "Ursino 1998";
const OWN: &str = "own calibration";
const HIRSCH_BISHOP: &str =
    "own calibration to Hirsch & Bishop 1981 and a resting RMSSD near 36 ms";

use Mark::{Calibrated, Published, Recalled};

const fn line(
    symbol: &'static str,
    name: &'static str,
    value: f64,
    unit: &'static str,
    mark: Mark,
    source: &'static str,
    field: fn(&mut Parameters) -> &mut f64,
) -> ParameterDef {
    ParameterDef { symbol, name, value, unit, mark, source, field }
}

/// The table of parameters of VREF, in the order of the equations.
#[rustfmt::skip]
pub const PARAMETERS: &[ParameterDef] = &[
    line("taup", "baroreceptor lag", 2.076, "s", Published, ARC, |p| &mut p.afferent_lag_s),
    line("tauz", "baroreceptor lead", 6.37, "s", Published, ARC, |p| &mut p.afferent_lead_s),
    line("Pn", "baroreceptor set-point", 92.0, "mmHg", Published, ARC, |p| &mut p.set_point_mmhg),
    line("fmin", "carotid sinus nerve, lowest", 2.52, "Hz", Published, ARC, |p| &mut p.afferent_min_hz),
    line("fmax", "carotid sinus nerve, highest", 47.78, "Hz", Published, ARC, |p| &mut p.afferent_max_hz),
    line("ka", "baroreceptor width", 11.758, "mmHg", Published, ARC, |p| &mut p.afferent_width_mmhg),
    line("fesinf", "sympathetic floor", 2.10, "Hz", Published, ARC, |p| &mut p.sympathetic_floor_hz),
    line("fes0", "sympathetic top", 16.11, "Hz", Published, ARC, |p| &mut p.sympathetic_top_hz),
    line("kes", "sympathetic slope", 0.0675, "s", Published, ARC, |p| &mut p.sympathetic_slope_s),
    line("fesmin", "sympathetic threshold", 2.66, "Hz", Published, ARC, |p| &mut p.sympathetic_threshold_hz),
    line("fev0", "vagal firing, low", 3.2, "Hz", Published, ARC, |p| &mut p.vagal_low_hz),
    line("fevinf", "vagal firing, high", 6.3, "Hz", Published, ARC, |p| &mut p.vagal_high_hz),
    line("kev", "vagal width", 7.06, "Hz", Published, ARC, |p| &mut p.vagal_width_hz),
    line("fcs0", "vagal middle", 25.0, "Hz", Published, ARC, |p| &mut p.vagal_middle_hz),
    line("GTs", "sympathetic gain of the sinus period", -0.13, "s", Published, ARC, |p| &mut p.sinus_sympathetic_gain_s),
    line("DTs", "sympathetic delay of the sinus period", 2.0, "s", Published, ARC, |p| &mut p.sinus_sympathetic_delay_s),
    line("tTs", "sympathetic lag of the sinus period", 2.0, "s", Published, ARC, |p| &mut p.sinus_sympathetic_lag_s),
    line("GTv", "vagal gain of the sinus period", 0.09, "s/Hz", Published, ARC, |p| &mut p.sinus_vagal_gain_s_per_hz),
    line("DTv", "vagal delay of the sinus period", 0.2, "s", Published, ARC, |p| &mut p.sinus_vagal_delay_s),
    line("tTv", "vagal lag of the sinus period", 1.5, "s", Published, ARC, |p| &mut p.sinus_vagal_lag_s),
    line("GRsp", "sympathetic gain of splanchnic resistance", 0.695, "mmHg·s/mL", Published, ARC, |p| &mut p.splanchnic_gain),
    line("GRep", "sympathetic gain of other resistance", 0.53, "mmHg·s/mL", Published, ARC, |p| &mut p.peripheral_gain),
    line("DR", "delay of the vessels", 2.0, "s", Published, ARC, |p| &mut p.vessel_delay_s),
    line("tR", "lag of the vessels", 6.0, "s", Published, ARC, |p| &mut p.vessel_lag_s),
    line("T0", "intrinsic sinus period", 0.58, "s", Recalled, PLANT, |p| &mut p.intrinsic_period_s),
    line("Rsp0", "splanchnic resistance", 2.49, "mmHg·s/mL", Recalled, PLANT, |p| &mut p.splanchnic_resistance),
    line("Rep0", "other resistance", 0.78, "mmHg·s/mL", Recalled, PLANT, |p| &mut p.peripheral_resistance),
    line("Aresp", "breathing on pulse pressure", 3.0, "mmHg", Published, "DeBoer 1987, as coded in CardioModels.jl @50d96ad", |p| &mut p.mechanical_breath_mmhg),
    line("toff", "filling offset", 0.22, "s", Calibrated, "own calibration, cf. 0.016 mmHg/ms of DeBoer 1987", |p| &mut p.filling_offset_s),
    line("tfill", "filling lag", 0.25, "s", Calibrated, "own calibration, cf. 0.016 mmHg/ms of DeBoer 1987", |p| &mut p.filling_lag_s),
    line("C", "arterial compliance", 1.35, "mL/mmHg", Calibrated, OWN, |p| &mut p.compliance_ml_per_mmhg),
    line("SV0", "stroke volume", 73.0, "mL", Calibrated, OWN, |p| &mut p.stroke_volume_ml),
    line("Pv", "venous pressure", 5.0, "mmHg", Calibrated, OWN, |p| &mut p.venous_pressure_mmhg),
    line("RR0", "RR of the stroke volume at rest", 0.85, "s", Calibrated, OWN, |p| &mut p.reference_rr_s),
    line("Tej", "ejection", 0.30, "s", Calibrated, OWN, |p| &mut p.ejection_s),
    line("kE", "contractility gain", 0.10, "", Calibrated, OWN, |p| &mut p.contractility_gain),
    line("tE", "contractility lag", 8.0, "s", Published, ARC, |p| &mut p.contractility_lag_s),
    line("kg", "vagal gate", 1.0, "1/L", Calibrated, HIRSCH_BISHOP, |p| &mut p.vagal_gate_per_l),
    line("krs", "sympathetic gate", 1.0, "Hz/L", Calibrated, HIRSCH_BISHOP, |p| &mut p.sympathetic_gate_hz_per_l),
    line("Vs", "gate saturation", 0.5, "L", Calibrated, HIRSCH_BISHOP, |p| &mut p.gate_saturation_l),
    line("tad", "gate adaptation", 5.0, "s", Calibrated, HIRSCH_BISHOP, |p| &mut p.gate_adaptation_s),
    line("sigma_v", "vagal noise", 0.30, "Hz", Calibrated, OWN, |p| &mut p.vagal_noise_hz),
    line("tau_v", "vagal noise, time constant", 3.0, "s", Calibrated, OWN, |p| &mut p.vagal_noise_lag_s),
    line("sigma_R", "vessel noise", 0.06, "", Calibrated, OWN, |p| &mut p.vessel_noise),
    line("tau_R", "vessel noise, time constant", 1.5, "s", Calibrated, OWN, |p| &mut p.vessel_noise_lag_s),
    line("sigma_S", "sympathetic noise", 0.4, "Hz", Calibrated, OWN, |p| &mut p.sympathetic_noise_hz),
    line("tau_S", "sympathetic noise, time constant", 60.0, "s", Calibrated, OWN, |p| &mut p.sympathetic_noise_lag_s),
];

impl Parameters {
    /// The value under a symbol of [`PARAMETERS`]; `None` for an unknown symbol.
    pub fn get(&self, symbol: &str) -> Option<f64> {
        let def = PARAMETERS.iter().find(|def| def.symbol == symbol)?;
        Some(*(def.field)(&mut self.clone()))
    }

    /// Sets the value under a symbol; `None`, and nothing changed, for an unknown symbol or a value that is not finite.
    pub fn set(&mut self, symbol: &str, value: f64) -> Option<()> {
        let def = PARAMETERS.iter().find(|def| def.symbol == symbol)?;
        value.is_finite().then(|| *(def.field)(self) = value)
    }
}

impl Default for Parameters {
    fn default() -> Self {
        let mut parameters = NONE;
        for def in PARAMETERS {
            *(def.field)(&mut parameters) = def.value;
        }
        parameters
    }
}

/// Filled from the table in `default`; a field that the table forgets stays NaN, and a test sees it.
const NONE: Parameters = Parameters {
    afferent_lag_s: f64::NAN,
    afferent_lead_s: f64::NAN,
    set_point_mmhg: f64::NAN,
    afferent_min_hz: f64::NAN,
    afferent_max_hz: f64::NAN,
    afferent_width_mmhg: f64::NAN,
    sympathetic_floor_hz: f64::NAN,
    sympathetic_top_hz: f64::NAN,
    sympathetic_slope_s: f64::NAN,
    sympathetic_threshold_hz: f64::NAN,
    vagal_low_hz: f64::NAN,
    vagal_high_hz: f64::NAN,
    vagal_width_hz: f64::NAN,
    vagal_middle_hz: f64::NAN,
    sinus_sympathetic_gain_s: f64::NAN,
    sinus_sympathetic_delay_s: f64::NAN,
    sinus_sympathetic_lag_s: f64::NAN,
    sinus_vagal_gain_s_per_hz: f64::NAN,
    sinus_vagal_delay_s: f64::NAN,
    sinus_vagal_lag_s: f64::NAN,
    splanchnic_gain: f64::NAN,
    peripheral_gain: f64::NAN,
    vessel_delay_s: f64::NAN,
    vessel_lag_s: f64::NAN,
    intrinsic_period_s: f64::NAN,
    splanchnic_resistance: f64::NAN,
    peripheral_resistance: f64::NAN,
    mechanical_breath_mmhg: f64::NAN,
    filling_offset_s: f64::NAN,
    filling_lag_s: f64::NAN,
    compliance_ml_per_mmhg: f64::NAN,
    stroke_volume_ml: f64::NAN,
    venous_pressure_mmhg: f64::NAN,
    reference_rr_s: f64::NAN,
    ejection_s: f64::NAN,
    contractility_gain: f64::NAN,
    contractility_lag_s: f64::NAN,
    vagal_gate_per_l: f64::NAN,
    sympathetic_gate_hz_per_l: f64::NAN,
    gate_saturation_l: f64::NAN,
    gate_adaptation_s: f64::NAN,
    vagal_noise_hz: f64::NAN,
    vagal_noise_lag_s: f64::NAN,
    vessel_noise: f64::NAN,
    vessel_noise_lag_s: f64::NAN,
    sympathetic_noise_hz: f64::NAN,
    sympathetic_noise_lag_s: f64::NAN,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_line_of_the_table() {
        let fields = size_of::<Parameters>() / size_of::<f64>();
        assert_eq!(PARAMETERS.len(), fields);
        let mut parameters = Parameters::default();
        let mut places: Vec<usize> = PARAMETERS
            .iter()
            .map(|def| std::ptr::from_mut((def.field)(&mut parameters)) as usize)
            .collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), fields);
        assert!(PARAMETERS.iter().all(|def| def.value.is_finite() && !def.source.is_empty()));
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
