/** The platform's orders, so that one half done is done again after a restart. The order and the report are the client's own JSON. */
export const tasks = `
CREATE TABLE tasks (
  task_no     INTEGER PRIMARY KEY AUTOINCREMENT,
  platform    TEXT NOT NULL CHECK (platform IN ('zhejiang', 'sichuan')),
  task_id     TEXT NOT NULL,
  task_order  TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('accepted', 'done', 'failed', 'unsupported')),
  report      TEXT,
  is_reported INTEGER NOT NULL DEFAULT 0 CHECK (is_reported IN (0, 1)),
  tries       INTEGER NOT NULL DEFAULT 0,
  updated_ms  INTEGER NOT NULL,
  UNIQUE (platform, task_id)
) STRICT;
CREATE INDEX tasks_open ON tasks (platform, task_no) WHERE state = 'accepted' OR is_reported = 0;
`;
