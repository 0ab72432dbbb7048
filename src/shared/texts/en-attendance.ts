import type { zhAttendance } from './zh-attendance.ts';

/** Words about what opens the gate. */
export const enAttendance: Readonly<Record<keyof typeof zhAttendance, string>> = {
  'group.attendance': 'What opens the gate',
  'choice.attendance.opensWith.face': 'Face',
  'choice.attendance.opensWith.cardAndFace': 'Card and face',
  'choice.attendance.opensWith.codeAndFace': 'QR code and face',
  'choice.attendance.opensWith.idCardAndFace': 'Identity card and face',
  'choice.attendance.opensWith.idCardAndHealthCodeAndFace': 'Identity card, health code and face',
  'choice.attendance.opensWith.faceOrCard': 'Face or card',
  'choice.attendance.opensWith.faceOrCode': 'Face or QR code',
  'choice.attendance.opensWith.card': 'Card alone',
  'choice.attendance.opensWith.code': 'QR code alone',
  'reason.cardUnknown': 'Card not known',
  'reason.codeRefused': 'Code not valid',
  'reason.notHolder': 'Not the holder',
  'reason.incomplete': 'Not all was shown',
  'refusal.cardUnknown': 'Card not known, see the office',
  'refusal.codeRefused': 'Code not valid, get a new one',
  'refusal.notHolder': 'Use your own card, please',
  'refusal.incomplete': 'Not complete, please try again',
  'punches.noFace': 'Without a face (card or code)',
  'want.face': 'Look here',
  'want.icCard': 'Present your card',
  'want.idCard': 'Present your identity card',
  'want.qrCode': 'Show your QR code',
  'want.healthCode': 'Show your health code',
};
