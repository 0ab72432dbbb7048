import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { configOfLane } from '../../../src/config/lane-config.ts';
import { loadConfigFile } from '../../../src/config/load-config.ts';
import { Fault } from '../../../src/shared/fault.ts';

const zhejiang = { tcp: '127.0.0.1:9700', http: 'http://127.0.0.1:9701/api', accessId: 'a', accessKey: 'b', accessSecret: 'c' };
const sichuan = { baseUrl: 'https://platform.example/api', secret: 's' };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'config-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function fileWith(content: unknown): string {
  const file = join(folder(), 'terminal.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function faultOf(file: string): Fault {
  try {
    loadConfigFile(file);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the configuration was taken');
}

it('an empty object is a configuration of defaults', () => {
  const { config, written } = loadConfigFile(fileWith({}));
  expect([config.turnstile.driver, config.platform.protocol, config.recognition.repeatSeconds]).toEqual(['none', 'none', 10]);
  expect(written).toEqual({});
});

it('a byte order mark does not matter', () => {
  expect(loadConfigFile(fileWith('\ufeff{"device":{"sn":"1"}}')).config.device.sn).toBe('1');
});

const modbus = { driver: 'modbus-rtu', port: '/dev/ttyS1', coil: 0 };
/** A second lane with a camera of its own. */
const second = (settings: Record<string, unknown>) => ({
  second: { enabled: true, cameras: { visible: 'Right' }, ...settings },
});

it.each([
  ['an unknown key at the top', { turnstyle: {} }, ['"turnstyle": unknown key']],
  ['an unknown key further down', { platform: { zhejiang: { tpc: '' } } }, ['"platform.zhejiang.tpc": unknown key']],
  ['a wrong type', { turnstile: { unit: '1' } }, ['"turnstile.unit": expected number']],
  [
    'a value out of bounds',
    { platform: { zhejiang: { heartbeatSeconds: 51 } } },
    ['"platform.zhejiang.heartbeatSeconds"', '<=50'],
  ],
  ['a word that is none of the choices', { liveness: { mode: 'of' } }, ['"liveness.mode": expected one of', '"off"']],
  ['null where a value is needed', { device: { sn: null } }, ['"device.sn": expected string']],
  ['an array for an object', { device: [] }, ['"device": expected object']],
  ['a wrong address', { platform: { zhejiang: { tcp: 'nohost' } } }, ['"platform.zhejiang.tcp": expected host:port']],
  ['a wrong value within a map', { speech: { surnames: { 黑: 4 } } }, ['"speech.surnames.黑": expected string']],
  ['a PIN instead of its hash', { admin: { pinHash: '1234' } }, ['"admin.pinHash"']],
  ['a text too long', { device: { siteName: 'x'.repeat(41) } }, ['"device.siteName"', '40']],
  ['two mistakes', { devise: 1, turnstile: { coil: -1 } }, ['"devise": unknown key', '"turnstile.coil"']],
  ['an array', [], ['not a JSON object']],
  ['null', 'null', ['not a JSON object']],
  ['a comma too many', '{\n  "device": {},\n}', ['not valid JSON', 'line 3']],
  ['nothing', '', ['not valid JSON']],
  [
    'a platform without its keys',
    { platform: { protocol: 'zhejiang' } },
    ['"device.sn": is needed when', 'zhejiang.accessSecret"'],
  ],
  ['no serial port', { turnstile: { driver: 'modbus-rtu', port: ' ' } }, ['"turnstile.port": is needed']],
  ['a replay that is not there', { cameras: { replay: 'no.y4m' } }, ['"cameras.replay": the file', 'no.y4m does not exist']],
  [
    'an update key that is not there',
    { update: { publicKeyFile: 'no.pub' } },
    ['"update.publicKeyFile"', 'no.pub does not exist'],
  ],
  ['a CA that is not there', { platform: { sichuan: { caFile: 'ca.pem' } } }, ['"platform.sichuan.caFile"', 'ca.pem']],
  [
    'a private key that is not there',
    { platform: { zhejiang: { privateKeyFile: 'k' } } },
    ['zhejiang.privateKeyFile"', 'does not exist'],
  ],
  [
    'an unknown placeholder in a phrase',
    { speech: { phrases: { admitted: '{nmae}' } } },
    ['"speech.phrases.admitted"', '{name}'],
  ],
  ['frames without one to open', { turnstile: { driver: 'command-frames' } }, ['"turnstile.frames.open"', 'needed']],
  [
    'frames that keep a gate open and none that shuts it again',
    { turnstile: { driver: 'command-frames', port: '/dev/x', frames: { open: '01', hold: '02' } } },
    ['"turnstile.frames.close"', 'needed', '"turnstile.frames.hold"'],
  ],
  [
    'half a byte in a frame',
    { turnstile: { driver: 'command-frames', frames: { open: 'AA 5' } } },
    ['"turnstile.frames.open"', 'hexadecimal'],
  ],
  [
    'a fire alarm at a turnstile that cannot be kept open',
    { turnstile: { driver: 'wiegand' }, inputs: { fire: { source: 'gpio', line: 5 } } },
    ['"inputs.fire.source"', 'release'],
  ],
  [
    'two things on one line',
    { turnstile: { driver: 'gpio', gpio: { line: 4 } }, inputs: { door: { source: 'gpio', line: 4 } } },
    ['"inputs.door.line"', 'turnstile.gpio.line'],
  ],
  [
    'inputs of a board that has none',
    { turnstile: { driver: 'modbus-rtu', board: 'eletechsup-r4' }, inputs: { door: { source: 'modbus' } } },
    ['"inputs.door.source"', 'inputs'],
  ],
  ['a timed pulse beyond its coils', { turnstile: { pulse: 'flash-on', coil: 300 } }, ['"turnstile.coil"', '255']],
  [
    'a relay that the board does not have',
    { turnstile: { ...modbus, board: 'juying-dam', coil: 16 } },
    ['"turnstile.coil": must be 0 to 15: "turnstile.board" is "juying-dam", which has 16 channels'],
  ],
  ['D0 and D1 on one line', { readers: { card: { first: { driver: 'wiegand', d0: 4, d1: 4 } } } }, ['"readers.card.first.d1"']],
  [
    'a Wiegand reader on the line of the turnstile',
    {
      turnstile: { driver: 'gpio', gpio: { line: 7 } },
      readers: { card: { first: { driver: 'wiegand', d0: 7, d1: 8 } } },
    },
    ['"readers.card.first.d0": is the same line as "turnstile.gpio.line"'],
  ],
  [
    'two Wiegand readers on one line, and an input on another of theirs',
    {
      readers: { card: { first: { driver: 'wiegand', d0: 1, d1: 2 }, second: { driver: 'wiegand', d0: 3, d1: 2 } } },
      inputs: { door: { source: 'gpio', line: 3 } },
    },
    [
      '"readers.card.second.d1": is the same line as "readers.card.first.d1"',
      '"inputs.door.line": is the same line as "readers.card.second.d0"',
    ],
  ],
  [
    'two devices on one serial port',
    {
      turnstile: { driver: 'modbus-rtu', port: '/dev/ttyS1' },
      readers: { card: { second: { driver: 'serial', port: '/dev/ttyS1' } } },
    },
    ['"readers.card.second.port": is the port of "turnstile.port" already'],
  ],
  ['QR codes without a key', { readers: { qr: { enabled: true } } }, ['"readers.qr.publicKeyFile": is needed']],
  [
    'a key for codes that is not there',
    { readers: { qr: { publicKeyFile: 'no.pem' } } },
    ['"readers.qr.publicKeyFile"', 'no.pem'],
  ],
  [
    'cards without a reader of cards',
    { attendance: { opensWith: 'cardAndFace' } },
    ['"readers.card.first.driver": is needed when "attendance.opensWith" is "cardAndFace"'],
  ],
  ['codes that nobody reads', { attendance: { opensWith: 'code' } }, ['"readers.qr.enabled"', '"readers.qr.publicKeyFile"']],
  [
    'a health code that opens, and nothing that tells its colour',
    {
      readers: { identityCard: { enabled: true }, qr: { enabled: true, healthPrefix: 'HC:v1' } },
      attendance: { opensWith: 'idCardAndHealthCodeAndFace' },
    },
    ['"readers.qr.healthGreen": is needed when "attendance.opensWith" is "idCardAndHealthCodeAndFace"'],
  ],
  [
    'a mark that stands in another one',
    { readers: { qr: { healthGreen: 'color=1', healthRed: 'color=10' } } },
    ['"readers.qr.healthGreen": stands in "readers.qr.healthRed"'],
  ],
  [
    'a mark that every health code has',
    { readers: { qr: { healthPrefix: 'https://health.example/', healthGreen: 'health' } } },
    ['"readers.qr.healthGreen": stands in "readers.qr.healthPrefix"'],
  ],
  ['a frame without a start', { readers: { card: { first: { frame: { start: '' } } } } }, ['"readers.card.first.frame.start"']],
  [
    'a second lane without a camera',
    { lanes: { second: { enabled: true } } },
    ['"lanes.second.cameras.visible": is needed when "lanes.second.enabled" is true'],
  ],
  [
    'one camera for both lanes',
    { cameras: { visible: 'Left' }, lanes: { second: { enabled: true, cameras: { visible: ' left ' } } } },
    ['"lanes.second.cameras.visible": is what "cameras.visible" names already', 'name another one'],
  ],
  [
    'the infrared camera of the other lane',
    { cameras: { infrared: 'IR' }, lanes: { second: { enabled: true, cameras: { visible: 'Right', infrared: 'IR' } } } },
    ['"lanes.second.cameras.infrared": is what "cameras.infrared" names already'],
  ],
  [
    'one relay for both lanes',
    { turnstile: modbus, lanes: second({ turnstile: modbus }) },
    ['"lanes.second.turnstile.coil": is what "turnstile.coil" names already'],
  ],
  [
    "a relay that the second lane's board does not have",
    { turnstile: modbus, lanes: second({ turnstile: { ...modbus, board: 'waveshare', coil: 256 } }) },
    ['"lanes.second.turnstile.coil": must be 0 to 255: "lanes.second.turnstile.board" is "waveshare"'],
  ],
  [
    'two speeds on one line',
    { turnstile: modbus, lanes: second({ turnstile: { ...modbus, coil: 1, baudRate: 19_200 } }) },
    ['"lanes.second.turnstile.baudRate": must be that of "turnstile.baudRate", 9600'],
  ],
  [
    'a controller with frames of its own on a line of relay boards',
    { turnstile: modbus, lanes: second({ turnstile: { driver: 'command-frames', frames: { open: 'AA' } } }) },
    ['"lanes.second.turnstile.port": is what "turnstile.port" names already'],
  ],
  [
    'one reader for both lanes',
    {
      readers: { card: { first: { driver: 'serial' } } },
      lanes: second({ readers: { card: { driver: 'serial' } } }),
    },
    ['"lanes.second.readers.card.port": is what "readers.card.first.port" names already'],
  ],
  [
    'a line of the machine that the other lane has',
    {
      inputs: { door: { source: 'gpio', line: 7 } },
      lanes: second({ turnstile: { driver: 'gpio', gpio: { line: 7 } } }),
    },
    ['"lanes.second.turnstile.gpio.line": is what "inputs.door.line" names already'],
  ],
  [
    'a fire input whose other lane cannot be released',
    {
      turnstile: modbus,
      inputs: { fire: { source: 'gpio', line: 5 } },
      lanes: second({ turnstile: { driver: 'wiegand' } }),
    },
    ['"lanes.second.turnstile.driver": cannot be kept open', 'use another driver'],
  ],
  [
    'a mistake of the second lane alone',
    { lanes: second({ turnstile: { driver: 'modbus-rtu', port: ' ' } }) },
    ['"lanes.second.turnstile.port": is needed when "lanes.second.turnstile.driver" is "modbus-rtu"'],
  ],
  [
    'cards that only one lane reads',
    {
      attendance: { opensWith: 'cardAndFace' },
      readers: { card: { first: { driver: 'serial' } } },
      lanes: second({}),
    },
    ['"lanes.second.readers.card.driver": is needed when "attendance.opensWith" is "cardAndFace"'],
  ],
  ['a directory for a file', { update: { publicKeyFile: '.' } }, ['"update.publicKeyFile"', 'does not exist']],
])('with %s the message names key, file and the way out', (_, content, parts) => {
  const file = fileWith(content);
  const { code, message } = faultOf(file);
  expect(code).toBe('config.invalid');
  for (const part of [file, 'README', ...parts]) expect(message).toContain(part);
});

it.each(['zhejiang', 'sichuan'] as const)(
  'each key that %s needs is missed by name, and all of them together suffice',
  (protocol) => {
    const keys = { zhejiang, sichuan }[protocol];
    const content = (settings: object) => ({ device: { sn: '1' }, platform: { protocol, [protocol]: settings } });
    expect(loadConfigFile(fileWith(content(keys))).config.platform.protocol).toBe(protocol);
    for (const key of Object.keys(keys)) {
      const { message } = faultOf(fileWith(content({ ...keys, [key]: '' })));
      expect(message).toContain(`"platform.${protocol}.${key}": is needed when "platform.protocol" is "${protocol}"`);
    }
  },
);

it('a file that is missing or a directory is named', () => {
  const dir = folder();
  expect(faultOf(join(dir, 'no.json')).message).toContain(`${join(dir, 'no.json')}: the file does not exist`);
  expect(faultOf(dir).message).toContain('the file cannot be read');
});

it('no message and no cause shows a secret that the file holds', () => {
  const secret = 'kJ8mQ2';
  const files = [
    `{"platform":{"sichuan":{"secret":"${secret}"} x`,
    `{"platform":{"sichuan":{"secret":"${secret}", y`,
    { platform: { sichuan: { secret: [secret] } } },
    { platform: { zhejiang: { accessKey: secret, http: secret, tcp: secret }, protocol: secret } },
    { admin: { pinHash: secret } },
  ].map(fileWith);
  const shown = files.map(faultOf).map((fault) => `${fault.message} ${String(fault.cause)} ${fault.stack ?? ''}`);
  expect(shown.filter((text) => text.includes(secret))).toEqual([]);
});

it('files are taken relative to the configuration file, absolute ones as they are', () => {
  const file = fileWith({ cameras: { replay: 'clip.y4m' }, update: { publicKeyFile: './update.pub' } });
  const beside = join(file, '..');
  for (const name of ['clip.y4m', 'update.pub']) writeFileSync(join(beside, name), '');
  const { config } = loadConfigFile(file);
  expect([config.cameras.replay, config.update.publicKeyFile]).toEqual([join(beside, 'clip.y4m'), join(beside, 'update.pub')]);
  const other = fileWith({ cameras: { replay: join(beside, 'clip.y4m') } });
  expect(loadConfigFile(other).config.cameras.replay).toBe(join(beside, 'clip.y4m'));
});

it('keys that JavaScript treats specially are unknown keys like any other', () => {
  expect(faultOf(fileWith('{"constructor": {}}')).message).toContain('"constructor": unknown key');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(faultOf(fileWith('{"__proto__": {"polluted": 1}}')).message).toContain('"__proto__": unknown key');
});

it('two relays of one board on one port are two lanes, and what a lane that is off claims is nobody’s concern', () => {
  const both = { turnstile: modbus, lanes: second({ turnstile: { ...modbus, coil: 1 } }) };
  expect(loadConfigFile(fileWith(both)).config.lanes.second.turnstile.coil).toBe(1);
  const off = { turnstile: modbus, lanes: { second: { turnstile: modbus } } };
  expect(loadConfigFile(fileWith(off)).config.lanes.second.enabled).toBe(false);
});

it('the second lane sees its own direction, camera, turnstile and reader where the first one’s stand', () => {
  const { config } = loadConfigFile(
    fileWith({
      device: { sn: '8' },
      lanes: second({ direction: 'out', turnstile: { ...modbus, coil: 1 }, readers: { card: { driver: 'serial' } } }),
    }),
  );
  const lane = configOfLane(config, 2);
  expect([lane.device.sn, lane.device.direction, lane.cameras.visible, lane.turnstile.coil]).toEqual(['8', 'out', 'Right', 1]);
  expect([lane.readers.card.first.driver, lane.readers.card.second.driver]).toEqual(['serial', 'none']);
});
