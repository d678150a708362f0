/** Version 1: the tables, and what must be unique for the rules to hold. */
export const v1 = `
CREATE TABLE competitions (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'open', 'evaluating', 'completed')),
  config TEXT NOT NULL CHECK (json_valid(config)),
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER
) STRICT;

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  competition_id INTEGER NOT NULL REFERENCES competitions,
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  first_seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rounds (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  competition_id INTEGER NOT NULL REFERENCES competitions,
  number INTEGER NOT NULL CHECK (number >= 1),
  state TEXT NOT NULL CHECK (state IN ('pending', 'open', 'evaluating', 'completed')),
  rules TEXT NOT NULL,
  beat_factor REAL NOT NULL CHECK (beat_factor >= 1),
  seed INTEGER NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
  pool_count INTEGER NOT NULL,
  corpus_name TEXT NOT NULL,
  corpus_sha256 TEXT NOT NULL CHECK (length(corpus_sha256) = 64),
  opens_at INTEGER,
  opened_at INTEGER,
  closes_at INTEGER,
  closed_at INTEGER,
  baseline_score REAL,
  baseline_low REAL,
  baseline_high REAL,
  defender_id INTEGER REFERENCES submissions,
  top_submission_id INTEGER REFERENCES submissions,
  top_score REAL,
  UNIQUE (competition_id, number),
  CHECK ((top_submission_id IS NULL) = (top_score IS NULL)),
  CHECK ((state = 'completed') = (closed_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX rounds_running ON rounds (competition_id) WHERE state IN ('open', 'evaluating');

CREATE TABLE round_matrices (
  id INTEGER PRIMARY KEY,
  round_id INTEGER NOT NULL REFERENCES rounds,
  matrix TEXT NOT NULL,
  rows INTEGER NOT NULL,
  cols INTEGER NOT NULL,
  original_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  direction TEXT,
  kind TEXT,
  bounds TEXT CHECK (bounds IS NULL OR json_valid(bounds)),
  baseline_score REAL,
  UNIQUE (round_id, matrix)
) STRICT;

CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  encoding TEXT NOT NULL CHECK (encoding IN ('plain', 'brotli')),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE submissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  competition_id INTEGER NOT NULL REFERENCES competitions,
  round_id INTEGER NOT NULL REFERENCES rounds,
  author_id INTEGER NOT NULL REFERENCES authors,
  solution TEXT NOT NULL,
  version TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  auto INTEGER NOT NULL CHECK (auto IN (0, 1)),
  tarball_sha256 TEXT NOT NULL REFERENCES blobs,
  tarball_bytes INTEGER NOT NULL,
  code_bytes INTEGER,
  state TEXT NOT NULL CHECK (state IN
    ('queued', 'screening', 'evaluating', 'scored', 'rejected', 'failed', 'stale', 'replaced')),
  failure_kind TEXT,
  failure TEXT CHECK (failure IS NULL OR json_valid(failure)),
  submitted_at INTEGER NOT NULL,
  evaluated_at INTEGER,
  evaluation_ms REAL,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  worker TEXT,
  lease_until INTEGER,
  progress_done INTEGER,
  progress_total INTEGER,
  score REAL,
  score_low REAL,
  score_high REAL,
  ratio REAL,
  bits_per_value REAL,
  compress_throughput REAL,
  decompress_throughput REAL,
  cold_ms REAL,
  failed_matrices INTEGER,
  is_decided INTEGER NOT NULL CHECK (is_decided IN (0, 1)),
  became_top INTEGER NOT NULL CHECK (became_top IN (0, 1)),
  CHECK ((state = 'scored') = (score IS NOT NULL)),
  CHECK ((state IN ('rejected', 'failed')) = (failure IS NOT NULL)),
  CHECK ((failure_kind IS NULL) = (failure IS NULL)),
  CHECK ((state IN ('screening', 'evaluating')) = (worker IS NOT NULL)),
  CHECK ((worker IS NULL) = (lease_until IS NULL)),
  CHECK (became_top <= is_decided AND (is_decided = 0 OR state = 'scored'))
) STRICT;

CREATE UNIQUE INDEX submissions_once ON submissions (round_id, author_id, tarball_sha256);
CREATE UNIQUE INDEX submissions_revision ON submissions (competition_id, author_id, revision) WHERE auto = 0;

CREATE TABLE trials (
  submission_id INTEGER NOT NULL REFERENCES submissions,
  matrix_id INTEGER NOT NULL REFERENCES round_matrices,
  outcome TEXT NOT NULL,
  compressed_bytes INTEGER,
  compress_ms REAL,
  decompress_ms REAL,
  score REAL NOT NULL,
  PRIMARY KEY (submission_id, matrix_id),
  CHECK ((outcome = 'ok') = (compressed_bytes IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE submission_files (
  submission_id INTEGER NOT NULL REFERENCES submissions,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs,
  size INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (submission_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_lines (
  submission_id INTEGER NOT NULL REFERENCES submissions,
  line INTEGER NOT NULL CHECK (line >= 1),
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (submission_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE holders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  competition_id INTEGER NOT NULL REFERENCES competitions,
  round_id INTEGER NOT NULL REFERENCES rounds,
  submission_id INTEGER NOT NULL UNIQUE REFERENCES submissions,
  score REAL NOT NULL,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER
) STRICT;

CREATE UNIQUE INDEX holders_current ON holders (competition_id) WHERE until IS NULL;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  competition_id INTEGER REFERENCES competitions,
  round_id INTEGER REFERENCES rounds,
  submission_id INTEGER REFERENCES submissions,
  detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`;
