/** The fault's code in what a call rejects with; anything else is a mistake of the program. */
export const codeOf = (error: unknown): string => (error instanceof Error ? error.message : 'internal.bug');
