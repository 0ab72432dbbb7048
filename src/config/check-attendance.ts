import { kindsOf } from '../shared/opens-with.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';

/** What opens the gate must be there to be shown: else nobody could pass. */
export function attendanceProblems({ attendance, readers }: Pick<Config, 'attendance' | 'readers'>): ConfigProblem[] {
  const kinds = kindsOf(attendance.opensWith);
  const { card, identityCard, qr } = readers;
  const hasCards = card.first.driver !== 'none' || card.second.driver !== 'none';
  const missing: string[] = [];
  if (kinds.has('icCard') && !hasCards) missing.push('readers.card.first.driver');
  if (kinds.has('idCard') && !identityCard.enabled) missing.push('readers.identityCard.enabled');
  if ((kinds.has('qrCode') || kinds.has('healthCode')) && !qr.enabled) missing.push('readers.qr.enabled');
  if (kinds.has('qrCode') && qr.publicKeyFile === null) missing.push('readers.qr.publicKeyFile');
  if (kinds.has('healthCode') && qr.healthPrefix === null) missing.push('readers.qr.healthPrefix');
  // Without it no code is known to be green, and nobody could pass.
  if (kinds.has('healthCode') && qr.healthAccepts === 'green' && qr.healthGreen === null) missing.push('readers.qr.healthGreen');
  const why = `is needed when "attendance.opensWith" is "${attendance.opensWith}"`;
  return missing.map((key) => ({ key, what: why, code: 'needed' }));
}
