/** A program to be killed: opens the turnstile at PORT for ten seconds, says so, and stays. Usage: open-and-hang.ts PORT [simulated]. */
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { startSimulatedBoard } from '../../../src/hardware/simulated-board.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { patience } from '../../fakes/patient-board.ts';
import { untilWorking } from './until-working.ts';

const [, , given = 'simulated'] = process.argv;
const port = given === 'simulated' ? (await startSimulatedBoard({ log: silentLog })).port : given;
const { turnstile: settings } = Config.parse({ turnstile: { driver: 'modbus-rtu', port, pulseMs: 10_000 } });
const turnstile = createTurnstile(settings, { log: silentLog, clock: systemClock, patience });
await untilWorking(turnstile);
process.stdout.write(`${JSON.stringify({ port, outcome: await turnstile.open() })}\n`);
