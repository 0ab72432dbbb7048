/** Help for what opens the gate, as `setting-help.ts`. */
export const attendanceHelp: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'attendance.opensWith': [
    '不含人脸的方式不算实名考勤，仅在平台允许时使用。',
    'Ways without a face do not count as real-name attendance; only where the platform allows them.',
  ],
  'attendance.waitSeconds': [
    '出示一样后，其余须在此时间内出示。',
    'Once one thing is shown, the rest must follow within this time.',
  ],
  'speech.phrases.cardUnknown': ['刷了没有登记的卡时播报。', 'Spoken when a card belongs to nobody here.'],
  'speech.phrases.codeRefused': ['二维码过期、用过或不是本工地的。', 'Spoken when a code is expired, used or for elsewhere.'],
  'speech.phrases.healthRefused': [
    '健康码是红码、黄码或看不出颜色时播报。',
    'Spoken when a health code is red or yellow, or its colour cannot be told.',
  ],
  'speech.phrases.notHolder': ['人脸与卡或证件不是同一人时播报。', 'Spoken when face and card are not one person’s.'],
  'speech.phrases.incomplete': ['其余验证没有按时出示时播报。', 'Spoken when the rest was not shown in time.'],
  'speech.phrases.wantFace': ['还需要人脸时播报。', 'Spoken when the face is still wanted.'],
  'speech.phrases.wantCard': ['还需要刷卡时播报。', 'Spoken when the card is still wanted.'],
  'speech.phrases.wantIdCard': ['还需要身份证时播报。', 'Spoken when the identity card is still wanted.'],
  'speech.phrases.wantCode': ['还需要二维码时播报。', 'Spoken when the code is still wanted.'],
};
