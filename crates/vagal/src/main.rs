//! vagal.
fn main() {}
