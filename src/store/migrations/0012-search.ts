/**
 * What people are found by: the sound of the name and its first letters (null: not worked out yet, done at the next open).
 * And why the last photograph of a worker could not be used, for the clerk who has to get a better one.
 */
export const search = `
ALTER TABLE people ADD COLUMN name_sound TEXT;
ALTER TABLE people ADD COLUMN name_initials TEXT;
ALTER TABLE people ADD COLUMN photo_refusal TEXT;
CREATE INDEX people_by_sound ON people (name_sound, id);
CREATE INDEX outbox_set_aside ON outbox (punch_id) WHERE state = 'setAside';
`;
