/** At which lane a session of the liveness lab was recorded; those of before are the first's. */
export const recordingLane = `
ALTER TABLE recordings ADD COLUMN lane INTEGER NOT NULL DEFAULT 1 CHECK (lane >= 1);
`;
