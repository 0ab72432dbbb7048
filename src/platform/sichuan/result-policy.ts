import { results } from './dictionaries.ts';

/**
 * What a Result (6.3) means. Pure.
 * - `taken`: carried out;
 * - `serialNumber`, `signature`: the configuration is wrong, a technician must look; no hammering;
 * - `stale`: the clock is off (corrected once), else what was asked for has lapsed;
 * - `tooOften`: all calls slow down;
 * - `platform`: its own trouble, try again later; `unlisted`: a code that is not in the document, likewise.
 */
export type Meaning = 'taken' | Refusal['reason'];

/** A refusal that stands after its remedy was tried. */
export interface Refusal {
  readonly kind: 'refused';
  readonly result: number;
  readonly reason: 'serialNumber' | 'signature' | 'stale' | 'tooOften' | 'platform' | 'unlisted';
  /** The platform's `Msg`: for whoever stands before the screen, never for a log. */
  readonly message: string;
}

export function meaningOf(result: number): Meaning {
  switch (result) {
    case results.success:
    case results.tasksWaiting:
      return 'taken';
    case results.unknownSerialNumber:
      return 'serialNumber';
    case results.wrongSignature:
      return 'signature';
    case results.stale:
      return 'stale';
    case results.tooOften:
      return 'tooOften';
    case results.serverFault:
      return 'platform';
    default:
      return 'unlisted';
  }
}

/** Whether it is about the terminal as a whole, whatever was asked for. */
export function isGeneral({ reason }: Pick<Refusal, 'reason'>): boolean {
  return reason === 'serialNumber' || reason === 'signature' || reason === 'tooOften';
}

/** What is shown of it: a person has to mend something (6.3: -1 to -3), or the platform has troubles of its own (-4, -99). */
export function troubleOf({ reason }: Pick<Refusal, 'reason'>): 'rejected' | 'troubled' {
  return reason === 'serialNumber' || reason === 'signature' || reason === 'stale' ? 'rejected' : 'troubled';
}

/** What the technician sees of a refusal: the platform's code, and what it means. */
export function detailOf({ result, reason }: Pick<Refusal, 'result' | 'reason'>): string {
  return `${result} ${reason}`;
}
