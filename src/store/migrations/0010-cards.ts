/** Numbers of workers' cards, and codes that were used up. */
export const cards = `
CREATE TABLE cards (
  -- In decimal digits.
  number    TEXT PRIMARY KEY,
  -- How many of its lowest bits are known: 24 as printed with a comma, 32 or 64.
  bits      INTEGER NOT NULL CHECK (bits IN (24, 32, 64)),
  -- What every reader passes on.
  low24     INTEGER NOT NULL,
  worker_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  added_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX cards_by_low24 ON cards (low24);
CREATE INDEX cards_by_worker ON cards (worker_id);

CREATE TABLE used_codes (
  nonce      TEXT PRIMARY KEY,
  -- From then on the code is refused for its age, and the row may go.
  expires_ms INTEGER NOT NULL,
  used_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_codes_by_end ON used_codes (expires_ms);
`;
