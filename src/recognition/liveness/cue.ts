/** Kinds of presentation attack that can be told apart. `copy`: some flat or stiff thing, it cannot be said which. */
export const attackKinds = ['screen', 'print', 'mask', 'copy'] as const;
export type AttackKind = (typeof attackKinds)[number];

export const cueNames = [
  'presence', // the infrared camera sees the same face at the place where it must be
  'reflectance', // skin, eyes and ink answer infrared light differently
  'glint', // the infrared lamp's reflection on the cornea
  'depth', // the surface in both views does not lie in one plane
  'landmarks', // nor do the landmarks that were found in each view by itself
  'movement', // the mesh moves as a solid and living thing does
  'texture', // moiré, print dots, borders
  'networks', // Human's two networks: a weak vote
] as const;
export type CueName = (typeof cueNames)[number];

/** Everything that a cue can have seen, each with words on the admin side; a `CueVote`'s reason is `cue.reason`. */
export const cueReasons = {
  presence: ['noPair', 'dark', 'noFace', 'nowAndThen', 'stale', 'elsewhere', 'seen'],
  reflectance: ['notMeasured', 'inkVanished', 'inkFaint', 'unlike', 'skin', 'sameGrey'],
  glint: ['notMeasured', 'bothEyes', 'none'],
  depth: ['noBaseline', 'tooFewPairs', 'tooFar', 'unlike', 'inverted', 'solid', 'bent', 'flat'],
  landmarks: ['noBaseline', 'tooFewPairs', 'tooFar', 'solid', 'flat'],
  movement: ['tooFewFrames', 'stiff', 'blinked', 'solid', 'flat', 'pliant', 'still'],
  texture: ['notMeasured', 'clean', 'grid', 'border', 'gridAndBorder'],
  networks: ['notAsked', 'live', 'copy'],
} as const satisfies Readonly<Record<CueName, readonly string[]>>;
export type CueReason<C extends CueName> = (typeof cueReasons)[C][number];

/** Things of paper that a cue may tell from a living face more or less well. Screens count as copies. */
export const stands = ['print', 'mask', 'copy'] as const satisfies readonly AttackKind[];
export type Stand = (typeof stands)[number];
/** Log-likelihood ratios (natural) of living against each of them. */
export type Against = Readonly<Record<Stand, number>>;

/** What one cue says of the frames so far. */
export interface CueVote {
  readonly cue: CueName;
  /** Log-likelihood ratio (natural) of living against copy: above 0 speaks for living. 0: the cue has nothing to say. */
  readonly score: number;
  /** The same against each kind of copy, where the cue can tell; `score` is the least of them. Absent: alike against all. */
  readonly against?: Against;
  /** What was seen, as a stable code, for instance `presence.noFace`. */
  readonly reason: string;
  /** What the thing would be if the cue is right; null when it speaks for living or cannot tell. */
  readonly attack: AttackKind | null;
}
