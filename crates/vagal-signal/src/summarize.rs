//! The indices of one window.
