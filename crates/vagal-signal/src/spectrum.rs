//! Spectra of unevenly spaced intervals, in ms².
