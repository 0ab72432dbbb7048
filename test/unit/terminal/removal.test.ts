import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { removeWorker } from '../../../src/terminal/removal.ts';
import { openedStore, temporaryFolder } from '../store/fixture.ts';

it('lets somebody go at once while the networks are starting: his card would open meanwhile', async () => {
  const store = openedStore(temporaryFolder());
  store.people.put({ id: 'w', name: 'w', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
  const starting = Promise.withResolvers<{ engine: { remove: (id: string) => Promise<void> } }>();
  const removed: string[] = [];
  const parts = { store, recognition: () => starting.promise, changes: new OneAtATime(), log: silentLog };
  const going = removeWorker('w', { ...parts, onRemoved: (id) => void removed.push(`store ${id}`) });
  await Promise.resolve();
  expect([store.people.get('w'), removed]).toEqual([null, ['store w']]);
  starting.resolve({ engine: { remove: (id) => Promise.resolve(void removed.push(`gallery ${id}`)) } });
  await going;
  expect(removed).toEqual(['store w', 'gallery w']);
});
