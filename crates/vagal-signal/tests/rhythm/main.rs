//! The rhythm gate: each predicate by hand-made rhythms, properties on arbitrary ones, and its
//! error rates on recordings and simulated people.
#![allow(unreachable_pub, reason = "modules of one test binary")]

mod numbers;
mod people;
mod predicates;
mod properties;
mod recordings;
mod simulated;
mod validation;
