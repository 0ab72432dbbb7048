import { z } from 'zod';
import type { Proof } from '../gate/proof.ts';
import { Fault } from '../shared/fault.ts';
import { passKinds, type PassKind } from '../shared/opens-with.ts';

const code = z.object({
  type: z.enum(['person', 'health']),
  value: z.string(),
  colour: z.enum(['red', 'yellow', 'green']).exactOptional(),
  cityCode: z.string().exactOptional(),
});
const Stored = z.object({ kinds: z.array(z.enum(passKinds)).min(1), code: code.nullable() });

/** Zhejiang 2.3.2, dictionary of `type`. */
const numberOf: Readonly<Record<PassKind, number>> = { face: 1, icCard: 2, healthCode: 4, idCard: 8, qrCode: 16 };

/** Number of what a punch was mainly made with. */
export const mainKindOf = (proof: Proof | undefined): number => numberOf[proof?.kinds[0] ?? 'face'];

export const writeProof = (proof: Proof | undefined): string | null => (proof === undefined ? null : JSON.stringify(proof));

/** @throws Fault `store.damaged` */
export function readProof(text: string | null): Proof | undefined {
  if (text === null) return undefined;
  try {
    return Stored.parse(JSON.parse(text));
  } catch (cause) {
    throw new Fault('store.damaged', 'What a punch was made with cannot be read', { cause });
  }
}
