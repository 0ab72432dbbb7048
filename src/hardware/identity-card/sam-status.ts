/** SW3 of a reply: what the module says ("SAM_V 通信协议", status codes). */
export const samStatus = {
  done: 0x90,
  found: 0x9f,
  notFound: 0x80,
} as const;

/** Words of the protocol for what went wrong, as stable codes for logs and the hardware page. */
const complaints: ReadonlyMap<number, string> = new Map([
  [0x10, 'checksumRefused'], // of what the terminal sent
  [0x11, 'lengthRefused'],
  [0x21, 'commandRefused'],
  [0x24, 'unknownError'],
  [0x31, 'cardRefusedReader'],
  [0x32, 'readerRefusedCard'],
  [0x33, 'verificationFailed'],
  [0x40, 'wrongCard'],
  [0x41, 'readFailed'],
  [0x47, 'noRandomNumber'],
  [0x60, 'selfTestFailed'],
  [0x66, 'notAuthorised'], // the module was never activated, or its licence was withdrawn
  [0x80, 'noCard'],
  [0x81, 'selectFailed'],
  [0x91, 'noSuchContent'],
]);

/** A stable code for a status that is no success; `status0x12` for one that the document does not list. */
export function complaintOf(status: number): string {
  return complaints.get(status) ?? `status0x${status.toString(16).padStart(2, '0')}`;
}
