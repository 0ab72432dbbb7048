/**
 * Sealed columns are BLOBs named `sealed`; each is bound to its table and row id, which is why those ids are never reused
 * (AUTOINCREMENT). Big values stand in tables of their own, so that lists and counts do not read them.
 */
export const first = `
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  barred_reason TEXT,
  origin        TEXT NOT NULL,
  created_ms    INTEGER NOT NULL,
  updated_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE photographs (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  worker_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  added_ms  INTEGER NOT NULL,
  sealed    BLOB NOT NULL
) STRICT;
CREATE INDEX photographs_by_worker ON photographs (worker_id);

CREATE TABLE templates (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  worker_id     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  photograph_id INTEGER NOT NULL REFERENCES photographs (id) ON DELETE CASCADE,
  model_hash    TEXT NOT NULL,
  sealed        BLOB NOT NULL
) STRICT;
CREATE INDEX templates_by_worker ON templates (worker_id);
CREATE INDEX templates_by_photograph ON templates (photograph_id);

-- No reference to people: punches outlive the worker who made them.
CREATE TABLE punches (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  worker_id      TEXT NOT NULL,
  at_ms          INTEGER NOT NULL,
  direction      TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  kind           INTEGER NOT NULL,
  score          REAL NOT NULL,
  threshold      REAL NOT NULL,
  clock_doubtful INTEGER NOT NULL CHECK (clock_doubtful IN (0, 1))
) STRICT;
CREATE INDEX punches_by_time ON punches (at_ms);
CREATE INDEX punches_by_worker ON punches (worker_id, at_ms);

CREATE TABLE punch_pictures (
  punch_id INTEGER PRIMARY KEY REFERENCES punches (id) ON DELETE CASCADE,
  sealed   BLOB NOT NULL
) STRICT;

-- One row for each pulse, written before it.
CREATE TABLE openings (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  punch_id      INTEGER NOT NULL REFERENCES punches (id) ON DELETE CASCADE,
  at_ms         INTEGER NOT NULL,
  outcome       TEXT NOT NULL CHECK (outcome IN ('pending', 'opened', 'notAnswering', 'unknown')),
  settled_at_ms INTEGER
) STRICT;
CREATE INDEX openings_by_punch ON openings (punch_id);
CREATE INDEX openings_pending ON openings (id) WHERE outcome = 'pending';

-- Punches that are owed to a platform; RESTRICT: none is deleted by accident while it is owed.
CREATE TABLE outbox (
  punch_id    INTEGER PRIMARY KEY REFERENCES punches (id) ON DELETE RESTRICT,
  platform    TEXT NOT NULL CHECK (platform IN ('zhejiang', 'sichuan')),
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'setAside')),
  tries       INTEGER NOT NULL DEFAULT 0,
  next_try_ms INTEGER,
  last_error  TEXT,
  updated_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_waiting ON outbox (platform, punch_id) WHERE state = 'waiting';

CREATE TABLE refusals (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms     INTEGER NOT NULL,
  reason    TEXT NOT NULL,
  worker_id TEXT,
  score     REAL,
  detail    TEXT
) STRICT;
CREATE INDEX refusals_by_time ON refusals (at_ms);

CREATE TABLE refusal_pictures (
  refusal_id INTEGER PRIMARY KEY REFERENCES refusals (id) ON DELETE CASCADE,
  sealed     BLOB NOT NULL
) STRICT;

-- Sealed values that did not open: left where they are, never used, counted.
CREATE TABLE quarantine (
  source TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  at_ms  INTEGER NOT NULL,
  code   TEXT NOT NULL,
  PRIMARY KEY (source, row_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER photographs_leave AFTER DELETE ON photographs BEGIN
  DELETE FROM quarantine WHERE source = 'photographs' AND row_id = OLD.id;
END;
CREATE TRIGGER templates_leave AFTER DELETE ON templates BEGIN
  DELETE FROM quarantine WHERE source = 'templates' AND row_id = OLD.id;
END;
CREATE TRIGGER punch_pictures_leave AFTER DELETE ON punch_pictures BEGIN
  DELETE FROM quarantine WHERE source = 'punch_pictures' AND row_id = OLD.punch_id;
END;
CREATE TRIGGER refusal_pictures_leave AFTER DELETE ON refusal_pictures BEGIN
  DELETE FROM quarantine WHERE source = 'refusal_pictures' AND row_id = OLD.refusal_id;
END;

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms   INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
  WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
`;
