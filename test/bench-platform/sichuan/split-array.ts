/** The texts of a JSON array's elements as they stand there, white space around them cut off. `text` must be the JSON of an array. */
export function elementTexts(text: string): readonly string[] {
  const inner = text.trim().slice(1, -1);
  const elements: string[] = [];
  let depth = 0;
  let from = 0;
  let isInString = false;
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at] ?? '';
    if (isInString) {
      if (char === '\\') at++;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === ',' && depth === 0) {
      elements.push(inner.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = inner.slice(from).trim();
  return last === '' ? elements : [...elements, last];
}
