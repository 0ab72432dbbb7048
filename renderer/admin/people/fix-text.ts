import { faultText, type Language, text } from '../../../src/shared/texts/texts.ts';

const fixes = [
  'photo.tooSmall',
  'photo.blurred',
  'photo.badPose',
  'photo.badLight',
  'photo.darkGlasses',
  'photo.cutOff',
  'photo.severalFaces',
  'photo.noFace',
  'photo.unreadable',
] as const;

/** What to change so that a photograph fits; said to who stands there. */
export function fixText(language: Language, code: string): string {
  const known = fixes.find((fix) => fix === code);
  return known === undefined ? faultText(language, code).what : text(language, `enrol.fix.${known}`);
}
