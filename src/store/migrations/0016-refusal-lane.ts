/** At which lane an attempt was refused; those of before count as the first's. */
export const refusalLane = `
ALTER TABLE refusals ADD COLUMN lane INTEGER NOT NULL DEFAULT 1 CHECK (lane >= 1);
`;
