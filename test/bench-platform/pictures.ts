/** A grey square of 96 px, JPEG. */
export const NO_FACE = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4' +
    'x9lnN+gXz/wAALCABgAGABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AKgAAAAAAAAA' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAf/2Q==',
  'base64',
);

/** What kind of picture this is by its first bytes. */
export const pictureKind = (bytes: Uint8Array): 'JPEG' | 'PNG' | null =>
  bytes[0] === 0xff && bytes[1] === 0xd8 ? 'JPEG' : bytes[0] === 0x89 && bytes[1] === 0x50 ? 'PNG' : null;

/** A picture's place in a log: what it is and how large. */
export function describePicture(base64: string): string {
  const kind = pictureKind(Buffer.from(base64.slice(0, 16), 'base64')) ?? '?';
  return `<${kind} ${(Math.floor((base64.length * 3) / 4) / 1024).toFixed(1)} KB>`;
}
