import { genders, userTypes, type Gender, type UserType } from './dictionaries.ts';
import { birthdayOf, isDay, isIdNumber, isMale } from './id-number.ts';
import type { Settings } from './config.ts';
import type { Field } from './sign.ts';

/** A worker as the identity card names him, with his picture on the spot (5.2). Days are `yyyyMMdd`. */
export interface Registration {
  /** 身份证号, 18 characters, an X in upper case. */
  readonly idNumber: string;
  readonly name: string;
  readonly gender: Gender;
  /** 民族, as the card has it. */
  readonly nation: string;
  readonly birthday: string;
  readonly address: string;
  /** 发证机关 */
  readonly issuer: string;
  readonly validFrom: string;
  /** Null: 长期. */
  readonly validUntil: string | null;
  /** The card's photograph, JPEG, PNG or BMP. */
  readonly idPhotograph: Uint8Array;
  /** Taken on the spot; that both show the same person is for the enrolment station to see to (5.1.4). */
  readonly photograph: Uint8Array;
  readonly userType: UserType;
}

export interface RegistrationProblem {
  readonly field: keyof Registration;
  /** `contradicts`: not what the ID number says, or an end before the beginning. */
  readonly problem: 'missing' | 'malformed' | 'contradicts' | 'tooLong' | 'notAPicture';
}

const mostChars = { name: 64, nation: 32, address: 200, issuer: 100 } as const;
const mostPictureBytes = 5 * 1024 * 1024;

/** What is wrong with a registration, field by field; empty when it can be sent. */
export function registrationProblems(person: Registration): readonly RegistrationProblem[] {
  const problems: RegistrationProblem[] = [];
  const complain = (field: keyof Registration, problem: RegistrationProblem['problem']): void => {
    problems.push({ field, problem });
  };
  for (const field of ['name', 'nation', 'address', 'issuer'] as const) {
    if (person[field].trim() === '') complain(field, 'missing');
    else if (person[field].length > mostChars[field]) complain(field, 'tooLong');
  }
  const hasId = isIdNumber(person.idNumber) && isDay(birthdayOf(person.idNumber));
  if (!hasId) complain('idNumber', person.idNumber === '' ? 'missing' : 'malformed');
  if (!isDay(person.birthday)) complain('birthday', person.birthday === '' ? 'missing' : 'malformed');
  else if (hasId && birthdayOf(person.idNumber) !== person.birthday) complain('birthday', 'contradicts');
  if (!Object.values(genders).includes(person.gender)) complain('gender', 'malformed');
  else if (hasId && isMale(person.idNumber) !== (person.gender === genders.male)) complain('gender', 'contradicts');
  if (!Object.values(userTypes).includes(person.userType)) complain('userType', 'malformed');
  const { validFrom, validUntil } = person;
  if (!isDay(validFrom)) complain('validFrom', validFrom === '' ? 'missing' : 'malformed');
  if (validUntil !== null && !isDay(validUntil)) complain('validUntil', 'malformed');
  else if (validUntil !== null && validUntil <= validFrom) complain('validUntil', 'contradicts');
  for (const field of ['idPhotograph', 'photograph'] as const) {
    if (person[field].length === 0) complain(field, 'missing');
    else if (person[field].length > mostPictureBytes) complain(field, 'tooLong');
    else if (!isPicture(person[field])) complain(field, 'notAPicture');
  }
  return problems;
}

/** 5.2: the fields in the order of the table. `encrypt` writes SM4 ciphertext as text. */
export async function registrationFields(
  person: Registration,
  { sn, bareLongTerm }: Pick<Settings, 'sn' | 'bareLongTerm'>,
  encrypt: (text: string) => Promise<string>,
): Promise<readonly Field[]> {
  const sealed = async (name: string, plain: string): Promise<Field> => ({ name, value: await encrypt(plain), plain });
  const clear = (name: string, value: string | number): Field => ({ name, value: String(value) });
  return [
    await sealed('Idno', person.idNumber),
    clear('Name', person.name),
    clear('gender', person.gender),
    clear('nation', person.nation),
    clear('birthday', person.birthday.replace(/^(....)(..)(..)$/, '$1-$2-$3')),
    clear('address', person.address),
    clear('idissue', person.issuer),
    clear('idperiod', periodOf(person, bareLongTerm)),
    await sealed('idphoto', Buffer.from(person.idPhotograph).toString('base64')),
    await sealed('photo', Buffer.from(person.photograph).toString('base64')),
    clear('userType', person.userType),
    clear('sn', sn),
  ];
}

function periodOf({ validFrom, validUntil }: Registration, bareLongTerm: boolean): string {
  if (validUntil !== null) return `${validFrom}-${validUntil}`;
  return bareLongTerm ? '长期' : `${validFrom}-长期`;
}

/** Card readers give BMP. */
function isPicture(bytes: Uint8Array): boolean {
  const starts = (...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte);
  return starts(0xff, 0xd8, 0xff) || starts(0x89, 0x50, 0x4e, 0x47) || starts(0x42, 0x4d);
}
