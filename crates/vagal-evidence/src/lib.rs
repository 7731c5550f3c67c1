//! Sources, claims and inputs as data files, with the checker that keeps them whole.
