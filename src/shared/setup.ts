import { z } from 'zod';
import { NotApplied, SettingProblem } from './settings.ts';
export { SystemOutcome } from './system-outcome.ts';

/** What the first start walks through, in this order; language and PIN come before. */
export const setupSteps = ['network', 'time', 'cameras', 'gate', 'platform', 'passage'] as const;
export type SetupStep = (typeof setupSteps)[number];

export const SetupState = z.object({
  /** `never`: nobody began; `begun`: somebody left it in the middle; `done`: it was walked through to its end. */
  progress: z.enum(['never', 'begun', 'done']),
  /** Steps that were done. */
  done: z.array(z.enum(setupSteps)),
  /** Steps that were left for later. */
  later: z.array(z.enum(setupSteps)),
});
export type SetupState = z.infer<typeof SetupState>;

/** `here`: it can be used; `missing`: this system has none; `refused`: it may not be used by this program. */
export const ToolState = z.enum(['here', 'missing', 'refused']);
export type ToolState = z.infer<typeof ToolState>;

export const NetworkDevice = z.object({
  /** `eth0`, `wlan0` … */
  name: z.string(),
  kind: z.enum(['ethernet', 'wifi', 'mobile']),
  state: z.enum(['connected', 'connecting', 'disconnected', 'unavailable']),
  /** Name of the connection profile in use, or null. */
  connection: z.string().nullable(),
  /** With prefix length: `192.168.1.20/24`. */
  addresses: z.array(z.string()),
  gateway: z.string().nullable(),
  dns: z.array(z.string()),
});
export type NetworkDevice = z.infer<typeof NetworkDevice>;

export const NetworkView = z.object({ manager: ToolState, devices: z.array(NetworkDevice) });
export type NetworkView = z.infer<typeof NetworkView>;

export const WifiNetwork = z.object({
  ssid: z.string(),
  /** 0 to 100. */
  signal: z.number(),
  isSecured: z.boolean(),
  isInUse: z.boolean(),
});
export type WifiNetwork = z.infer<typeof WifiNetwork>;

export const NetworkChange = z.discriminatedUnion('kind', [
  /** By DHCP. */
  z.object({ kind: z.literal('automatic'), device: z.string() }),
  z.object({
    kind: z.literal('fixed'),
    device: z.string(),
    /** `192.168.1.20/24` */
    address: z.string(),
    gateway: z.string(),
    dns: z.array(z.string()),
  }),
  z.object({ kind: z.literal('wifi'), ssid: z.string(), password: z.string() }),
  /** A modem's access point name. */
  z.object({ kind: z.literal('mobile'), apn: z.string() }),
]);
export type NetworkChange = z.infer<typeof NetworkChange>;

export const TimeView = z.object({
  tool: ToolState,
  nowMs: z.number(),
  zone: z.string().nullable(),
  isAutomatic: z.boolean().nullable(),
  isSynchronised: z.boolean().nullable(),
});
export type TimeView = z.infer<typeof TimeView>;

export const TimeChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('automatic'), isOn: z.boolean() }),
  z.object({ kind: z.literal('zone'), zone: z.string() }),
  z.object({ kind: z.literal('clock'), atMs: z.number() }),
  /** Name or address of the site's own time server. */
  z.object({ kind: z.literal('server'), server: z.string() }),
]);
export type TimeChange = z.infer<typeof TimeChange>;

export const GateTrial = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), problems: z.array(SettingProblem) }),
  NotApplied,
  z.object({
    kind: z.literal('tried'),
    outcome: z.enum(['opened', 'notAnswering', 'unknown', 'noDriver']),
    tookMs: z.number(),
    detail: z.string().nullable(),
  }),
]);
export type GateTrial = z.infer<typeof GateTrial>;
