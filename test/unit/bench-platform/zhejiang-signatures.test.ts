import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Apicode, replySign, requestSign } from '../../bench-platform/zhejiang/signatures.ts';
import { signedParam } from '../../bench-platform/zhejiang/signed-param.ts';

// The example values of 附件二; each text can be put through `printf %s 'TEXT' | md5sum`.
const VALUES = {
  version: 'v1.0.0',
  sn: '1388186',
  token: '696e8019b6fe4dbcb7e5ced91a1c771c',
  accessId: 'e752cf16af1c462a9859d565ebaac6c7',
  accessKey: 'a9f88d5b5f4e4c94962ee3feaa85cdc3',
  accessSecret: '93f6218530984c32a3bf2b3d03dcb417',
  timeStamp: '20210328031608',
  taskid: '6541951958563696640',
};
const TOKEN = VALUES.token;
const SECRET = VALUES.accessSecret;
const TASK = VALUES.taskid;

const KNOWN: readonly (readonly [apicode: Apicode, param: string | undefined, text: string, md5: string])[] = [
  [
    'C_AUTH',
    undefined,
    `v1.0.01388186C_AUTH${VALUES.accessId}${VALUES.accessKey}20210328031608${SECRET}`,
    'ada8da4b5fb9043177977c1ebb76517a',
  ],
  [
    'C_HEARTBEAT',
    '{"deviceVersion":"v14.8.7LM.S2.e2-1.180.7.23","deviceIp":"192.168.1.11"}',
    `v1.0.01388186${TOKEN}C_HEARTBEAT20210328031608{"deviceVersion":"v14.8.7LM.S2.e2-1.180.7.23","deviceIp":"192.168.1.11"}${SECRET}`,
    'a3eab3a7f047ee952439608641a08491',
  ],
  [
    'C_SIGN_IN',
    '{"personId":"4508004291609636864","type":"1","recordTime":1609744974000}',
    `v1.0.01388186${TOKEN}C_SIGN_IN20210328031608{"personId":"4508004291609636864","type":"1","recordTime":1609744974000}${SECRET}`,
    '8b195d84c71c4d91090ed74bade42981',
  ],
  [
    'T_GET_TASKS',
    '{"taskids":["6541951958563696640","6541951958626611200"]}',
    `v1.0.01388186${TOKEN}T_GET_TASKS{"taskids":["6541951958563696640","6541951958626611200"]}${SECRET}`,
    '5216a544ee55b20649fb702129783c49',
  ],
  [
    'T_SEND_PERSON',
    '{"currentPage":1,"totalPage":1,"size":10}',
    `v1.0.01388186${TOKEN}${TASK}T_SEND_PERSON{"currentPage":1,"totalPage":1,"size":10}${SECRET}`,
    'a8de7658b612431372db179acaed2dc3',
  ],
  [
    'T_DEL_DEVICE_PERSON',
    undefined,
    `v1.0.01388186${TOKEN}${TASK}T_DEL_DEVICE_PERSON${SECRET}`,
    '591df17b8c7eaef74eac9fab05f9a59e',
  ],
  [
    'T_CLEAR_DEVICE_PERSON',
    undefined,
    `v1.0.01388186${TOKEN}${TASK}T_CLEAR_DEVICE_PERSON${SECRET}`,
    '62edd1df628b33a6d5bdb93255313064',
  ],
  [
    'T_POST_DEVICE_PERSON',
    '{"currentPage":1,"totalPage":1,"data":[{"personId":"P1","name":"单雄信","hasImg":1}]}',
    `v1.0.01388186${TOKEN}${TASK}T_POST_DEVICE_PERSON{"currentPage":1,"totalPage":1,"data":[{"personId":"P1","name":"单雄信","hasImg":1}]}${SECRET}`,
    '2c3805ae3962ad5a8a17bbfab39abbc6',
  ],
];

describe('the signatures of the bench platform', () => {
  it.each(KNOWN)('signs %s over the text that its interface names', (apicode, param, text, md5) => {
    expect(createHash('md5').update(text).digest('hex')).toBe(md5);
    expect(requestSign(apicode, { ...VALUES, param })).toBe(md5);
  });

  it('signs the reply to T_DEL_DEVICE_PERSON without its response', () => {
    const response = '{"personIds":["P1"]}';
    expect(replySign('T_DEL_DEVICE_PERSON', { ...VALUES, success: true, response })).toBe('65ad4a5cc2bcfc1b1b570ce286c3d762');
  });

  it('signs the reply to T_GET_TASKS with its response and without a task', () => {
    const text = `v1.0.0true{"tasks":[]}${SECRET}`;
    const sign = replySign('T_GET_TASKS', { ...VALUES, success: true, response: '{"tasks":[]}' });
    expect(sign).toBe(createHash('md5').update(text).digest('hex'));
  });
});

describe('the param that is signed', () => {
  it('leaves out the picture of C_SIGN_IN and puts the rest in the order of the table', () => {
    const param = {
      recordTime: 1609744974000,
      img: '/9j/',
      coordinate: { latitude: 30.1, longitude: 120.5 },
      type: '1',
      personId: 'P1',
    };
    const text = JSON.stringify(param);
    expect(signedParam('C_SIGN_IN', text, param, 'table')).toBe(
      '{"personId":"P1","type":"1","recordTime":1609744974000,"coordinate":{"longitude":120.5,"latitude":30.1}}',
    );
    expect(signedParam('C_SIGN_IN', text, param, 'received')).toBe(
      '{"recordTime":1609744974000,"coordinate":{"latitude":30.1,"longitude":120.5},"type":"1","personId":"P1"}',
    );
    expect(signedParam('C_SIGN_IN', text, param, 'sorted')).toBe(
      '{"coordinate":{"latitude":30.1,"longitude":120.5},"personId":"P1","recordTime":1609744974000,"type":"1"}',
    );
  });

  it('leaves out the pictures of T_POST_DEVICE_PERSON', () => {
    const param = { currentPage: 1, totalPage: 1, data: [{ personId: 'P1', name: '单雄信', img: '/9j/', hasImg: 1 }] };
    expect(signedParam('T_POST_DEVICE_PERSON', JSON.stringify(param), param, 'table')).toBe(KNOWN.at(-1)?.[1]);
  });

  it('is as it was sent where there is no picture', () => {
    const text = '{ "taskids" : [] }';
    expect(signedParam('T_GET_TASKS', text, { taskids: [] }, 'table')).toBe(text);
  });
});
