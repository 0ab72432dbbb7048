/** What a person may order of the gate. */
export const orderedModes = ['normal', 'heldOpen', 'lockedDown'] as const;
export type OrderedMode = (typeof orderedModes)[number];

/** How the gate stands: as ordered, or released by the fire alarm. */
export const gateModes = [...orderedModes, 'released'] as const;
export type GateMode = (typeof gateModes)[number];
