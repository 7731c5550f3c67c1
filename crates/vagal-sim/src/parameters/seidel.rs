//! The numbers of the model of Seidel and Herzel, under the names of the SHM implementation.

use super::parameter_table;

const SHM: &str = "Seidel 1997, as coded in SHM SeidelThesisFullExample @65e23ea";
const REFERENCE: &str = "0 in the reference series; SHM gives 7";
const NOISE: &str = "Seidel 1997, as coded in SHM";
const OWN: &str = "own calibration: one Hz of VREF moves the resting activity by the same share";

parameter_table! {
    /// Every number of the model of Seidel and Herzel. Build it with `Default` and change what differs.
    SeidelParameters,
    /// The table of parameters of the model of Seidel and Herzel, in the order of the equations.
    SEIDEL_PARAMETERS:
    "baro_p0" threshold_mmhg = 60.0, "mmHg", Published, SHM, "baroreceptor threshold";
    "baro_kb" slope_weight_s = 0.06, "s", Published, SHM, "baroreceptor weight of the slope of pressure";
    "baro_sat_inflection" inflection_mmhg = 120.0, "mmHg", Published, SHM, "baroreceptor inflection";
    "baro_broad_len" broadening_s = 0.1, "s", Published, SHM, "length of the broadening";
    "baro_broad_eta" broadening_eta_s = 0.010, "s", Published, SHM, "broadening, eta";
    "baro_broad_sigma" broadening_sigma_s = 0.001, "s", Published, SHM, "broadening, sigma";
    "lung_r_start" respiration_shift_s = 0.16, "s", Published, SHM, "shift of the respiratory neurons";
    "sym_base_activity" sympathetic_base = 50.0, "", Published, SHM, "sympathetic base activity";
    "sym_k_baro_resp" sympathetic_gate = 0.38, "", Published, SHM, "sympathetic weight of baroreceptors times breathing";
    "sym_k_resp" sympathetic_breath = 30.0, "", Published, SHM, "sympathetic weight of breathing";
    "para_base_activity" vagal_base = 10.0, "", Published, SHM, "vagal base activity";
    "para_k_baro_resp" vagal_gate = 0.38, "", Published, SHM, "vagal weight of baroreceptors times breathing";
    "para_k_resp" vagal_breath = 30.0, "", Published, SHM, "vagal weight of breathing";
    "sNe_tau" sinus_ne_lag_s = 2.0, "s", Published, SHM, "norepinephrine at the sinus node, lag";
    "sNe_k_ex" sinus_ne_excitation = 0.014, "", Published, SHM, "norepinephrine at the sinus node, release";
    "sNe_k_in" sinus_ne_inhibition = 0.006, "", Published, SHM, "norepinephrine at the sinus node, vagal inhibition";
    "sNe_delay_ex" sinus_ne_delay_s = 2.0, "s", Published, SHM, "norepinephrine at the sinus node, sympathetic delay";
    "sNe_delay_in" sinus_ne_vagal_delay_s = 0.4, "s", Published, SHM, "norepinephrine at the sinus node, vagal delay";
    "vNe_tau" ventricle_ne_lag_s = 4.0, "s", Published, SHM, "norepinephrine at the ventricles, lag";
    "vNe_k_ex" ventricle_ne_excitation = 0.014, "", Published, SHM, "norepinephrine at the ventricles, release";
    "vNe_k_in" ventricle_ne_inhibition = 0.006, "", Published, SHM, "norepinephrine at the ventricles, vagal inhibition";
    "vNe_delay_ex" ventricle_ne_delay_s = 2.0, "s", Published, SHM, "norepinephrine at the ventricles, sympathetic delay";
    "vNe_delay_in" ventricle_ne_vagal_delay_s = 0.4, "s", Published, SHM, "norepinephrine at the ventricles, vagal delay";
    "rNe_tau" vessel_ne_lag_s = 4.0, "s", Published, SHM, "norepinephrine at the vessels, lag";
    "rNe_k_ex" vessel_ne_excitation = 0.014, "", Published, SHM, "norepinephrine at the vessels, release";
    "rNe_k_in" vessel_ne_inhibition = 0.0, "", Published, SHM, "norepinephrine at the vessels, vagal inhibition";
    "rNe_delay_ex" vessel_ne_delay_s = 3.0, "s", Published, SHM, "norepinephrine at the vessels, sympathetic delay";
    "rNe_delay_in" vessel_ne_vagal_delay_s = 0.4, "s", Published, SHM, "norepinephrine at the vessels, vagal delay";
    "sAc_tau" acetylcholine_lag_s = 0.05, "s", Published, SHM, "acetylcholine at the sinus node, lag";
    "sAc_k_ex" acetylcholine_excitation = 0.005, "", Published, SHM, "acetylcholine at the sinus node, release";
    "sAc_delay_ex" acetylcholine_delay_s = 0.4, "s", Published, SHM, "acetylcholine at the sinus node, delay";
    "sinus_T_0" intrinsic_period_s = 0.9, "s", Published, SHM, "intrinsic sinus period";
    "sinus_k_sNe" sinus_sympathetic = 0.6, "", Published, SHM, "sinus node, weight of norepinephrine";
    "sinus_k_sAc" sinus_vagal = 0.2, "", Published, SHM, "sinus node, weight of acetylcholine";
    "heart_T_refrac" refractory_s = 0.22, "s", Published, SHM, "refractory period";
    "heart_T_av" escape_s = 1.7, "s", Published, SHM, "escape of the AV node";
    "heart_T_avc0" conduction_s = 0.09, "s", Published, SHM, "AV conduction, least";
    "heart_k_avc_t" conduction_gain_s = 0.78, "s", Published, SHM, "AV conduction, slowing by an early beat";
    "heart_tau_avc" conduction_lag_s = 0.11, "s", Published, SHM, "AV conduction, recovery";
    "heart_tau_sys" systole_s = 0.125, "s", Published, SHM, "systole";
    "heart_S_0" contractility = 110.0, "mL", Published, SHM, "contractility";
    "heart_k_S_vNe" contractility_gain = 110.0, "mL", Published, SHM, "contractility, weight of norepinephrine";
    "heart_T_hat" full_filling_s = 1.0, "s", Published, SHM, "interval from which filling is full";
    "heart_compliance" compliance_ml_per_mmhg = 2.0, "mL/mmHg", Published, SHM, "arterial compliance";
    "heart_tau_wind0" windkessel_s = 1.3, "s", Published, SHM, "windkessel time constant";
    "heart_k_wind_rNe" windkessel_gain_s = 0.8, "s", Published, SHM, "windkessel time constant, weight of norepinephrine";
    "heart_p_wind0" rest_mmhg = 0.0, "mmHg", Published, REFERENCE, "pressure without a heartbeat";
    "sinus_T_0_sigma" period_noise_s = 0.02, "s", Published, NOISE, "noise of the sinus period";
    "sinus_T_0_last" period_memory = 0.9, "", Published, NOISE, "memory of that noise from beat to beat";
    "lung_T_r_sigma" breath_noise_s = 0.2, "s", Published, NOISE, "noise of the breath period";
    "lung_T_r_last1" breath_memory_1 = 0.5, "", Published, NOISE, "memory of that noise, last breath";
    "lung_T_r_last2" breath_memory_2 = 0.25, "", Published, NOISE, "memory of that noise, last but one";
    "drive_v" vagal_per_hz = 21.0, "1/Hz", Calibrated, OWN, "vagal activity for 1 Hz of drive";
    "drive_s" sympathetic_per_hz = 3.0, "1/Hz", Calibrated, OWN, "sympathetic activity for 1 Hz of drive";
}

