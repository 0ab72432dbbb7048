import type { CallName } from '../shared/ipc/contract.ts';

/**
 * What may be asked from the network: what is only looked at. No camera, no live measures, nothing that moves the gate, writes a
 * file, searches a stick or touches the system. Whatever is not named here is refused.
 */
export const remoteReads: ReadonlySet<CallName> = new Set<CallName>([
  'kiosk.snapshot',
  'admin.audit',
  'admin.calibration',
  'admin.comparePeople',
  'admin.devices',
  'admin.learnt',
  'admin.logs',
  'admin.onSite',
  'admin.people',
  'admin.person',
  'admin.personPicture',
  'admin.punch',
  'admin.punchDays',
  'admin.punchPicture',
  'admin.punches',
  'admin.refusalPicture',
  'admin.refusals',
  'admin.settings',
  'admin.storage',
  'admin.update',
  'remote.view',
  'setup.platformCalls',
  'setup.state',
  'tuning.passages',
  'tuning.siteRate',
]);

/** What besides where `remote.mayChange` says so; the PIN guards what cannot be taken back. */
export const remoteChanges: ReadonlySet<CallName> = new Set<CallName>([
  'admin.confirm',
  'admin.forgetLearnt',
  'admin.removePerson',
  'admin.retryPunches',
  'admin.saveSettings',
]);

/** All that may be asked from the network. */
export const remoteCalls = (mayChange: boolean): ReadonlySet<CallName> =>
  mayChange ? new Set([...remoteReads, ...remoteChanges]) : remoteReads;
