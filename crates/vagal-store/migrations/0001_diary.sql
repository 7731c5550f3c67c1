-- People and their diaries. The same statements run on SQLite and on PostgreSQL: text, 64-bit integers, doubles, no more.
-- A time is two columns: seconds since 1970-01-01T00:00:00Z, and the offset of the local clock in seconds.
-- The id of an entry is made of what it says (src/entry.rs), so that the same thing imported twice is there once.

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT
);

CREATE TABLE input (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    input TEXT NOT NULL,
    known_to TEXT NOT NULL,
    minutes DOUBLE PRECISION,
    pressure TEXT,
    pace TEXT,
    regions TEXT NOT NULL,
    practitioner TEXT,
    felt_release DOUBLE PRECISION,
    booking_rating DOUBLE PRECISION,
    booking TEXT
);
CREATE INDEX input_by_time ON input (person, unix_s);

CREATE TABLE reading (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    kind TEXT NOT NULL,
    region TEXT,
    reading_value DOUBLE PRECISION NOT NULL,
    standard_error DOUBLE PRECISION,
    posture TEXT,
    sensor TEXT,
    device TEXT,
    breathing_per_min DOUBLE PRECISION,
    window_s DOUBLE PRECISION,
    corrected_pct DOUBLE PRECISION
);
CREATE INDEX reading_by_time ON reading (person, unix_s);

CREATE TABLE episode (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    interference TEXT NOT NULL,
    end_unix_s BIGINT,
    end_utc_offset_s BIGINT,
    carried_load DOUBLE PRECISION NOT NULL,
    note TEXT
);
CREATE INDEX episode_by_time ON episode (person, unix_s);

CREATE TABLE correction (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    interference TEXT NOT NULL,
    corrected_by TEXT,
    note TEXT
);
CREATE INDEX correction_by_time ON correction (person, unix_s);

-- Entries that were taken out by hand: only their ids, so that importing the file again does not bring them back.
CREATE TABLE removed (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE
);

-- A recording as it was when it was imported: known by its content, not by its place. The bytes stay where they are.
CREATE TABLE recording (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sensor TEXT NOT NULL,
    unix_s BIGINT,
    utc_offset_s BIGINT,
    duration_s DOUBLE PRECISION,
    derived TEXT NOT NULL,
    PRIMARY KEY (person, sha256)
);

-- What a model learned, as JSON of its own schema, with the content of the diary it was fitted to.
CREATE TABLE posterior (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    diary_sha256 TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (person, model, diary_sha256)
);
