/** Whether who was let in walked through, where a sensor is there to see it. */
export const taken = `
ALTER TABLE openings ADD COLUMN taken INTEGER CHECK (taken IN (0, 1));
`;
