/** The platform's error codes (1.3), and what follows from each. Pure. */

/**
 * What to do about an error code.
 * - `reauthenticate`: get a new token once and repeat once; then it is `signature` or `credentials` that is wrong.
 * - `correctClock`: take the time from HTTP's `Date` header and repeat once; then it is the clock.
 * - `showFault`: our own doing, a technician must look; long waits, the record stays.
 * - `aboutRecord`: this record or task cannot be taken, whoever sends it: set aside, or status 2.
 * - `backOff`: the platform's own trouble; try again later.
 */
export type Remedy = 'reauthenticate' | 'correctClock' | 'showFault' | 'aboutRecord' | 'backOff';

const remedies: ReadonlyMap<string, Remedy> = new Map<string, Remedy>([
  ['400_01', 'showFault'], // no apicode
  ['400_02', 'aboutRecord'], // param cannot be read
  ['400_04', 'reauthenticate'], // token or signature wrong
  ['400_05', 'correctClock'], // timestamp refused
  ['401_01', 'reauthenticate'], // no such token
  ['401_02', 'reauthenticate'], // credentials have run out
  ['402_01', 'showFault'], // version missing
  ['402_02', 'showFault'], // sn missing
  ['402_03', 'showFault'], // token missing
  ['402_04', 'showFault'], // apicode missing
  ['402_05', 'showFault'], // timestamp missing
  ['402_06', 'aboutRecord'], // param missing
  ['402_07', 'showFault'], // signature missing
  ['403_01', 'aboutRecord'], // kind of attendance
  ['403_02', 'aboutRecord'], // composite kind of attendance
  ['403_03', 'aboutRecord'], // kind of QR code
  ['404_01', 'showFault'], // form of the timestamp
  ['500_01', 'backOff'], // the platform's own fault
]);

/** Codes that the document does not list are met with `backOff`. */
export function remedyFor(code: string): Remedy {
  return remedies.get(code) ?? 'backOff';
}

/** A refusal that stands after its remedy was tried. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  /**
   * `signature`: signature or secret wrong; `credentials`: run out; `clock`: off, and not to be corrected;
   * `fault`: our own doing; `record`: about this record; `platform`: the platform's trouble; `unlisted`: a code that is
   * not in the document.
   */
  readonly reason: 'signature' | 'credentials' | 'clock' | 'fault' | 'record' | 'platform' | 'unlisted';
}

/** What `code` means once its remedy did not help. */
export function refusalOf(code: string): Refusal {
  return { kind: 'refused', code, reason: reasonOf(code) };
}

function reasonOf(code: string): Refusal['reason'] {
  if (!remedies.has(code)) return 'unlisted';
  switch (remedyFor(code)) {
    case 'reauthenticate':
      return code === '401_02' ? 'credentials' : 'signature';
    case 'correctClock':
      return 'clock';
    case 'showFault':
      return 'fault';
    case 'aboutRecord':
      return 'record';
    case 'backOff':
      return 'platform';
  }
}

/** What is shown of it: a person has to mend something, or the platform has troubles of its own; null: it is about one record. */
export function troubleOf({ reason }: Pick<Refusal, 'reason'>): 'rejected' | 'troubled' | null {
  if (reason === 'record') return null;
  return reason === 'platform' || reason === 'unlisted' ? 'troubled' : 'rejected';
}

/** Whether nothing at all will be taken until then, so that sending on would only hammer. */
export function closesTheDoor(refusal: Refusal): boolean {
  return refusal.reason === 'signature' || refusal.reason === 'credentials' || refusal.reason === 'clock';
}
