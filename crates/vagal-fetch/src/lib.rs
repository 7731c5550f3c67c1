//! Public recordings, pinned by sha256, fetched with resume and progress.
