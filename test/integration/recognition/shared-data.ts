import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the built networks lie. */
export const modelsDir = path.join(root, 'models');

const data = path.join(root, '..', 'shared', 'data');

/** Is there everything that tests on real faces need? */
export const hasFaces = existsSync(path.join(data, 'webcam-dev')) && existsSync(path.join(modelsDir, 'mobilefacenet.onnx'));
export const hasModels = existsSync(path.join(modelsDir, 'mobilefacenet.onnx')) && existsSync(path.join(modelsDir, 'human'));

/** Title of a suite that real faces are needed for; says so when it is skipped. */
export const onFaces = (title: string): string => (hasFaces ? title : `${title} (skipped: no ../shared/data or no models)`);

const read = (...parts: string[]): Uint8Array => new Uint8Array(readFileSync(path.join(data, ...parts)));

/** Frames of a webcam sequence, in order. `session`: the end of the sequence's name, `_01`. */
export function webcamFrames(person: string, session: string): Uint8Array[] {
  const folder = path.join('webcam-dev', 'live', person);
  const sequence = readdirSync(path.join(data, folder)).find((name) => name.endsWith(session));
  if (sequence === undefined) throw new Error(`no sequence ${person}${session}`);
  const names = readdirSync(path.join(data, folder, sequence)).toSorted();
  return names.map((name) => read(folder, sequence, name));
}

/** Every `step`-th of the 800 strangers. */
export function strangers(step: number): Uint8Array[] {
  const names = readdirSync(path.join(data, 'unknown')).toSorted();
  return names.filter((_, i) => i % step === 0).map((name) => read('unknown', name));
}

/** Two photographs of each of the first people in alphabetical order, every `step`-th. */
export function pressPairs(step: number): [Uint8Array, Uint8Array][] {
  const people = readdirSync(path.join(data, 'lfw-dev')).toSorted();
  return people
    .filter((_, i) => i % step === 0)
    .map((name) => {
      const [first = '', second = ''] = readdirSync(path.join(data, 'lfw-dev', name)).toSorted();
      return [read('lfw-dev', name, first), read('lfw-dev', name, second)];
    });
}

/** Somebody in profile, which the networks doubt, and a small face behind him. */
export const profileBeforeBystander = (): Uint8Array => read('lfw-dev', 'Xanana_Gusmao', 'Xanana_Gusmao_0002.jpg');
