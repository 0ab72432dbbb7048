/** Attempts at a task that did not end, so that one that ends the program each time is set aside. */
export const taskAttempts = `
ALTER TABLE tasks ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN begun_ms INTEGER;
`;
