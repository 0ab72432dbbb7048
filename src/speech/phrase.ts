import { Fault } from '../shared/fault.ts';

/** The placeholders of a phrase. */
const placeholders = ['name', 'direction', 'greeting'] as const;
type Placeholder = (typeof placeholders)[number];

/** A phrase cut into what is the same for everybody and the places of the name. */
export type PhrasePart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'name' };

const placeholderPattern = /\{([^{}]*)\}/g;

/** Throws `Fault` `config.invalid` that names the first thing wrong: an unknown placeholder or a stray brace. */
export function checkTemplate(template: string): void {
  for (const [whole, key = ''] of template.matchAll(placeholderPattern)) {
    if (isPlaceholder(key)) continue;
    const known = placeholders.map((name) => `{${name}}`).join(', ');
    throw new Fault('config.invalid', `phrase "${template}": ${whole} is none of ${known}`);
  }
  if (/[{}]/.test(template.replace(placeholderPattern, ''))) {
    throw new Fault('config.invalid', `phrase "${template}": a brace without its partner`);
  }
}

/** Fills in direction and greeting; the places of the name stay open. Neighbouring texts become one. */
export function cutPhrase(template: string, direction: 'in' | 'out', hour: number): readonly PhrasePart[] {
  const filled = template
    .replaceAll('{direction}', direction === 'in' ? '进场' : '出场')
    .replaceAll('{greeting}', greetingAt(hour));
  return filled
    .split(/(\{name\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '{name}' ? { kind: 'name' } : { kind: 'text', text: piece }));
}

/** Hours (0 to 23), one of each greeting. */
export const greetingHours: readonly number[] = [7, 10, 12, 15, 20];

/** The greeting of the time of day. `hour`: 0 to 23, local time. */
export function greetingAt(hour: number): string {
  if (hour < 5) return '晚上好';
  if (hour < 9) return '早上好';
  if (hour < 11) return '上午好';
  if (hour < 13) return '中午好';
  if (hour < 18) return '下午好';
  return '晚上好';
}

function isPlaceholder(key: string): key is Placeholder {
  return placeholders.some((name) => name === key);
}
