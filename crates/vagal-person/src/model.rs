//! The model of a person: which inputs, which channels, and the parameters that follow from them.

use crate::channel::{self, Channel, Covariate, Gain, Level, Normal, Path};
use crate::event::{EventError, Load};
use crate::parameter::{Parameter, Transform};

/// Most inputs of one model: the filter is compiled for each number of states.
pub const MAX_INPUTS: usize = 8;

/// One kind of input with its priors.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Stable identifier: `massage`, `rest`.
    pub id: String,
    /// Prior of the half-life of its fast effect, log days.
    pub half_life: Normal,
    /// Prior of its effect per unit dose, ln units of RMSSD; centred on 0, so that no sign is assumed.
    pub effect: Normal,
    /// True if somebody books it, so that how the person feels may decide when it happens.
    pub booked: bool,
}

impl Input {
    /// Hands-on work: half-life around 1.5 days, effect sd .35 (research specification).
    pub fn massage(id: &str) -> Self {
        let half_life = Normal { mean: 1.5_f64.ln(), sd: 0.6 };
        Self { id: id.into(), half_life, effect: Normal { mean: 0.0, sd: 0.35 }, booked: true }
    }

    /// Anything brief: half-life around .3 days, effect sd .2 (research specification, breathing). Rest is one of these.
    pub fn brief(id: &str) -> Self {
        let half_life = Normal { mean: 0.3_f64.ln(), sd: 0.6 };
        Self { id: id.into(), half_life, effect: Normal { mean: 0.0, sd: 0.2 }, booked: false }
    }
}

/// Terms that are left out unless asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Pressure and pace as powers of the dose; log dose on the durable share and on the variation between sessions.
    pub dose: bool,
    /// Steady habits raise or lower the ceiling.
    pub habit: bool,
    /// A path from a session to the tissue that does not pass through the autonomic state.
    pub direct: bool,
    /// Sessions are booked by how the person feels, beyond what was recorded.
    pub booking: bool,
    /// A unit of load that has lasted for weeks costs something else than one of today.
    pub lasting: bool,
}

/// Where a channel's parameters are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChannelLayout {
    pub(crate) path: Path,
    pub(crate) gain: Option<usize>,
    pub(crate) level: usize,
    pub(crate) offset: Option<usize>,
    pub(crate) noise: usize,
    pub(crate) direct: bool,
    pub(crate) covariates: Vec<(usize, Covariate)>,
}

/// Where each parameter is in the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) inputs: usize,
    pub(crate) half_life: usize,
    pub(crate) slow: usize,
    pub(crate) share: usize,
    pub(crate) effect: usize,
    pub(crate) ceiling: usize,
    pub(crate) variation: usize,
    pub(crate) load_decay: Price,
    pub(crate) load_ceiling: Price,
    pub(crate) correction: usize,
    pub(crate) baseline_half_life: usize,
    pub(crate) baseline_sd: usize,
    pub(crate) muscle_half_life: usize,
    pub(crate) load_pull: Price,
    pub(crate) channels: Vec<ChannelLayout>,
    pub(crate) dose: Option<DoseLayout>,
    pub(crate) habit: Option<usize>,
    pub(crate) direct: Option<DirectLayout>,
    pub(crate) booking: Option<BookingLayout>,
    booked: Vec<bool>,
}

impl Layout {
    /// True if sessions of this input are booked by feeling.
    pub(crate) fn booked(&self, input: usize) -> bool {
        self.booked[input]
    }
}

/// Where the price of a unit of load is, and what a lasting unit costs beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Price {
    pub(crate) unit: usize,
    pub(crate) lasting: Option<usize>,
}

impl Price {
    /// What a load costs.
    #[inline(always)]
    pub(crate) fn of(self, theta: &[f64], load: Load) -> f64 {
        let more = self.lasting.map_or(0.0, |place| theta[place] * load.lasting);
        theta[self.unit] * load.total + more
    }

