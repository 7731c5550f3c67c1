//! Correction of RR intervals to NN intervals, with a ledger of every change.
