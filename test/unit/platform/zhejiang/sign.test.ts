import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { punchParam } from '../../../../src/platform/zhejiang/punch-param.ts';
import { isSignatureRight } from '../../../../src/platform/zhejiang/reply-signature.ts';
import { md5Of, signAuth, signCommand, signTaskRequest } from '../../../../src/platform/zhejiang/sign.ts';

// The document's example values. Each literal below is the whole signed text; the sign printed in the document is a placeholder.
// Check one with: printf %s 'LITERAL' | md5sum
const version = 'v1.0.0';
const sn = '1388186';
const token = '696e8019b6fe4dbcb7e5ced91a1c771c';
const accessId = 'e752cf16af1c462a9859d565ebaac6c7';
const accessKey = 'a9f88d5b5f4e4c94962ee3feaa85cdc3';
const secret = '93f6218530984c32a3bf2b3d03dcb417';
const timeStamp = '20210328031608';
const taskid = '6541951958563696640';

const md5sum = (text: string) => createHash('md5').update(text).digest('hex');

const known = [
  {
    what: 'C_AUTH',
    literal:
      'v1.0.01388186C_AUTHe752cf16af1c462a9859d565ebaac6c7a9f88d5b5f4e4c94962ee3feaa85cdc32021032803160893f6218530984c32a3bf2b3d03dcb417',
    md5: 'ada8da4b5fb9043177977c1ebb76517a',
    sign: () => signAuth({ version, sn, apicode: 'C_AUTH', accessId, accessKey, timeStamp }, secret),
  },
  {
    what: 'C_HEARTBEAT',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771cC_HEARTBEAT20210328031608{"deviceVersion":"v14.8.7LM.S2.e2-1.180.7.23","deviceIp":"192.168.1.11"}93f6218530984c32a3bf2b3d03dcb417',
    md5: 'a3eab3a7f047ee952439608641a08491',
    sign: () =>
      signCommand(
        {
          version,
          sn,
          token,
          apicode: 'C_HEARTBEAT',
          timeStamp,
          signedParam: JSON.stringify({ deviceVersion: 'v14.8.7LM.S2.e2-1.180.7.23', deviceIp: '192.168.1.11' }),
        },
        secret,
      ),
  },
  {
    what: 'C_SIGN_IN, its picture left out',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771cC_SIGN_IN20210328031608{"personId":"4508004291609636864","type":"1","recordTime":1609744974000}93f6218530984c32a3bf2b3d03dcb417',
    md5: '8b195d84c71c4d91090ed74bade42981',
    sign: () => {
      const punch = { punchId: 1, workerId: '4508004291609636864', atMs: 1609744974000, direction: 'in' as const, tries: 0 };
      const { signedParam } = punchParam({ ...punch, picture: new Uint8Array([0xff, 0xd8]) }, 'table');
      return signCommand({ version, sn, token, apicode: 'C_SIGN_IN', timeStamp, signedParam }, secret);
    },
  },
  {
    what: 'T_GET_TASKS',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771cT_GET_TASKS{"taskids":["6541951958563696640","6541951958626611200"]}93f6218530984c32a3bf2b3d03dcb417',
    md5: '5216a544ee55b20649fb702129783c49',
    sign: () => signTask('T_GET_TASKS', null, JSON.stringify({ taskids: [taskid, '6541951958626611200'] })),
  },
  {
    what: 'T_SEND_PERSON',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771c6541951958563696640T_SEND_PERSON{"currentPage":1,"totalPage":1,"size":10}93f6218530984c32a3bf2b3d03dcb417',
    md5: 'a8de7658b612431372db179acaed2dc3',
    sign: () => signTask('T_SEND_PERSON', taskid, JSON.stringify({ currentPage: 1, totalPage: 1, size: 10 })),
  },
  {
    what: 'T_DEL_DEVICE_PERSON',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771c6541951958563696640T_DEL_DEVICE_PERSON93f6218530984c32a3bf2b3d03dcb417',
    md5: '591df17b8c7eaef74eac9fab05f9a59e',
    sign: () => signTask('T_DEL_DEVICE_PERSON', taskid, null),
  },
  {
    what: 'T_CLEAR_DEVICE_PERSON',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771c6541951958563696640T_CLEAR_DEVICE_PERSON93f6218530984c32a3bf2b3d03dcb417',
    md5: '62edd1df628b33a6d5bdb93255313064',
    sign: () => signTask('T_CLEAR_DEVICE_PERSON', taskid, null),
  },
  {
    what: 'T_POST_DEVICE_PERSON',
    literal:
      'v1.0.01388186696e8019b6fe4dbcb7e5ced91a1c771c6541951958563696640T_POST_DEVICE_PERSON{"currentPage":1,"totalPage":1,"data":[{"personId":"P1","name":"单雄信","hasImg":1}]}93f6218530984c32a3bf2b3d03dcb417',
    md5: '2c3805ae3962ad5a8a17bbfab39abbc6',
    sign: () =>
      signTask(
        'T_POST_DEVICE_PERSON',
        taskid,
        JSON.stringify({ currentPage: 1, totalPage: 1, data: [{ personId: 'P1', name: '单雄信', hasImg: 1 }] }),
      ),
  },
];

