import { acquireInstanceLock } from '../../../src/store/instance-lock.ts';

/** Takes the lock of a directory, says so, and holds it until it is killed or told to let go by closing its input. */
const [dir = ''] = process.argv.slice(2);
const lock = acquireInstanceLock(dir);
process.stdout.write('held\n');
process.stdin.resume();
process.stdin.once('end', () => lock.release());
