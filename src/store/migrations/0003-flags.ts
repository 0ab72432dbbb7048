/**
 * What is poor about a photograph that was enrolled all the same, and workers whose faces are so alike that they may be one
 * person. Both leave with whom they speak of.
 */
export const flags = `
CREATE TABLE photograph_flags (
  photograph_id INTEGER NOT NULL REFERENCES photographs (id) ON DELETE CASCADE,
  flag          TEXT NOT NULL,
  PRIMARY KEY (photograph_id, flag)
) STRICT, WITHOUT ROWID;

-- worker_id came when other_id was there.
CREATE TABLE lookalikes (
  worker_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  other_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  score     REAL NOT NULL,
  found_ms  INTEGER NOT NULL,
  PRIMARY KEY (worker_id, other_id),
  CHECK (worker_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookalikes_by_other ON lookalikes (other_id);
`;