function signTask(apicode: string, task: string | null, signedParam: string | null): string {
  return signTaskRequest({ version, sn, token, apicode, taskid: task, signedParam }, secret);
}

describe('signatures of requests', () => {
  for (const { what, literal, md5, sign } of known) {
    test(`${what} is signed over exactly the document's values`, () => {
      expect(sign()).toBe(md5);
      expect(md5sum(literal)).toBe(md5);
    });
  }

  test('absent values leave no trace, booleans are words', () => {
    expect(md5Of('a', null, undefined, true, 'b', false)).toBe(md5sum('atruebfalse'));
  });
});

describe('signatures of replies', () => {
  const reply = { version, isSuccess: true, taskid, responseForms: [] };

  test("the reply to a deletion is signed without response, as printed: printf %s 'v1.0.0true6541951958563696640SECRET' | md5sum", () => {
    const sign = '65ad4a5cc2bcfc1b1b570ce286c3d762';
    expect(md5sum(`v1.0.0true6541951958563696640${secret}`)).toBe(sign);
    for (const apicode of ['T_DEL_DEVICE_PERSON', 'T_CLEAR_DEVICE_PERSON', 'T_UPDATE_DEVICE_VERSION']) {
      expect(isSignatureRight({ ...reply, apicode, responseForms: ['{"personIds":[]}'], sign }, secret)).toBe(true);
    }
  });

  test('the reply to a deletion may be signed with response too', () => {
    const sign = md5sum(`v1.0.0true${taskid}{"personIds":[]}${secret}`);
    expect(
      isSignatureRight({ ...reply, apicode: 'T_DEL_DEVICE_PERSON', responseForms: ['{"personIds":[]}'], sign }, secret),
    ).toBe(true);
  });

  test('lists and status are signed without a task, pages of people with theirs', () => {
    const response = '{"tasks":[]}';
    const plain = md5sum(`v1.0.0true${response}${secret}`);
    const withTask = md5sum(`v1.0.0true${taskid}${response}${secret}`);
    const ask = (apicode: string, sign: string) =>
      isSignatureRight({ ...reply, apicode, responseForms: [response], sign }, secret);
    for (const apicode of ['T_GET_TASKS', 'T_UPDATE_TASKS_STATUS']) {
      expect([ask(apicode, plain), ask(apicode, withTask)]).toEqual([true, false]);
    }
    for (const apicode of ['T_SEND_PERSON', 'T_UPDATE_DEVICE_PERSON', 'T_POST_DEVICE_PERSON']) {
      expect([ask(apicode, plain), ask(apicode, withTask)]).toEqual([false, true]);
    }
  });

  test('a page of people that was changed on its way is refused, even where the signature fits the rest', () => {
    const sign = md5sum(`v1.0.0true${taskid}${secret}`);
    expect(isSignatureRight({ ...reply, apicode: 'T_SEND_PERSON', responseForms: ['{"data":[]}'], sign }, secret)).toBe(false);
    expect(isSignatureRight({ ...reply, apicode: 'T_SEND_PERSON', responseForms: ['{"data":[]}'], sign: null }, secret)).toBe(
      false,
    );
  });

  test('upper-case hex is the same signature', () => {
    const sign = md5sum(`v1.0.0true${secret}`).toUpperCase();
    expect(isSignatureRight({ ...reply, apicode: 'T_UPDATE_TASKS_STATUS', sign }, secret)).toBe(true);
  });
});
