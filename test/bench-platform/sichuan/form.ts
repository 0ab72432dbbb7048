import { isUtf8 } from 'node:buffer';

/** A request's parameters by name. */
export type Parameters = Readonly<Record<string, string>>;

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/** The form in a body, or null where there is none; `remarks` takes what a strict reader minds. */
export async function readForm(body: Buffer, contentType: string, wants: 'urlencoded' | 'multipart', remarks: string[]) {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const wanted = wants === 'multipart' ? MULTIPART : URLENCODED;
  if (type !== wanted) remarks.push(`Content-Type 应为 / should be ${wanted}`);
  if (type === URLENCODED) {
    if (!isUtf8(body)) remarks.push('不是 UTF-8 / not UTF-8');
    return collect(new URLSearchParams(body.toString('utf8')), remarks);
  }
  if (type !== MULTIPART) return null;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const pairs: [string, string][] = [];
    for (const [name, value] of form) {
      if (typeof value !== 'string') remarks.push(`${name} 以文件发送 / sent as a file`);
      pairs.push([name, typeof value === 'string' ? value : await value.text()]);
    }
    return collect(pairs, remarks);
  } catch {
    return null;
  }
}

function collect(pairs: Iterable<[string, string]>, remarks: string[]): Parameters {
  const form = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (form.has(name)) remarks.push(`${name} 重复 / twice`);
    else form.set(name, value);
  }
  return Object.fromEntries(form);
}
