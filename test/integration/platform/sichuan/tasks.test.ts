import { describe, expect, test } from 'vitest';
import { Fault } from '../../../../src/shared/fault.ts';
import { pictures } from '../memory-host.ts';
import { person, scene, told, until } from './scene.ts';

describe('a task that adds people', () => {
  test('puts them on the roster and is told as done', async () => {
    const { farEnd, host } = await scene((far) =>
      far.tasks.set('T1', [person('U1', pictures.face(1)), person('U2', pictures.face(2))]),
    );
    expect(await told(farEnd, 'T1')).toEqual({ id: 'T1', result: '0', msg: '' });
    expect([...host.roster.people.keys()]).toEqual(['U1', 'U2']);
    expect(host.roster.people.get('U2')).toEqual({ name: 'name of U2', photograph: new Uint8Array(pictures.face(2)) });
    expect(Object.keys(farEnd.of('GetTaskData')[0]?.fields ?? {})).toEqual(['sn', 'id', 'timestamp', 'sign']);
    expect(Object.keys(farEnd.of('RetResult')[0]?.fields ?? {})).toEqual(['sn', 'id', 'result', 'timestamp', 'sign']);
    expect(host.progressed.at(-1)).toEqual([2, 2]);
  });

  test('and finds bad photographs tells user ids and reasons without names, and stores the others', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.roster.people.set('U2', { name: 'old', photograph: pictures.face(9) });
      far.tasks.set('T1', [
        person('U1', pictures.face(1)),
        person('U2', pictures.nobody),
        person('U3', Buffer.from('no picture')),
        person('U4', pictures.face(4), { photo: '' }),
        person('U5', pictures.crowd),
        { userId: 'U6', photo: 'AAAA' },
        'rubbish',
        person('U8', pictures.face(8), { photo: '!!!!' }),
      ]);
    });
    const report = await told(farEnd, 'T1');
    expect(report?.result).toBe('1');
    expect(report?.msg).toBe(
      '7人失败: U2:照片中没有人脸; U3:照片无法读取; U4:缺少照片; U5:照片中不止一张人脸; U6:人员数据无效; 第7条:人员数据无效; U8:照片无法读取',
    );
    expect(report?.msg).not.toContain('name of');
    expect(host.roster.people.get('U1')?.photograph).toEqual(new Uint8Array(pictures.face(1)));
    // The template that worked is still there; one who came without photograph was not taken.
    expect(host.roster.people.get('U2')?.photograph).toEqual(pictures.face(9));
    expect(host.roster.people.has('U4')).toBe(false);
    expect(farEnd.of('RetResult').every(({ isSignRight }) => isSignRight)).toBe(true);
  });
});

describe('a task that takes people away', () => {
  const known = (memory: { roster: { people: Map<string, { name: string; photograph: Uint8Array | null }> } }) => {
    for (const id of ['left', 'barred', 'red', 'stays']) memory.roster.people.set(id, { name: id, photograph: pictures.face(1) });
  };

  test('erases who left, and keeps who is barred or has a coloured code, refused with that reason', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      known(memory);
      far.tasks.set('T1', [
        { userId: 'left', name: 'left', delType: '1' },
        { userId: 'barred', name: 'barred', delType: 2 },
        { userId: 'red', name: 'red', delType: '3' },
        { userId: 'nobody we know', name: '', delType: 1 },
      ]);
    });
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect([...host.roster.people.keys()].sort()).toEqual(['barred', 'red', 'stays']);
    expect([...host.roster.barred]).toEqual([
      ['barred', '禁入人员'],
      ['red', '红码、黄码人员'],
    ]);
    expect(host.roster.people.get('barred')?.photograph).toEqual(pictures.face(1));
  });

  test('writes down who is barred before he was ever known, without a photograph', async () => {
    const { farEnd, host } = await scene((far) =>
      far.tasks.set('T1', [{ userId: 'new', name: '张三', delType: 2, photo: 'AAAA' }]),
    );
    await told(farEnd, 'T1');
    expect(host.roster.people.get('new')).toEqual({ name: '张三', photograph: null });
    expect(host.roster.barred.get('new')).toBe('禁入人员');
  });

  test('bars whom it names with a delType that is not in the document, and says so', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      known(memory);
      far.tasks.set('T1', [{ userId: 'barred', name: 'barred', delType: 9 }]);
    });
    expect(await told(farEnd, 'T1')).toEqual({ id: 'T1', result: '1', msg: '1人失败: barred:删除类型无效，已禁入' });
    expect(host.roster.barred.get('barred')).toBe('平台禁止进场');
  });

  test('is undone by a later task that adds him; one without photograph does not admit him', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      known(memory);
      far.tasks.set('T1', [{ userId: 'barred', name: 'barred', delType: 2 }]);
    });
    await told(farEnd, 'T1');
    farEnd.tasks.set('T2', [person('barred', pictures.face(1), { photo: '' })]);
    await told(farEnd, 'T2');
    expect(host.roster.barred.get('barred')).toBe('禁入人员');
    farEnd.tasks.set('T3', [person('barred', pictures.face(2))]);
    await told(farEnd, 'T3');
    expect(host.roster.barred.has('barred')).toBe(false);
    expect(host.roster.people.get('barred')?.photograph).toEqual(new Uint8Array(pictures.face(2)));
  });

  test('keeps the order of the list: who leaves and comes again in one task is there', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      known(memory);
      far.tasks.set('T1', [
        { userId: 'left', delType: 1 },
        { userId: 'stays', delType: 1 },
        person('left', pictures.face(3)),
        { userId: 'red', delType: 1 },
      ]);
    });
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(host.roster.changes).toEqual(['remove left,stays', 'put left', 'remove red']);
  });
});

