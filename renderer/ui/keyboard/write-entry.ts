/**
 * Puts text into an entry as typing does: React listens for the event, and takes a value only from the element's own setter.
 * `caret`: where the next key goes, in characters.
 */
export function writeEntry(entry: HTMLInputElement, text: string, caret: number): void {
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(entry, entry.maxLength >= 0 ? text.slice(0, entry.maxLength) : text);
  entry.dispatchEvent(new Event('input', { bubbles: true }));
  entry.setSelectionRange(caret, caret);
}
