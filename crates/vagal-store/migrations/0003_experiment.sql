-- Experiments as registered: the text of the file, known by the hash of it. A change of the file is seen against this one.

CREATE TABLE experiment (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    body TEXT NOT NULL,
    stopped_unix_s BIGINT,
    stopped_utc_offset_s BIGINT,
    stopped_because TEXT,
    PRIMARY KEY (person, sha256)
);

-- Looks as they were when they were first taken, so that readings changed afterwards are seen.
CREATE TABLE experiment_look (
    person TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    look BIGINT NOT NULL,
    unix_s BIGINT NOT NULL,
    utc_offset_s BIGINT NOT NULL,
    data_sha256 TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (person, sha256, look),
    FOREIGN KEY (person, sha256) REFERENCES experiment (person, sha256) ON DELETE CASCADE
);