describe('a task without people', () => {
  test.each([
    ['an empty list', []],
    ['nothing', undefined],
  ])('(%s) is done without any change', async (_what, content) => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('T1', content ?? []);
      if (content === undefined) {
        far.answer = ({ method }) => (method === 'GetTaskData' ? { Result: 0, Content: '', Msg: '' } : undefined);
      }
    });
    expect(await told(farEnd, 'T1')).toEqual({ id: 'T1', result: '0', msg: '' });
    expect(host.roster.changes).toEqual([]);
  });
});

describe('a task in the middle of which the program ended three times', () => {
  test('is set aside and told as failed instead of being fetched again; the next one goes on, also after a restart', async () => {
    const { farEnd, host, restart } = await scene((far, memory) => {
      for (const id of ['killer', 'good']) {
        far.tasks.set(id, [person(id, pictures.face(1))]);
        memory.tasks.accept(id, '{}');
      }
      for (let n = 0; n < 3; n += 1) memory.tasks.begin('killer');
    });
    expect(await told(farEnd, 'killer')).toEqual({ id: 'killer', result: '1', msg: '终端处理该任务时多次中断，已搁置' });
    expect(await told(farEnd, 'good')).toMatchObject({ result: '0' });
    const state = 'taskSetAside task killer: the program ended 3 times in it [platform.taskSetAside]';
    expect(host.state).toBe(state);
    host.states.length = 0;
    farEnd.tasks.set('killer', [person('killer', pictures.face(1))]);
    await restart();
    await until(() => expect(farEnd.of('Online').length).toBeGreaterThan(5));
    expect(host.state).toBe(state);
    expect(farEnd.of('GetTaskData').map(({ fields }) => fields['id'])).toEqual(['good']);
  });
});

