import type { Registration } from '../../../../src/platform/sichuan/registration.ts';

/** A registration in which everything is right. The ID number is the example of GB 11643. */
export const worker: Registration = {
  idNumber: '11010519491231002X',
  name: '单雄信',
  gender: 2,
  nation: '汉',
  birthday: '19491231',
  address: '北京市朝阳区一号',
  issuer: '北京市公安局朝阳分局',
  validFrom: '20010101',
  validUntil: null,
  idPhotograph: Uint8Array.of(0xff, 0xd8, 0xff),
  photograph: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0),
  userType: 1,
};
