import type { SystemContent } from '../config/settings-file.ts';
import { systemParts, type SystemPart } from '../shared/settings.ts';
import type { SystemOutcome } from '../shared/setup.ts';
import type { NetworkManager } from './system/network-manager.ts';
import type { TimeControl } from './system/time-control.ts';

export interface SystemTools {
  readonly network: Pick<NetworkManager, 'view' | 'change'>;
  readonly time: Pick<TimeControl, 'change'>;
}

/** Sets up what a file says of network and clock, one part after the other, whatever becomes of the one before. */
export async function setUpSystem(
  system: SystemContent,
  tools: SystemTools,
): Promise<readonly { readonly part: SystemPart; readonly outcome: SystemOutcome }[]> {
  const done: { part: SystemPart; outcome: SystemOutcome }[] = [];
  for (const part of systemParts) {
    const outcome = await setUp(part, system, tools);
    if (outcome !== null) done.push({ part, outcome });
  }
  return done;
}

/** Null: the file says nothing of it. */
async function setUp(part: SystemPart, system: SystemContent, { network, time }: SystemTools): Promise<SystemOutcome | null> {
  if (part === 'timeZone') {
    return system.timeZone === undefined ? null : time.change({ kind: 'zone', zone: system.timeZone });
  }
  if (part === 'timeServer') {
    return system.timeServer === undefined ? null : time.change({ kind: 'server', server: system.timeServer });
  }
  const wanted = system.network;
  if (wanted === undefined) return null;
  if (wanted.kind === 'wifi' || wanted.kind === 'mobile') return network.change(wanted);
  const { manager, devices } = await network.view();
  if (manager !== 'here') return { kind: manager, detail: null };
  const cable = devices.find(({ kind }) => kind === 'ethernet');
  return cable === undefined ? { kind: 'notFound', detail: 'ethernet' } : network.change({ ...wanted, device: cable.name });
}