/// Short symbols of the equations, beside the names of SHM.
const SHORT: &[(&str, &str)] = &[
    ("p0", "baro_p0"),
    ("kb", "baro_kb"),
    ("eta", "baro_broad_eta"),
    ("sigma", "baro_broad_sigma"),
    ("T0", "sinus_T_0"),
    ("k_sNe", "sinus_k_sNe"),
    ("k_sAc", "sinus_k_sAc"),
    ("T_refrac", "heart_T_refrac"),
    ("T_av", "heart_T_av"),
    ("Tav", "heart_T_av"),
    ("T_avc0", "heart_T_avc0"),
    ("tau_sys", "heart_tau_sys"),
    ("S0", "heart_S_0"),
    ("T_hat", "heart_T_hat"),
    ("compliance", "heart_compliance"),
    ("tau_wind0", "heart_tau_wind0"),
    ("p_wind0", "heart_p_wind0"),
    ("wNe_tau", "rNe_tau"),
    ("wNe_k_ex", "rNe_k_ex"),
    ("wNe_k_in", "rNe_k_in"),
    ("wNe_delay_ex", "rNe_delay_ex"),
    ("wNe_delay_in", "rNe_delay_in"),
];

impl SeidelParameters {
    /// The symbol of the table for a short symbol, or the symbol itself.
    pub(crate) fn full_symbol(symbol: &str) -> &str {
        SHORT.iter().find(|(short, _)| *short == symbol).map_or(symbol, |(_, full)| full)
    }
}