    /// What a unit costs if it has lasted.
    pub(crate) fn of_lasting_unit(self, theta: &[f64]) -> f64 {
        self.of(theta, Load { total: 1.0, lasting: 1.0 })
    }

    /// From the adjoint of a cost to those of the prices.
    #[inline(always)]
    pub(crate) fn back(self, bar: f64, load: Load, out: &mut [f64]) {
        out[self.unit] += bar * load.total;
        if let Some(place) = self.lasting {
            out[place] += bar * load.lasting;
        }
    }
}

/// Where the dose terms are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DoseLayout {
    pub(crate) pressure: usize,
    pub(crate) pace: usize,
    pub(crate) share: usize,
    pub(crate) variation: usize,
}

/// Where the direct path is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DirectLayout {
    pub(crate) effect: usize,
    pub(crate) half_life: usize,
}

/// Where the booking terms are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BookingLayout {
    pub(crate) pull: usize,
    pub(crate) rate: usize,
}

/// Inputs, channels and parameters of one person's model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    inputs: Vec<Input>,
    channels: Vec<&'static Channel>,
    terms: Terms,
    parameters: Vec<Parameter>,
    pub(crate) layout: Layout,
}

/// Collects parameters and hands out their places.
struct Register(Vec<Parameter>);

impl Register {
    fn add(
        &mut self,
        name: impl Into<String>,
        transform: Transform,
        prior: Normal,
        meaning: impl Into<String>,
    ) -> usize {
        let (prior_mean, prior_sd) = (prior.mean, prior.sd);
        let (name, meaning) = (name.into(), meaning.into());
        self.0.push(Parameter { name, meaning, transform, prior_mean, prior_sd });
        self.0.len() - 1
    }
}

impl Model {
    /// A model of these inputs and channels, which must hold `morning_ln_rmssd`.
    ///
    /// # Errors
    ///
    /// [`EventError::TooManyInputs`] beyond [`MAX_INPUTS`].
    pub fn new(
        inputs: Vec<Input>,
        channels: Vec<&'static Channel>,
        terms: Terms,
    ) -> Result<Self, EventError> {
        if inputs.len() > MAX_INPUTS {
            return Err(EventError::TooManyInputs { have: inputs.len(), most: MAX_INPUTS });
        }
        let mut register = Register(Vec::new());
        let layout = lay_out(&mut register, &inputs, &channels, terms);
        Ok(Self { inputs, channels, terms, parameters: register.0, layout })
    }

    /// The two-input model of the reference diary: morning and spot lnRMSSD, resting heart rate, tension.
    pub fn reference() -> Self {
        Self::of_columns(vec![Input::massage("0"), Input::brief("1")], Terms::default())
            .expect("invariant: two inputs are fewer than the most")
    }

    /// A model of the four channels that the columns of an event file can hold.
    ///
    /// # Errors
    ///
    /// [`EventError::TooManyInputs`] beyond [`MAX_INPUTS`].
    pub fn of_columns(inputs: Vec<Input>, terms: Terms) -> Result<Self, EventError> {
        Self::new(inputs, channel::CHANNELS[..4].iter().collect(), terms)
    }

    /// The same model under priors that are given in units of its own: mean and sd of each coordinate.
    pub(crate) fn with_priors(&self, base: &[(f64, f64)]) -> Self {
        let mut other = self.clone();
        for (parameter, (mean, sd)) in other.parameters.iter_mut().zip(base) {
            parameter.prior_mean += parameter.prior_sd * mean;
            parameter.prior_sd *= sd;
        }
        other
    }

    /// The inputs, in the order of their numbers.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The channels, in the order of their numbers.
    pub fn channels(&self) -> &[&'static Channel] {
        &self.channels
    }

    /// The channel that answers about tension read: that of the whole body, else that of the regions hands worked on, else of
    /// the others.
    pub(crate) fn tension(&self) -> Option<usize> {
        let place = |id| self.channels.iter().position(|channel| channel.id == id);
        ["tension", "tension_worked", "tension_unworked"].into_iter().find_map(place)
    }

