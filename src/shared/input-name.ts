/** What can be wired to the terminal besides readers. */
export const inputNames = ['passage', 'door', 'tamper', 'button', 'fire'] as const;
export type InputName = (typeof inputNames)[number];
