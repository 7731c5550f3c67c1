//! Bytes to entries: one folder a format, one list FORMATS, a note for everything salvaged.
