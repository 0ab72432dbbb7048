/** A line of `nmcli -t`: fields between colons, with `\:` and `\\` for those characters themselves. */
export function splitTerse(line: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let isEscaped = false;
  for (const character of line) {
    if (isEscaped || (character !== ':' && character !== '\\')) {
      field += character;
      isEscaped = false;
    } else if (character === '\\') isEscaped = true;
    else {
      fields.push(field);
      field = '';
    }
  }
  return [...fields, field];
}
