/**
 * A whole terminal below the camera as a program of its own. Whoever stands before it comes over standard input, one
 * worker's id a line; the answer is `ready` once the board works and `over` when a passage's pulse is settled.
 * Usage: below-camera.ts DATA_DIR CONFIG_FILE WORKERS [PICTURE…]. Ends when its standard input does.
 * Workers `w0` … are recognised without being looked at. With pictures the networks run, and `face0` … are really seen.
 */
import { mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Config } from '../../src/config/schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { Fault } from '../../src/shared/fault.ts';
import { createLog } from '../../src/shared/log.ts';
import { acquireInstanceLock } from '../../src/store/instance-lock.ts';
import type { PhotographAnalyser } from '../../src/recognition/photograph-analyser.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { startRecognition } from '../../src/terminal/recognition-service.ts';
import { Terminal } from '../../src/terminal/terminal.ts';
import { noAdmin } from '../fakes/no-admin.ts';
import { patience } from '../fakes/patient-board.ts';
import { LiveFaces } from './live-faces.ts';

const [dir = '', configFile = '', workers = '1', ...pictures] = process.argv.slice(2);
mkdirSync(dir, { recursive: true, mode: 0o700 });
acquireInstanceLock(dir);
const logFile = openSync(join(dir, 'terminal.jsonl'), 'a', 0o600);
let onOver: (() => void) | null = null;
let isSeen = false;
const analysers: PhotographAnalyser[] = [];
const terminal = new Terminal({
  config: Config.parse(JSON.parse(readFileSync(configFile, 'utf8'))),
  dir,
  modelsDir,
  version: 'v1.0.0',
  isDemo: false,
  configFault: null,
  boardPatience: patience,
  ...noAdmin,
  clock: systemClock,
  log: createLog(
    (line) => writeSync(logFile, `${line}\n`),
    () => new Date(),
  ),
  onView: (view) => {
    // A face is not decided at once: the screen may fall idle after the passage before.
    if (view.state === 'idle' && isSeen) return;
    if (view.state === 'refused' || view.state === 'idle' || (view.state === 'admitted' && view.gate !== 'opening')) onOver?.();
  },
  play: () => undefined,
  startRecognition: async (options) => {
    if (pictures.length === 0) throw new Fault('model.missing', 'there is no camera here');
    const recognition = await startRecognition(options);
    analysers.push(recognition.analyser);
    return recognition;
  },
});
for (let n = terminal.store.people.count(); n < Number(workers); n++) {
  const id = `w${String(n)}`;
  terminal.store.people.put({ id, name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
}
await terminal.start();
if (pictures.length > 0) await terminal.untilReady();
const [analyser] = analysers;
const faces = analyser === undefined ? null : await LiveFaces.enrol(terminal, analyser, pictures);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const picture = new Uint8Array(20_000).fill(7);
let track = 0;
const orders = createInterface({ input: process.stdin });
orders.on('line', (workerId) => {
  track += 1;
  onOver = () => {
    onOver = null;
    faces?.hide();
    say('over');
  };
  isSeen = workerId.startsWith('face');
  if (isSeen) return faces?.show(workerId);
  terminal.gate.see({ kind: 'recognised', track, workerId, score: 0.8, threshold: 0.58, picture });
});
orders.on('close', () => {
  void terminal.close().then(() => process.exit(0));
});
while (terminal.board.stateOf('gate') !== 'ok') await new Promise((resolve) => setTimeout(resolve, 5));
say('ready');
