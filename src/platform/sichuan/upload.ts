import { Fault } from '../../shared/fault.ts';
import type { Answer } from '../outbox-pump.ts';
import type { OutboxPunch } from '../ports.ts';
import type { Calls } from './calls.ts';
import type { Settings } from './config.ts';
import { punchData, uploadDataFields } from './requests.ts';
import { detailOf, type Refusal } from './result-policy.ts';

export interface UploadTools {
  readonly calls: Calls;
  readonly settings: Pick<Settings, 'sn' | 'utcOffsetMinutes'>;
  /** Short texts are encrypted here and now: a thread that reads a thousand people does not hold up a punch. */
  readonly encrypt: (text: string) => string;
}

/** 5.3.4: not more than 10 records. */
export const mostRecords = 10;

/** 5.3.4 UploadData. Rejects with `Fault` `platform.*` when no answer came: they may or may not have arrived. */
export async function uploadPunches(batch: readonly OutboxPunch[], { calls, settings, encrypt }: UploadTools): Promise<Answer> {
  const data = punchData(settings.sn, batch, settings.utcOffsetMinutes);
  try {
    const fields = uploadDataFields(settings.sn, data, encrypt);
    const outcome = await calls.call({ method: 'UploadData', fields, wants: 'nothing' });
    return outcome.kind === 'taken' ? { kind: 'taken' } : answerTo(outcome);
  } catch (error) {
    // A record that some server on the way cannot stomach must not hold up the others for ever.
    if (error instanceof Fault && error.code === 'platform.badReply') return { kind: 'refused', error: error.code, isKept: true };
    throw error;
  }
}

/** What a refusal means for the punches: only a code that the document does not know can be about a record. */
export function answerTo(refusal: Refusal): Answer {
  const error = detailOf(refusal);
  switch (refusal.reason) {
    case 'serialNumber':
    case 'signature':
      return { kind: 'failed', error, retry: 'late' };
    case 'stale':
    case 'tooOften': // how fast calls may follow is for `Pace` to say
      return { kind: 'failed', error, retry: 'soon' };
    case 'platform':
      return { kind: 'refused', error, isKept: true };
    case 'unlisted':
      return { kind: 'refused', error };
  }
}
