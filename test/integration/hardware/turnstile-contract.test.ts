import { Config } from '../../../src/config/schema.ts';
import { startSimulatedBoard } from '../../../src/hardware/simulated-board.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { hasModbusSlave, startModbusSlave } from '../../fakes/modbus-slave.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';
import { turnstileContract } from './turnstile.contract.ts';

const settings = (port: string, pulseMs = 150) => Config.parse({ turnstile: { driver: 'modbus-rtu', port, pulseMs } }).turnstile;

turnstileContract(
  'the fake board behind a pseudo-terminal',
  async () => {
    const board = new RelayBoard();
    const pty = await openPty((far) => board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes)));
    const writes = () =>
      board.requests.filter((r) => r.functionCode === 5).map((r) => ({ isOn: r.value === 0xff00, at: r.atMs }));
    return { turnstile: settings(pty.port), writes, close: pty.close };
  },
  hasSocat,
);

turnstileContract(
  'the independent slave (pymodbus)',
  async () => {
    const slave = await startModbusSlave();
    const writes = () => slave.requests.filter((r) => r.fc === 5).map((r) => ({ isOn: r.value === 0xff00, at: r.t * 1_000 }));
    return { turnstile: settings(slave.port), writes, close: slave.close };
  },
  hasModbusSlave,
);

turnstileContract(
  'the simulated board of the demo',
  async () => {
    const board = await startSimulatedBoard({ log: silentLog });
    return { turnstile: settings(board.port), writes: () => null, close: board.stop };
  },
  hasSocat,
);

// A real board: RELAY_PORT=/dev/ttyUSB0, and RELAY_BAUD, RELAY_UNIT, RELAY_COIL where they differ from 9600, 1, 0.
const { RELAY_PORT: realPort = '', RELAY_BAUD = '9600', RELAY_UNIT = '1', RELAY_COIL = '0' } = process.env;
turnstileContract(
  'the board at RELAY_PORT',
  () =>
    Promise.resolve({
      turnstile: { ...settings(realPort), baudRate: Number(RELAY_BAUD), unit: Number(RELAY_UNIT), coil: Number(RELAY_COIL) },
      writes: () => null,
      close: () => Promise.resolve(),
    }),
  realPort !== '',
);
