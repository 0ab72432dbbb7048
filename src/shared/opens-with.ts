/** What somebody can show who he is with; the words of Zhejiang 2.3.2. */
export const passKinds = ['face', 'icCard', 'idCard', 'qrCode', 'healthCode'] as const;
export type PassKind = (typeof passKinds)[number];

/** Kinds that open together, the main one first. */
export type Way = readonly PassKind[];

export const opensWithChoices = [
  'face',
  'cardAndFace',
  'codeAndFace',
  'idCardAndFace',
  'idCardAndHealthCodeAndFace',
  'faceOrCard',
  'faceOrCode',
  'card',
  'code',
] as const;
export type OpensWith = (typeof opensWithChoices)[number];

/** Each choice of `attendance.opensWith`: any one of its ways opens. */
export const waysOf: Readonly<Record<OpensWith, readonly Way[]>> = {
  face: [['face']],
  cardAndFace: [['face', 'icCard']],
  codeAndFace: [['face', 'qrCode']],
  idCardAndFace: [['face', 'idCard']],
  idCardAndHealthCodeAndFace: [['face', 'healthCode', 'idCard']],
  faceOrCard: [['face'], ['icCard']],
  faceOrCode: [['face'], ['qrCode']],
  card: [['icCard']],
  code: [['qrCode']],
};

/** Every kind that plays a part in a choice. */
export function kindsOf(choice: OpensWith): ReadonlySet<PassKind> {
  return new Set(waysOf[choice].flat());
}

/** Whether somebody may pass without his face: the standard (四、考勤方式) does not count that as real-name attendance. */
export function opensWithoutFace(choice: OpensWith): boolean {
  return waysOf[choice].some((way) => !way.includes('face'));
}
