/** Every seventh byte other than it was: same length, other content. */
export const garbled = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, index) => (index % 7 === 3 ? byte ^ 0x55 : byte)));
