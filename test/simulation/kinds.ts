/** What stands before the simulated cameras. */
export const kinds = ['live', 'plainLive', 'flatPrint', 'bentPrint', 'plainFlat', 'screen', 'mask'] as const;

/**
 * `live`: a head; `plainLive`: the same with infrared = grey, without glint or lamp. `flatPrint`, `bentPrint`: a sheet of paper;
 * `plainFlat`: a flat sheet with infrared = grey. `screen`: a display, dark in infrared. `mask`: paper round a head, with eye holes.
 */
export type Kind = (typeof kinds)[number];

export const isLiving = (kind: Kind): boolean => kind === 'live' || kind === 'plainLive';
