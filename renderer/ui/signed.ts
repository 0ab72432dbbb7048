/** A score with its sign, one figure after the point. */
export const signed = (score: number): string => `${score < 0 ? '−' : '+'}${Math.abs(score).toFixed(1)}`;
