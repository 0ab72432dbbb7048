/** What a punch was made with, as JSON, where that is more or other than a face. */
export const proof = `
ALTER TABLE punches ADD COLUMN proof TEXT;
`;