describe('tasks', () => {
  test('are written down before they are done, and done again after a restart in the middle', async () => {
    let stopHere: () => void = () => undefined;
    const { farEnd, host, restart } = await scene((far, memory) => {
      far.tasks.set(
        'T1',
        Array.from({ length: 30 }, (_, n) => person(`U${n}`, pictures.face(n))),
      );
      memory.roster.before = (_change, id) => {
        if (id !== 'U12') return undefined;
        expect(memory.tasks.find('T1')?.interruptions).toBe(1);
        expect(memory.tasks.find('T1')?.state).toBe('accepted');
        return new Promise<void>((resolve) => (stopHere = resolve));
      };
    });
    await until(() => expect(host.roster.people.size).toBe(12));
    const restarted = restart();
    host.roster.before = () => undefined;
    stopHere();
    await restarted;
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(host.roster.people.size).toBe(30);
    expect(farEnd.of('GetTaskData')).toHaveLength(2);
    expect(host.logged('taskResumed')).toHaveLength(1);
  });

  test('are told after a restart when that was all that was left', async () => {
    const { farEnd, host, restart } = await scene((far) => {
      far.tasks.set('T1', [person('U1', pictures.face(1))]);
      far.answer = ({ method }, response) => {
        if (method !== 'RetResult') return undefined;
        response.destroy();
        return 'handled';
      };
    });
    await until(() => expect(farEnd.of('RetResult').length).toBeGreaterThan(0));
    const fetched = farEnd.of('GetTaskData').length;
    await restart();
    farEnd.answer = () => undefined;
    await told(farEnd, 'T1');
    await until(() => expect(host.tasks.find('T1')?.isReported).toBe(true));
    expect(farEnd.of('GetTaskData')).toHaveLength(fetched);
  });

  test('that come again are told again when they were done, and done again when they failed', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('good', [person('U1', pictures.face(1))]);
      far.tasks.set('bad', [person('U2', pictures.nobody)]);
    });
    await told(farEnd, 'good');
    expect(await told(farEnd, 'bad')).toMatchObject({ result: '1' });
    await until(() => expect(host.tasks.find('bad')?.isReported).toBe(true));
    farEnd.told.length = 0;
    farEnd.tasks.set('good', []);
    farEnd.tasks.set('bad', [person('U2', pictures.face(2))]);
    expect(await told(farEnd, 'good')).toMatchObject({ result: '0' });
    expect(await told(farEnd, 'bad')).toMatchObject({ result: '0' });
    expect(farEnd.of('GetTaskData').map(({ fields }) => fields['id'])).toEqual(['good', 'bad', 'bad']);
    expect(host.roster.people.has('U2')).toBe(true);
  });

  test('do not pass one that cannot be had yet: what comes later was meant to come later', async () => {
    let tries = 0;
    const { farEnd } = await scene((far) => {
      far.tasks.set('T1', [person('U1', pictures.face(1))]);
      far.tasks.set('T2', [person('U2', pictures.face(2))]);
      far.answer = ({ method, fields }) =>
        method === 'GetTaskData' && fields['id'] === 'T1' && (tries += 1) < 4 ? { Result: -99 } : undefined;
    });
    await told(farEnd, 'T2');
    expect([...new Set(farEnd.told.map(({ id }) => id))]).toEqual(['T1', 'T2']);
  });

  test('that the platform refuses and no longer names are dropped, and taken up should it name them again', async () => {
    const { farEnd, host } = await scene((far) => {
      far.answer = ({ method }) =>
        method === 'Online' && far.of('Online').length === 1 ? { Result: 1, Content: [{ Id: 'gone', Type: 1 }] } : undefined;
    });
    await until(() => expect(host.logged('taskLapsed')).toHaveLength(1));
    expect(farEnd.told).toEqual([]);
    expect(host.state).toBe('ok');
    farEnd.tasks.set('gone', [person('U1', pictures.face(1))]);
    expect(await told(farEnd, 'gone')).toMatchObject({ result: '0' });
  });

  test('whose report the platform refuses and that it no longer names are reported no more', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('T1', []);
      far.answer = ({ method }) => {
        if (method !== 'RetResult') return undefined;
        far.tasks.clear();
        return { Result: -50 };
      };
    });
    await until(() => expect(host.tasks.find('T1')?.isReported).toBe(true));
    const calls = farEnd.of('RetResult').length;
    await until(() => expect(farEnd.of('Online').length).toBeGreaterThan(5));
    expect(farEnd.of('RetResult')).toHaveLength(calls);
  });

  test('fail, and say so, when the terminal cannot store anything; they are done when they come again', async () => {
    const { farEnd, host } = await scene(
      (far, memory) => {
        far.tasks.set('T1', [person('U1', pictures.face(1))]);
        memory.roster.before = () => {
          throw new Fault('store.full', 'no space');
        };
      },
      { timing: { task: { firstMs: 10, mostMs: 20 } } },
    );
    expect(await told(farEnd, 'T1')).toEqual({ id: 'T1', result: '1', msg: '终端故障 store.full' });
    expect(host.isProgressing).toBe(false);
    host.roster.before = () => undefined;
    farEnd.told.length = 0;
    farEnd.tasks.set('T1', [person('U1', pictures.face(1))]);
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
  });

  test('may be listed in plain JSON, with ids as numbers', async () => {
    const { farEnd } = await scene((far) => {
      far.tasks.set('4508004291609636864', []);
      far.answer = ({ method }) => {
        if (method === 'Online' && far.tasks.size > 0)
          return '{"Result":"1","Content":[{"Id":4508004291609636864,"Type":"2"}],"Msg":null}';
        if (method === 'GetTaskData') return { Result: 0, Content: JSON.stringify([person('U1', pictures.face(1))]) };
        return undefined;
      };
    });
    expect(await told(farEnd, '4508004291609636864')).toMatchObject({ result: '0' });
  });

  test('leave neither names nor ids of people in the log', async () => {
    const { farEnd, host } = await scene((far) =>
      far.tasks.set('T1', [person('user-id-1', pictures.nobody), { userId: 'user-id-2', name: 'name of', delType: 2 }]),
    );
    await told(farEnd, 'T1');
    const log = JSON.stringify(host.lines);
    expect(log).toContain('taskEnds');
    expect(log).not.toMatch(/user-id|name of|secret-of-a-gate/);
  });
});
