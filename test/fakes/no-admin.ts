import { Config } from '../../src/config/schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { AdminAccess } from '../../src/terminal/admin-access.ts';
import { SettingsKeeper } from '../../src/terminal/settings-keeper.ts';

const access = new AdminAccess({
  pin: { hash: () => null, save: async () => undefined },
  clock: systemClock,
  note: () => undefined,
});
const settings = new SettingsKeeper({
  file: null,
  config: () => Config.parse({}),
  apply: () => Promise.resolve(),
  log: silentLog,
});

/** What a terminal needs that nobody administers on its screen. */
export const noAdmin = { access, settings };
