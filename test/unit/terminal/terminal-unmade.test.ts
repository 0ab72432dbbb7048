import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { SimulatedGpio } from '../../../src/hardware/gpio/simulated-gpio.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';

/** The schema lets none of these in. */
const unfit: readonly (readonly [where: string, fault: string, spoil: (config: Config) => Config])[] = [
  [
    'when its voice is made, after the turnstile and the store',
    'config.invalid',
    ({ speech, ...rest }) => ({ ...rest, speech: { ...speech, phrases: { ...speech.phrases, admitted: '{nobody}' } } }),
  ],
  [
    'when its lane is made, half-way',
    'undefined',
    // @ts-expect-error -- no such choice
    ({ attendance, ...rest }) => ({ ...rest, attendance: { ...attendance, opensWith: 'nothing' } }),
  ],
];

it.each(unfit)(
  'a terminal that cannot be made %s, lets go of its lines and its store, and starts no networks',
  async (_, fault, spoil) => {
    const dir = mkdtempSync(join(tmpdir(), 'unmade-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const gpio = new SimulatedGpio();
    const startRecognition = vi.fn(() => Promise.reject(new Error('there are none')));
    const config = Config.parse({ turnstile: { driver: 'gpio', gpio: { line: 4 } } });
    const make = (): Terminal =>
      new Terminal({
        config: spoil(config),
        ...{ dir, gpio, startRecognition, ...noAdmin },
        modelsDir: '',
        version: 'test',
        isDemo: false,
        configFault: null,
        clock: systemClock,
        log: silentLog,
        onView: () => undefined,
        play: () => undefined,
      });
    const openOutput = vi.spyOn(gpio, 'openOutput');
    expect(make).toThrow(fault);
    expect(openOutput).toHaveBeenCalledOnce();
    const line = {
      chip: gpio.chip,
      consumer: 'test',
      isActiveLow: false,
      bias: 'asIs',
      offset: 4,
      drive: 'pushPull',
      beginsActive: false,
    } as const;
    await vi.waitFor(() => gpio.openOutput(line).close(), { timeout: 30_000 });
    // SQLite takes its log away with the last connection.
    const files = readdirSync(dir, { recursive: true }).map(String);
    expect(files.filter((name) => /\.(db|sqlite)/.test(name))).not.toEqual([]);
    expect(files.filter((name) => name.endsWith('-wal'))).toEqual([]);
    expect(startRecognition).not.toHaveBeenCalled();
  },
);
