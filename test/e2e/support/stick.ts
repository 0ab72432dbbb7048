import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './terminal-process.ts';

/** Whether a folder can be mounted here as if it were a stick. */
export const canPlugIn = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/media']).status === 0;

/** What starts a terminal with the folder of `STICK_FOLDER` plugged in as KINGSTON; undefined: as without a stick. */
export const withStick = canPlugIn ? join(root, 'test/e2e/support/with-stick.mjs') : undefined;
