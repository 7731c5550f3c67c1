//! The numbers of VREF.

use super::parameter_table;

const ARC: &str = "Ursino 1998 reflex arc, as coded in CP-Model BaroreflexConstants.m @d09aa41";
const PLANT: &str = "Ursino 1998";
const OWN: &str = "own calibration";
const HIRSCH_BISHOP: &str =
    "own calibration to Hirsch & Bishop 1981 and a resting RMSSD near 36 ms";
const HALF_LIFE: &str = "half-time in the method of BioGears";
const VEINS: &str = "Ursino 1998, as coded in CP-Model BaroreflexConstants.m @d09aa41";
const CARBON: &str = "own calibration: 40 mmHg at the resting ventilation of the model";
const FILLING: &str = "own calibration, cf. 0.016 mmHg/ms of DeBoer 1987";

parameter_table! {
    /// Every number of VREF. Build it with `Default` and change what differs.
    Parameters,
    /// The table of parameters of VREF, in the order of the equations.
    PARAMETERS:
    "taup" afferent_lag_s = 2.076, "s", Published, ARC, "baroreceptor lag";
    "tauz" afferent_lead_s = 6.37, "s", Published, ARC, "baroreceptor lead";
    "Pn" set_point_mmhg = 92.0, "mmHg", Published, ARC, "baroreceptor set-point";
    "fmin" afferent_min_hz = 2.52, "Hz", Published, ARC, "carotid sinus nerve, lowest";
    "fmax" afferent_max_hz = 47.78, "Hz", Published, ARC, "carotid sinus nerve, highest";
    "ka" afferent_width_mmhg = 11.758, "mmHg", Published, ARC, "baroreceptor width";
    "fesinf" sympathetic_floor_hz = 2.10, "Hz", Published, ARC, "sympathetic floor";
    "fes0" sympathetic_top_hz = 16.11, "Hz", Published, ARC, "sympathetic top";
    "kes" sympathetic_slope_s = 0.0675, "s", Published, ARC, "sympathetic slope";
    "fesmin" sympathetic_threshold_hz = 2.66, "Hz", Published, ARC, "sympathetic threshold";
    "fev0" vagal_low_hz = 3.2, "Hz", Published, ARC, "vagal firing, low";
    "fevinf" vagal_high_hz = 6.3, "Hz", Published, ARC, "vagal firing, high";
    "kev" vagal_width_hz = 7.06, "Hz", Published, ARC, "vagal width";
    "fcs0" vagal_middle_hz = 25.0, "Hz", Published, ARC, "vagal middle";
    "GTs" sinus_sympathetic_gain_s = -0.13, "s", Published, ARC, "sympathetic gain of the sinus period";
    "DTs" sinus_sympathetic_delay_s = 2.0, "s", Published, ARC, "sympathetic delay of the sinus period";
    "tTs" sinus_sympathetic_lag_s = 2.0, "s", Published, ARC, "sympathetic lag of the sinus period";
    "GTv" sinus_vagal_gain_s_per_hz = 0.09, "s/Hz", Published, ARC, "vagal gain of the sinus period";
    "DTv" sinus_vagal_delay_s = 0.2, "s", Published, ARC, "vagal delay of the sinus period";
    "tTv" sinus_vagal_lag_s = 1.5, "s", Published, ARC, "vagal lag of the sinus period";
    "GRsp" splanchnic_gain = 0.695, "mmHg·s/mL", Published, ARC, "sympathetic gain of splanchnic resistance";
    "GRep" peripheral_gain = 0.53, "mmHg·s/mL", Published, ARC, "sympathetic gain of other resistance";
    "DR" vessel_delay_s = 2.0, "s", Published, ARC, "delay of the vessels";
    "tR" vessel_lag_s = 6.0, "s", Published, ARC, "lag of the vessels";
    "T0" intrinsic_period_s = 0.58, "s", Recalled, PLANT, "intrinsic sinus period";
    "Rsp0" splanchnic_resistance = 2.49, "mmHg·s/mL", Recalled, PLANT, "splanchnic resistance";
    "Rep0" peripheral_resistance = 0.78, "mmHg·s/mL", Recalled, PLANT, "other resistance";
    "Aresp" mechanical_breath_mmhg = 3.0, "mmHg", Published, "DeBoer 1987, as coded in CardioModels.jl @50d96ad", "breathing on pulse pressure";
    "toff" filling_offset_s = 0.22, "s", Calibrated, FILLING, "filling offset";
    "tfill" filling_lag_s = 0.25, "s", Calibrated, FILLING, "filling lag";
    "C" compliance_ml_per_mmhg = 1.35, "mL/mmHg", Calibrated, OWN, "arterial compliance";
    "SV0" stroke_volume_ml = 73.0, "mL", Calibrated, OWN, "stroke volume";
    "Pv" venous_pressure_mmhg = 5.0, "mmHg", Calibrated, OWN, "venous pressure";
    "RR0" reference_rr_s = 0.85, "s", Calibrated, OWN, "RR of the stroke volume at rest";
    "Tej" ejection_s = 0.30, "s", Calibrated, OWN, "ejection";
    "kE" contractility_gain = 0.10, "", Calibrated, OWN, "contractility gain";
    "tE" contractility_lag_s = 8.0, "s", Published, ARC, "contractility lag";
    "kg" vagal_gate_per_l = 1.0, "1/L", Calibrated, HIRSCH_BISHOP, "vagal gate";
    "krs" sympathetic_gate_hz_per_l = 1.0, "Hz/L", Calibrated, HIRSCH_BISHOP, "sympathetic gate";
    "Vs" gate_saturation_l = 0.5, "L", Calibrated, HIRSCH_BISHOP, "gate saturation";
    "tad" gate_adaptation_s = 5.0, "s", Calibrated, HIRSCH_BISHOP, "gate adaptation";
    "sigma_v" vagal_noise_hz = 0.30, "Hz", Calibrated, OWN, "vagal noise";
    "tau_v" vagal_noise_lag_s = 3.0, "s", Calibrated, OWN, "vagal noise, time constant";
    "sigma_R" vessel_noise = 0.06, "", Calibrated, OWN, "vessel noise";
    "tau_R" vessel_noise_lag_s = 1.5, "s", Calibrated, OWN, "vessel noise, time constant";
    "sigma_S" sympathetic_noise_hz = 0.4, "Hz", Calibrated, OWN, "sympathetic noise";
    "tau_S" sympathetic_noise_lag_s = 60.0, "s", Calibrated, OWN, "sympathetic noise, time constant";
    "t_reset" resetting_half_time_h = 16.0, "h", Published, HALF_LIFE, "resetting: half-time of the set-point";
    "VCO2" carbon_dioxide_ml_per_min = 243.0, "mL/min", Calibrated, CARBON, "chemoreflex: CO2 made";
    "VD" dead_space_l = 0.15, "L", Calibrated, CARBON, "chemoreflex: dead space";
    "SCO2" carbon_store_ml_per_mmhg = 20.0, "mL/mmHg", Recalled, "apnoea raises CO2 by about 12 mmHg in the first minute", "chemoreflex: store of CO2";
    "kc" carbon_gain_hz_per_mmhg = 0.10, "Hz/mmHg", Calibrated, OWN, "chemoreflex: sympathetic firing by CO2";
    "GVusv" splanchnic_volume_gain_ml = -265.4, "mL", Published, VEINS, "veins: sympathetic gain of splanchnic unstressed volume";
    "GVuev" peripheral_volume_gain_ml = -132.5, "mL", Published, VEINS, "veins: sympathetic gain of other unstressed volume";
    "DV" vein_delay_s = 5.0, "s", Published, VEINS, "veins: delay";
    "tV" vein_lag_s = 20.0, "s", Published, VEINS, "veins: lag";
    "CV" venous_compliance_ml_per_mmhg = 130.0, "mL/mmHg", Calibrated, "own calibration: stroke volume falls by about a third upright", "veins: compliance";
}
