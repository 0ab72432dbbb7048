/**
 * What the gate makes of one presentation. `letIn` and `refused`: at once, by what the cameras saw. `asked…`: a move was asked for; who leaves the question is refused.
 * `none`: no decision within the session, because no face was found or the cues were not enough; the gate stays shut. `unanswered`: a move would
 * be asked for, and the recording holds no answer to that question, so nothing can be said.
 */
export const outcomes = ['letIn', 'askedLetIn', 'askedRefused', 'refused', 'none', 'unanswered'] as const;
export type Outcome = (typeof outcomes)[number];
