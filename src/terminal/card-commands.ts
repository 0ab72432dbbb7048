import { z } from 'zod';
import { Fault } from '../shared/fault.ts';
import { parseCardNumber } from '../store/card-number.ts';
import type { Store } from '../store/store.ts';

const CardRow = z.object({ id: z.string(), number: z.string() });

/** What the command line may ask about workers' cards. Numbers are as people type them. */
export const cardCommands = {
  'cards.add': {
    input: z.object({ id: z.string(), card: z.string() }),
    output: CardRow,
  },
  'cards.remove': { input: z.object({ card: z.string() }), output: CardRow },
  'cards.list': { input: z.object({}), output: z.object({ cards: z.array(CardRow) }) },
} as const;

/** Cards change nothing that a running terminal keeps in memory: it looks them up when they are held to a reader. */
export function createCardHandlers(store: Pick<Store, 'cards'>, audit: (action: string, subject: string) => void) {
  return {
    'cards.add': ({ id, card }: { readonly id: string; readonly card: string }) => {
      const parsed = parseCardNumber(card);
      store.cards.add(id, parsed);
      audit('card.added', id);
      return Promise.resolve({ id, number: parsed.number });
    },
    'cards.remove': ({ card }: { readonly card: string }) => {
      const parsed = parseCardNumber(card);
      const id = store.cards.remove(parsed);
      if (id === null) throw new Fault('card.invalid', 'no worker has a card of that number');
      audit('card.removed', id);
      return Promise.resolve({ id, number: parsed.number });
    },
    'cards.list': () => Promise.resolve({ cards: store.cards.list().map(({ workerId, number }) => ({ id: workerId, number })) }),
  };
}

/** A card that comes along with a worker: refused before his photograph is looked at. Throws `card.invalid`, `card.taken`. */
export function requireFreeCard(store: Pick<Store, 'cards'>, workerId: string, card: string): void {
  const owner = store.cards.find(parseCardNumber(card));
  const isFree = owner.kind === 'unknown' || (owner.kind === 'worker' && owner.workerId === workerId);
  if (!isFree) throw new Fault('card.taken', 'another worker has this card, or one that readers cannot tell from it');
}
