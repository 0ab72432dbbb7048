/**
 * Templates that were learnt at the gate, beside those of the photographs: they leave with their worker, with his photograph, with
 * the network that made them, and when the site learns no more.
 */
export const learntTemplates = `
CREATE TABLE learnt_templates (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  worker_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  model_hash TEXT NOT NULL,
  learnt_ms  INTEGER NOT NULL,
  -- Cosine with the nearest of his photographs.
  score      REAL NOT NULL,
  sealed     BLOB NOT NULL
) STRICT;
CREATE INDEX learnt_templates_by_worker ON learnt_templates (worker_id);
CREATE TRIGGER learnt_templates_leave AFTER DELETE ON learnt_templates BEGIN
  DELETE FROM quarantine WHERE source = 'learnt_templates' AND row_id = OLD.id;
END;
`;
