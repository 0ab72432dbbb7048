import type { PersonOutcome } from '../../ports.ts';

/** Why a person of a task could not be taken over, in the platform's language. */
export type FailureReason = keyof typeof reasons;

const reasons = {
  unreadable: '照片无法读取',
  noFace: '照片中没有人脸',
  severalFaces: '照片中不止一张人脸',
  quality: '照片质量不合格',
  noPhotograph: '缺少照片',
  invalid: '人员数据无效',
  delType: '删除类型无效，已禁入',
} as const;

/** A form field is not made for a thousand lines, characters. */
const mostChars = 1_000;
const mostIdChars = 64;

/** Those of a task who could not be taken over. A person who comes twice counts as he came last. */
export class Failures {
  readonly #reasons = new Map<string, FailureReason>();

  add(who: string, reason: FailureReason): void {
    this.#reasons.delete(who);
    this.#reasons.set(who, reason);
  }

  forget(who: string): void {
    this.#reasons.delete(who);
  }

  get count(): number {
    return this.#reasons.size;
  }

  /** `msg` of 5.3.3: user ids with reasons, no names, for it travels in clear; its length is capped, the number is always told. */
  text(): string {
    const lines = [...this.#reasons].map(([who, reason]) => `${printable(who)}:${reasons[reason]}`);
    const head = `${this.count}人失败: `;
    let text = '';
    for (const [index, line] of lines.entries()) {
      const longer = text === '' ? line : `${text}; ${line}`;
      if (head.length + longer.length > mostChars) return `${head}${text}; 另有${lines.length - index}人`;
      text = longer;
    }
    return head + text;
  }
}

/** What a platform calls an id may be anything. */
function printable(who: string): string {
  return Array.from(who.toWellFormed().replace(/[\p{C}\p{Z};:]/gu, '?'))
    .slice(0, mostIdChars)
    .join('');
}

/** Null: the photograph is used. */
export function faceFailure(face: PersonOutcome['face']): FailureReason | null {
  if (face === 'ok') return null;
  return face === 'none' ? 'noPhotograph' : face;
}
