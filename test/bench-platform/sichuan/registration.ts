import { pictureKind } from '../pictures.ts';
import type { Bench } from './bench.ts';
import { GENDERS, isIn, USER_TYPES, type UserType } from './dictionaries.ts';
import { done, malformed, type Outcome } from './outcome.ts';
import type { Registration } from './records.ts';
import type { Checked } from './request-check.ts';
import { newId } from './task-book.ts';

/** GB 11643: weights and check digits of an ID number. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** RegistData (5.2): the person's userId, the same for the same ID number. */
export function register(bench: Bench, { sn, values }: Checked, remarks: string[]): Outcome {
  const { idphoto: idphotoText = '', photo: photoText = '', ...fields } = values;
  const fault = fieldFault(fields, remarks);
  if (fault !== null) return malformed(fault);
  const [idphoto, photo] = [pictureOf(idphotoText), pictureOf(photoText)];
  if (idphoto === null) return malformed('idphoto 不是图片');
  if (photo === null) return malformed('photo 不是图片');
  const idno = fields['Idno'];
  const earlier = bench.registrations.find((one) => one.fields['Idno'] === idno);
  const registration: Registration = {
    seq: bench.registrations.length + 1,
    atMs: Date.now(),
    sn,
    userId: earlier?.userId ?? newId(),
    name: fields['Name'] ?? '',
    userType: Number(fields['userType']) as UserType,
    fields,
    idphoto,
    photo,
    isRepeat: earlier !== undefined,
    remarks: [...remarks],
  };
  bench.registrations.push(registration);
  return done({ userId: registration.userId });
}

function fieldFault(fields: Readonly<Record<string, string>>, remarks: string[]): string | null {
  const { Idno = '', gender, birthday = '', idperiod = '', userType } = fields;
  if (!/^\d{17}[\dX]$/.test(Idno)) return 'Idno 格式不正确';
  if (!isIn(GENDERS, gender)) return 'gender 应为 1 或 2';
  if (!isIn(USER_TYPES, userType)) return 'userType 应为 1 或 2';
  if (!/^\d{4}-\d\d-\d\d$/.test(birthday) || Number.isNaN(Date.parse(birthday))) return 'birthday 格式应为 yyyy-MM-dd';
  if (!/^\d{8}-(?:\d{8}|长期)$|^长期$/.test(idperiod)) return 'idperiod 格式不正确';
  if (checkDigit(Idno) !== Idno[17]) remarks.push('Idno 校验位不正确 / wrong check digit');
  if (birthday.replaceAll('-', '') !== Idno.slice(6, 14)) remarks.push('birthday 与 Idno 不一致 / does not match Idno');
  return null;
}

const checkDigit = (idno: string): string | undefined =>
  CHECK_DIGITS[WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(idno[index]), 0) % CHECK_DIGITS.length];

function pictureOf(base64: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const bytes = Buffer.from(base64, 'base64');
  return pictureKind(bytes) === null ? null : bytes;
}
