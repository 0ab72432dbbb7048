import type { OutboxPunch, PunchDetails, PunchKind } from '../ports.ts';
import { signedJson, type MemberOrder } from './signed-json.ts';

/** 2.3.2, dictionary of `type`; `bitType` is their sum. */
const numberOf: Readonly<Record<PunchKind, number>> = {
  face: 1,
  icCard: 2,
  healthCode: 4,
  idCard: 8,
  qrCode: 16,
  iris: 32,
  mobile: 64,
};
/** The only sums that the document lists; others are refused with 403_02. */
const listedSums: readonly number[] = [3, 13];

/**
 * `param` of C_SIGN_IN and the text that is signed for it. The same punch always gives the same text. `recordTime` is the
 * time of the passage as recorded, ms since the epoch.
 */
export function punchParam(punch: OutboxPunch, order: MemberOrder): { readonly param: string; readonly signedParam: string } {
  const details = punch.details ?? {};
  const kinds = details.kinds ?? ['face'];
  const sum = [...new Set(kinds)].reduce((total, kind) => total + numberOf[kind], 0);
  const img = punch.picture === null ? {} : { img: Buffer.from(punch.picture).toString('base64') };
  const members = (picture: typeof img) => ({
    personId: punch.workerId,
    type: String(numberOf[kinds[0] ?? 'face']),
    ...(listedSums.includes(sum) ? { bitType: String(sum) } : {}),
    ...(details.qrCode ? { qrCodeInfo: qrCodeInfo(details.qrCode) } : {}),
    ...picture,
    recordTime: punch.atMs,
    ...(details.temperature === undefined ? {} : { temperature: Number(details.temperature.toFixed(1)) }),
    ...(details.irisInfo === undefined ? {} : { irisInfo: details.irisInfo }),
    ...(details.coordinate === undefined ? {} : { coordinate: coordinate(details.coordinate) }),
  });
  return { param: JSON.stringify(members(img)), signedParam: signedJson(members({}), order) };
}

function qrCodeInfo(code: NonNullable<PunchDetails['qrCode']>) {
  return {
    type: code.type === 'person' ? '1' : '2',
    ...(code.colour === undefined ? {} : { codeColor: code.colour }),
    codeValue: code.value,
    ...(code.cityCode === undefined ? {} : { cityCode: code.cityCode }),
  };
}

const coordinate = ({ longitude, latitude }: NonNullable<PunchDetails['coordinate']>) => ({ longitude, latitude });
