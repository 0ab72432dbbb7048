/**
 * Starts the terminal where the folder that STICK_FOLDER names is mounted as a USB stick called KINGSTON, for itself alone: the mounts are
 * of a namespace that ends with it. Takes root, on Linux.
 */
import { join } from 'node:path';

const script = `mount -t tmpfs none /media && mkdir /media/KINGSTON && mount --bind "$STICK_FOLDER" /media/KINGSTON && exec "$0" "$@"`;
const start = join(import.meta.dirname, '../../../scripts/start.mjs');
const words = ['unshare', '--mount', 'sh', '-c', script, process.execPath, start, ...process.argv.slice(2)];
process.execve('/usr/bin/unshare', words, process.env);
