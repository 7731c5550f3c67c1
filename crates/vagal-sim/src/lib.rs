//! A person-shaped source of beats with the hidden truth beside them: physiology, stimuli, statistical sessions.
