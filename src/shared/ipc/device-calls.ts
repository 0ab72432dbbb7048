import { z } from 'zod';
import { DeviceLine } from '../device-view.ts';
import { call, Session } from './parts.ts';

/** The admin side's call about what is wired to the terminal. */
export const deviceCalls = {
  'admin.devices': call(Session, z.object({ devices: z.array(DeviceLine) })),
} as const;