    /// Which terms are in.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// The parameters, in the order of every vector of coordinates.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The place of the parameter with this name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|p| p.name == name)
    }

    /// Natural values at whitened coordinates.
    pub fn values(&self, z: &[f64]) -> Vec<f64> {
        self.parameters.iter().zip(z).map(|(p, &z)| p.value(z)).collect()
    }

    /// Whitened coordinates of natural values.
    pub fn whiten(&self, values: &[f64]) -> Vec<f64> {
        self.parameters.iter().zip(values).map(|(p, &v)| p.whiten(v)).collect()
    }
}

fn prior(mean: f64, sd: f64) -> Normal {
    Normal { mean, sd }
}

/// The order is that of the specification; terms that it leaves out come after it.
fn lay_out(
    register: &mut Register,
    inputs: &[Input],
    channels: &[&'static Channel],
    terms: Terms,
) -> Layout {
    use Transform::{Identity, Log, Logit};
    let count = inputs.len();
    let half_life = register.0.len();
    for (j, input) in inputs.iter().enumerate() {
        let meaning = format!("half-life of the fast effect of {} (days)", input.id);
        register.add(format!("hl{}", j + 1), Log, input.half_life, meaning);
    }
    let slow =
        register.add("hls", Log, prior(12.0_f64.ln(), 0.5), "half-life of the durable pool (days)");
    let share =
        register.add("p", Logit, prior(-1.73, 0.8), "share of a session that becomes durable");
    let effect = register.0.len();
    for (j, input) in inputs.iter().enumerate() {
        let meaning = format!("effect of {} per unit dose (ln RMSSD)", input.id);
        register.add(format!("e{}", j + 1), Identity, input.effect, meaning);
    }
    let ceiling =
        register.add("C0", Log, prior(0.9_f64.ln(), 0.4), "ceiling without load (ln RMSSD)");
    let variation = register.add(
        "tau",
        Log,
        prior(0.3_f64.ln(), 0.4),
        "variation from session to session, as a share",
    );
    let load_decay = register.add("lam", Identity, prior(0.2, 0.3), "load speeds the decay");
    let load_ceiling = register.add("del", Identity, prior(0.2, 0.3), "load lowers the ceiling");
    let correction = register.add("eta", Identity, prior(0.0, 0.5), "a correction slows the decay");
    let baseline_half_life = register.add(
        "hlb",
        Log,
        prior(5.0_f64.ln(), 0.5),
        "half-life of the baseline's wander (days)",
    );
    let baseline_sd = register.add(
        "sb",
        Log,
        prior(0.15_f64.ln(), 0.4),
        "sd of the baseline's wander (ln RMSSD)",
    );
    let muscle_half_life =
        register.add("hlk", Log, prior(0.5_f64.ln(), 0.4), "lag of the muscles (days)");
    let noise = register.0.len();
    for (c, channel) in channels.iter().enumerate() {
        let meaning = format!("reading noise of {} ({})", channel.name, channel.unit);
        register.add(format!("s{c}"), Log, channel.noise, meaning);
    }
    let gains: Vec<Option<usize>> = channels
        .iter()
        .enumerate()
        .map(|(c, channel)| match channel.gain {
            Gain::Unit => None,
            Gain::Falls(prior) => {
                let meaning = format!("{} per unit of state ({})", channel.name, channel.unit);
                Some(register.add(format!("h{c}"), Identity, prior, meaning))
            }
        })
        .collect();
    let own: Vec<Option<usize>> = channels
        .iter()
        .enumerate()
        .map(|(c, channel)| match channel.level {
            Level::Own(prior) => {
                let meaning = format!("level of {} ({})", channel.name, channel.unit);
                Some(register.add(format!("mu{c}"), Identity, prior, meaning))
            }
            Level::Offset { .. } => None,
        })
        .collect();
    let load_pull =
        register.add("bL", Identity, prior(-0.1, 0.1), "load on the state at once (ln RMSSD)");
    let covariates: Vec<Vec<(usize, Covariate)>> = channels
        .iter()
        .map(|channel| {
            let add = |&(name, covariate, prior): &(&str, Covariate, Normal)| {
                let meaning = format!("{covariate:?} on {}", channel.name).to_lowercase();
                (register.add(name, Identity, prior, meaning), covariate)
            };
            channel.covariates.iter().map(add).collect()
        })
        .collect();
    let layouts = channels
        .iter()
        .zip(covariates)
        .enumerate()
        .map(|(c, (channel, covariates))| {
            let (level, offset) = match channel.level {
                Level::Own(_) => (own[c], None),
                Level::Offset { of, name, prior } => {
                    let meaning = format!("offset of {} ({})", channel.name, channel.unit);
                    let base = channels.iter().position(|other| other.id == of);
                    let offset = register.add(name, Identity, prior, meaning);
                    (base.and_then(|b| own[b]), Some(offset))
                }
            };
            // A spot reading without any morning reading still has a level: that of its own.
            let level = level.unwrap_or_else(|| {
                register.add(format!("mu{c}"), Identity, prior(3.7, 0.4), "level of its own")
            });
            ChannelLayout {
                path: channel.path,
                gain: gains[c],
                level,
                offset,
                noise: noise + c,
                direct: channel.direct,
                covariates,
            }
        })
        .collect();
    let dose = terms.dose.then(|| DoseLayout {
        pressure: register.add(
            "pressure",
            Identity,
            prior(0.0, 0.5),
            "power of pressure in the dose",
        ),
        pace: register.add("pace", Identity, prior(0.0, 0.5), "power of pace in the dose"),
        share: register.add(
            "p1",
            Identity,
            prior(0.0, 0.5),
            "log dose on the durable share (logit)",
        ),
        variation: register.add(
            "tau1",
            Identity,
            prior(0.0, 0.5),
            "log dose on the variation (log)",
        ),
    });
    let habit = terms
        .habit
        .then(|| register.add("hab", Identity, prior(0.0, 0.2), "steady habits raise the ceiling"));
    let direct = terms.direct.then(|| {
        let effect = register.0.len();
        for (j, input) in inputs.iter().enumerate() {
            let meaning =
                format!("direct effect of {} on tension per unit dose (points)", input.id);
            register.add(format!("d{}", j + 1), Identity, prior(0.0, 1.0), meaning);
        }
        let name = "half-life of the direct effect (days)";
        DirectLayout { effect, half_life: register.add("hld", Log, prior(0.0, 0.6), name) }
    });
    let mut beyond = |name: &str, sd: f64, meaning: &str| {
        terms.lasting.then(|| register.add(name, Identity, prior(0.0, sd), meaning))
    };
    let load_decay = Price {
        unit: load_decay,
        lasting: beyond("laml", 0.3, "lasting load speeds the decay further"),
    };
    let load_ceiling = Price {
        unit: load_ceiling,
        lasting: beyond("dell", 0.3, "lasting load lowers the ceiling further"),
    };
    let load_pull = Price {
        unit: load_pull,
        lasting: beyond("bLl", 0.1, "lasting load on the state further (ln RMSSD)"),
    };
    let booking = terms.booking.then(|| BookingLayout {
        pull: register.add(
            "psi",
            Identity,
            prior(0.0, 3.0),
            "bookings per unit of state (log rate)",
        ),
        rate: register.add("rate", Log, prior((1.0_f64 / 7.0).ln(), 1.0), "bookings a day"),
    });
    Layout {
        inputs: count,
        half_life,
        slow,
        share,
        effect,
        ceiling,
        variation,
        load_decay,
        load_ceiling,
        correction,
        baseline_half_life,
        baseline_sd,
        muscle_half_life,
        load_pull,
        channels: layouts,
        dose,
        habit,
        direct,
        booking,
        booked: inputs.iter().map(|input| input.booked).collect(),
    }
}
