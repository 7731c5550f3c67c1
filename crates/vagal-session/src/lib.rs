//! One session from its phases to the verdict: quality grade, shift, what else explains it, in-session hold.
