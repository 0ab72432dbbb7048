/** Labelled sessions of the liveness lab; each part holds about a second of frames, sealed, for they show faces. */
export const recordings = `
CREATE TABLE recordings (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms      INTEGER NOT NULL,
  label      TEXT NOT NULL CHECK (label IN ('live', 'print', 'screen', 'paperMask')),
  seconds    INTEGER NOT NULL,
  distance_m REAL,
  -- 0: broken off, by a stop of the terminal or a full disk.
  is_whole   INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1))
) STRICT;
CREATE INDEX recordings_by_time ON recordings (at_ms);

CREATE TABLE recording_parts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
  frames       INTEGER NOT NULL,
  sealed       BLOB NOT NULL
) STRICT;
CREATE INDEX recording_parts_by_recording ON recording_parts (recording_id);
CREATE TRIGGER recording_parts_leave AFTER DELETE ON recording_parts BEGIN
  DELETE FROM quarantine WHERE source = 'recording_parts' AND row_id = OLD.id;
END;
`;
