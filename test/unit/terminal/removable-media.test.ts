import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linuxMedia } from '../../../src/terminal/removable-media.ts';
import { temporaryFolder } from '../store/fixture.ts';

const mounts = [
  '/dev/sda1 / ext4 rw 0 0',
  '/dev/sdb1 /media/gate/KING\\040STON vfat rw 0 0',
  '/dev/sdc1 /run/media/gate/工地 vfat rw 0 0',
  '/dev/sdd1 /media/other/工地 vfat rw 0 0',
  '/dev/sde1 /mnt/media/x vfat rw 0 0',
].join('\n');

describe('USB sticks', () => {
  it('are what is mounted below /media and /run/media, told apart by name', () => {
    const file = join(temporaryFolder(), 'mounts');
    writeFileSync(file, mounts);
    expect(linuxMedia(file).sticks()).toEqual([
      { name: 'KING STON', path: '/media/gate/KING STON' },
      { name: '工地', path: '/run/media/gate/工地' },
      { name: '工地 (2)', path: '/media/other/工地' },
    ]);
  });

  it('are none where the system does not tell', () => {
    expect(linuxMedia('/nowhere').sticks()).toEqual([]);
  });
});
