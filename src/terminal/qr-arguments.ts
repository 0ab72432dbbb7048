import { parseArgs } from 'node:util';

export const qrUsage = `Usage: npm run terminal -- qr COMMAND

  keys --out FOLDER                                        make the pair of keys of the office that issues codes
  issue --key FILE --id ID --place PLACE [--minutes N]     a worker's code, valid from now on; 10 minutes unless told
        [--out FILE.svg]                                   as a picture; else it is drawn in the terminal's window

FILE: qr-private.pem as "keys" made it. It stays with the office; terminals get qr-public.pem (readers.qr.publicKeyFile).
PLACE: exactly as in readers.qr.place of the terminals.
`;

/** Wrong words on the command line. */
export class QrUsageError extends Error {
  override readonly name = 'QrUsageError';
}

export type QrRequest =
  | { readonly kind: 'keys'; readonly out: string }
  | {
      readonly kind: 'issue';
      readonly key: string;
      readonly id: string;
      readonly place: string;
      readonly minutes: number;
      readonly out: string | null;
    };

/** A leap year. */
const mostMinutes = 527_040;

/** @throws QrUsageError naming what is wrong */
export function readQrRequest(argv: readonly string[]): QrRequest {
  const { values, positionals } = parsed(argv);
  const [kind, ...more] = positionals;
  if (more.length > 0) throw new QrUsageError(`"${more.join(' ')}" is too much`);
  if (kind === 'keys') {
    if (values.out === undefined) throw new QrUsageError('keys needs --out FOLDER');
    return { kind, out: values.out };
  }
  if (kind !== 'issue') throw new QrUsageError(kind === undefined ? 'which command?' : `there is no command "qr ${kind}"`);
  const { key, id, place, minutes = '10', out = null } = values;
  if (key === undefined || id === undefined || place === undefined) throw new QrUsageError('issue needs --key, --id and --place');
  if (!/^[1-9]\d{0,5}$/.test(minutes) || Number(minutes) > mostMinutes)
    throw new QrUsageError(`--minutes takes a whole number from 1 to ${String(mostMinutes)}, not "${minutes}"`);
  return { kind, key, id, place, minutes: Number(minutes), out };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        id: { type: 'string' },
        place: { type: 'string' },
        minutes: { type: 'string' },
        out: { type: 'string' },
      },
    });
  } catch (error) {
    throw new QrUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
