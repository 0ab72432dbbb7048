/** At which lane a punch was made; terminals had one until then. */
export const lane = `
ALTER TABLE punches ADD COLUMN lane INTEGER NOT NULL DEFAULT 1 CHECK (lane >= 1);
`;
