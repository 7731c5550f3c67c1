//! Error rates of the guide's rules: simulated people with a known state, and the quantities behind the rules.

pub mod people;
pub mod quantities;
pub mod rates;

/// What is simulated, in days and points of tension; house choices in the range of the reference model of a person.
pub mod model {
    /// Half-life of the slow wander of tension and of lnRMSSD, days.
    pub const WANDER_HALF_LIFE: f64 = 5.0;
    /// Its spread in tension, points.
    pub const WANDER_TENSION: f64 = 0.7;
    /// Its spread in lnRMSSD.
    pub const WANDER_LN: f64 = 0.15;
    /// Noise of one rating of tension, points.
    pub const NOISE_TENSION: f64 = 0.8;
    /// Noise of one reading of lnRMSSD; a change over a session has √2 of .20.
    pub const NOISE_LN: f64 = 0.10;
    /// Noise of one reading around a session.
    pub const NOISE_SPOT: f64 = 0.20;
    /// What a session takes off tension, points, and its spread from session to session.
    pub const DROP: (f64, f64) = (2.5, 0.6);
    /// What lying still does to lnRMSSD.
    pub const REST_RISE: f64 = 0.15;
}
