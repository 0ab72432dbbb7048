import { expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { CameraReport } from '../../../src/shared/ipc/contract.ts';
import { Core } from '../../../src/terminal/core.ts';

/** Terminals that only write down what is done to them. */
function setUp(config = Config.parse({})) {
  const done: string[] = [];
  let made = 0;
  const core = new Core({
    config,
    make: (wanted) => {
      const name = `t${String((made += 1))}`;
      done.push(`${name} made`);
      if (wanted.device.sn === 'cannot be made') throw new Error(wanted.device.sn);
      const at = (lane: number) => ({
        codes: { take: (text: string) => void done.push(`${name}${lane === 1 ? '' : ' lane 2'} reads ${text}`) },
        eyes: {
          observe: () => void done.push(`${name}${lane === 1 ? '' : ' lane 2'} sees a frame`),
          camera: ({ role, state }: CameraReport) => void done.push(`${name}${lane === 1 ? '' : ' lane 2'} ${role} ${state}`),
          analysis: (trouble: string | null) =>
            void done.push(`${name}${lane === 1 ? '' : ' lane 2'} analysis ${trouble ?? 'runs'}`),
        },
      });
      return {
        name,
        lane: at,
        start: async () => {
          if (wanted.device.sn === 'cannot start') throw new Error(wanted.device.sn);
          done.push(`${name} started`);
        },
        close: async () => void done.push(`${name} closed`),
        untilReady: async () => undefined,
      };
    },
    onReplaced: (terminal, { device }) => {
      if (device.sn === 'cannot take over') throw new Error(device.sn);
      done.push(`${terminal.name} takes over`);
    },
    onLost: (error) => void done.push(`lost: ${error instanceof Error ? error.message : ''}`),
  });
  return { core, done };
}

it('another terminal starts only when the one before has ended', async () => {
  const { core, done } = setUp();
  await core.replace(Config.parse({ device: { sn: '8' } }));
  expect(done).toEqual(['t1 made', 't1 closed', 't2 made', 't2 started', 't2 takes over']);
  expect(core.config.device.sn).toBe('8');
});

it.each([
  ['be made', ['t1 closed', 't2 made', 't3 made', 't3 started', 't3 visible ok', 't3 takes over']],
  [
    'take over',
    [
      't1 closed',
      't2 made',
      't2 started',
      't2 visible ok',
      't2 closed',
      't3 made',
      't3 started',
      't3 visible ok',
      't3 takes over',
    ],
  ],
  ['start', ['t1 closed', 't2 made', 't2 closed', 't3 made', 't3 started', 't3 visible ok', 't3 takes over']],
])('where the new one cannot %s, one like the one before runs again, and whoever asked is told', async (what, wanted) => {
  const { core, done } = setUp(Config.parse({ device: { sn: '7' } }));
  core.camera({ role: 'visible', state: 'ok', detail: null });
  done.length = 0;
  const sn = `cannot ${what}`;
  await expect(core.replace(Config.parse({ device: { sn } }))).rejects.toThrow(sn);
  expect(done).toEqual(wanted);
  expect(core.config.device.sn).toBe('7');
  done.length = 0;
  await core.replace(Config.parse({ device: { sn: '8' } }));
  expect(done.at(-1)).toBe('t4 takes over');
});

it('where the one before cannot run again either, that is told: nothing runs', async () => {
  const { core, done } = setUp(Config.parse({ device: { sn: 'cannot start' } }));
  await expect(core.replace(Config.parse({ device: { sn: 'cannot be made' } }))).rejects.toThrow('cannot be made');
  expect(done.at(-1)).toBe('lost: cannot start');
});

it('the new one is told what cameras and analysis last said of themselves', async () => {
  const { core, done } = setUp();
  core.camera({ role: 'visible', state: 'starting', detail: null });
  core.camera({ role: 'visible', state: 'ok', detail: null });
  core.analysis(null);
  done.length = 0;
  core.code('a code');
  expect(done.splice(0)).toEqual(['t1 reads a code']);
  await core.replace(core.config);
  expect(done.slice(3)).toEqual(['t2 visible ok', 't2 analysis runs', 't2 takes over']);
});

it('what is told while another terminal starts is not lost to it', async () => {
  const { core } = setUp();
  const replacing = core.replace(Config.parse({ device: { sn: '8' } }));
  await Promise.all([replacing, core.retell(Config.parse({ device: { sn: '8', siteName: 'A' } }))]);
  expect(core.config.device).toMatchObject({ sn: '8', siteName: 'A' });
});

it('two changes at once come one after the other, and none after the end', async () => {
  const { core, done } = setUp();
  await Promise.all([core.replace(core.config), core.replace(core.config)]);
  await Promise.all([core.close(), core.replace(core.config)]);
  expect(done.filter((what) => /made|closed/.test(what))).toEqual([
    't1 made',
    't1 closed',
    't2 made',
    't2 closed',
    't3 made',
    't3 closed',
  ]);
});

const twoLanes = Config.parse({ lanes: { second: { enabled: true } } });

it('what the page says of a lane reaches that lane, also a new terminal, and nobody once the lane is switched off', async () => {
  const { core, done } = setUp(twoLanes);
  core.camera({ role: 'visible', state: 'ok', detail: null });
  core.camera({ lane: 2, role: 'visible', state: 'lost', detail: null });
  core.analysis('broken', 2);
  core.code('x', 2);
  const told = ['visible ok', 'lane 2 visible lost', 'lane 2 analysis broken'];
  expect(done.slice(1)).toEqual([...told, 'lane 2 reads x'].map((what) => `t1 ${what}`));
  done.length = 0;
  await core.replace(twoLanes);
  expect(done.slice(3, -1)).toEqual(told.map((what) => `t2 ${what}`));
  await core.replace(Config.parse({}));
  done.length = 0;
  core.code('x', 2);
  core.code('y');
  expect(done).toEqual(['t3 reads y']);
});
