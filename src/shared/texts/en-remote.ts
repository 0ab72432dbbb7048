import type { zhRemote } from './zh-remote.ts';

/** Words of the look from the local network. */
export const enRemote: Readonly<Record<keyof typeof zhRemote, string>> = {
  'remote.title': 'Look from the local network',
  'remote.about': 'These admin pages in a browser on the same network, with the PIN. It is switched on and off in the settings.',
  'remote.state.off': 'Off',
  'remote.state.noPin': 'On, but there is no PIN yet',
  'remote.state.on': 'On, for looking only',
  'remote.state.change': 'On, changes allowed',
  'remote.state.failed': 'It cannot be opened: the port is taken, or no certificate can be made',
  'remote.addresses': 'Type into the browser',
  'remote.noAddress': 'The terminal has no network address',
  'remote.fingerprint': 'Fingerprint of the certificate (SHA-256)',
  'remote.compare': 'The browser warns of the certificate: go on only when its fingerprint is the one shown here.',
  'remote.page.readOnly': 'Seen from the network: for looking only; changes are made at the terminal',
  'remote.page.mayChange': 'Seen from the network: some changes are possible',
  'remote.page.noPin': 'Set the PIN at the terminal first',
  'remote.page.lost': 'The terminal cannot be reached; trying again',
  'remote.page.closed': 'You are out',
  'remote.page.again': 'Enter again',
  'group.network': 'Network proxy',
  'group.remote': 'Look from the local network',
  'actor.remote': 'Network',
  'action.admin.loggedOut': 'Left the admin side',
  'action.remote.looked': 'Looked at',
  'action.remote.refused': 'Refused what is not allowed',
};
