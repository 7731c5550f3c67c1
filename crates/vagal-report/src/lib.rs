//! Pages, terminal answers and JSON from what the line found.
