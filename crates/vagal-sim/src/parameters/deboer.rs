//! The numbers of the beat-to-beat model of DeBoer.

use super::parameter_table;

const PAPER: &str = "DeBoer 1987, as coded in CardioModels.jl @50d96ad";
const OWN: &str = "own calibration: the gain that VREF has at rest";

parameter_table! {
    /// Every number of the model of DeBoer. Build it with `Default` and change what differs.
    DeBoerParameters,
    /// The table of parameters of the model of DeBoer, in the order of the equations.
    DEBOER_PARAMETERS:
    "S0" operating_mmhg = 120.0, "mmHg", Published, PAPER, "operating point of systolic pressure";
    "D0" diastolic_mmhg = 75.0, "mmHg", Published, PAPER, "operating point of diastolic pressure";
    "I0" interval_ms = 800.0, "ms", Published, PAPER, "operating point of the interval";
    "T0" time_constant_ms = 1425.0, "ms", Published, PAPER, "operating point of the arterial time constant";
    "range" baroreceptor_mmhg = 18.0, "mmHg", Published, PAPER, "range of the baroreceptor around its operating point";
    "gamma" starling_mmhg_per_ms = 0.016, "mmHg/ms", Published, PAPER, "pulse pressure by the interval before";
    "A" breath_mmhg = 3.0, "mmHg", Published, PAPER, "breathing on systolic pressure, amplitude";
    "a0" vagal_ms_per_mmhg = 9.0, "ms/mmHg", Published, PAPER, "vagal gain, same beat";
    "a1" sympathetic_1 = 0.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 1 beat before";
    "a2" sympathetic_2 = 1.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 2 beats before";
    "a3" sympathetic_3 = 2.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 3 beats before";
    "a4" sympathetic_4 = 3.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 4 beats before";
    "a5" sympathetic_5 = 2.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 5 beats before";
    "a6" sympathetic_6 = 1.0, "ms/mmHg", Published, PAPER, "sympathetic gain, 6 beats before";
    "b1" vessel_1 = 0.0, "ms/mmHg", Published, PAPER, "vessels, 1 beat before";
    "b2" vessel_2 = 2.0, "ms/mmHg", Published, PAPER, "vessels, 2 beats before";
    "b3" vessel_3 = 4.0, "ms/mmHg", Published, PAPER, "vessels, 3 beats before";
    "b4" vessel_4 = 6.0, "ms/mmHg", Published, PAPER, "vessels, 4 beats before";
    "b5" vessel_5 = 4.0, "ms/mmHg", Published, PAPER, "vessels, 5 beats before";
    "b6" vessel_6 = 2.0, "ms/mmHg", Published, PAPER, "vessels, 6 beats before";
    "sigma_S" pressure_noise_mmhg = 2.0, "mmHg", Published, PAPER, "noise of systolic pressure";
    "sigma_I" interval_noise_ms = 25.0, "ms", Published, PAPER, "noise of the interval";
    "drive_v" vagal_ms_per_hz = 90.0, "ms/Hz", Calibrated, OWN, "interval for 1 Hz of vagal drive";
    "drive_s" sympathetic_ms_per_hz = -43.0, "ms/Hz", Calibrated, OWN, "interval for 1 Hz of sympathetic drive";
    "drive_p" vessel_ms_per_hz = 90.0, "ms/Hz", Calibrated, OWN, "arterial time constant for 1 Hz of sympathetic drive";
}
