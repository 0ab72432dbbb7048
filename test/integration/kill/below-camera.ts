/**
 * The whole terminal below the camera as a program of its own, to be killed: passages come from here, everything
 * behind them is the product. Usage: below-camera.ts DATA_DIR SERIAL_PORT PASSAGES. Prints `passage N` as each is over.
 */
import { mkdirSync } from 'node:fs';
import { Config } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { acquireInstanceLock } from '../../../src/store/instance-lock.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { patience } from '../../fakes/patient-board.ts';

const [dir = '', port = '', passages = '0'] = process.argv.slice(2);
mkdirSync(dir, { recursive: true, mode: 0o700 });
acquireInstanceLock(dir);
let onOver: (() => void) | null = null;
const terminal = new Terminal({
  config: Config.parse({
    turnstile: { driver: 'modbus-rtu', port, pulseMs: 50 },
    recognition: { repeatSeconds: 0 },
    speech: { enabled: false },
  }),
  dir,
  modelsDir: '',
  version: 'test',
  isDemo: false,
  configFault: null,
  boardPatience: patience,
  ...noAdmin,
  clock: systemClock,
  log: silentLog,
  onView: (view) => {
    if (view.state === 'admitted' && view.gate !== 'opening') onOver?.();
  },
  play: () => undefined,
  startRecognition: () => Promise.reject(new Fault('model.missing', 'there is no camera here')),
});
await terminal.start();
if (terminal.store.people.get('w') === null) {
  terminal.store.people.put(
    { id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] },
    { replace: false },
  );
}
const picture = new Uint8Array(40_000).fill(7);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
while (terminal.board.stateOf('gate') !== 'ok') await pause(5);
for (let n = 1; n <= Number(passages); n++) {
  await new Promise<void>((resolve) => {
    onOver = resolve;
    terminal.gate.see({ kind: 'recognised', track: n, workerId: 'w', score: 0.8, threshold: 0.58, picture });
  });
  process.stdout.write(`passage ${String(n)}\n`);
  // The pulse of 50 ms ends, the gap between two pulses passes.
  await pause(180);
}
await terminal.close();
process.exit(0);
