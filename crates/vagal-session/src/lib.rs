//! One session, from its phases to the verdict.

pub mod level;
