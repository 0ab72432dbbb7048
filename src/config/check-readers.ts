import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';

type Readers = Config['readers'];

const needed = (key: string, why: string): ConfigProblem => ({ key, what: `is needed when ${why}`, code: 'needed' });

/** Keys of readers that are right by themselves but not together. */
export function readerProblems({ readers, turnstile }: Pick<Config, 'readers' | 'turnstile'>): ConfigProblem[] {
  const { card, identityCard, qr } = readers;
  const problems = [
    ...cardProblems('first', card.first),
    ...cardProblems('second', card.second),
    ...portProblems(readers, turnstile),
  ];
  if (identityCard.enabled && identityCard.port.trim() === '')
    problems.push(needed('readers.identityCard.port', '"readers.identityCard.enabled" is true'));
  if (qr.enabled && qr.publicKeyFile === null && qr.healthPrefix === null)
    problems.push(needed('readers.qr.publicKeyFile', '"readers.qr.enabled" is true'));
  if (qr.enabled && qr.publicKeyFile !== null && qr.place.trim() === '')
    problems.push(needed('readers.qr.place', '"readers.qr.publicKeyFile" is set'));
  problems.push(...markProblems(qr));
  return problems;
}

/** Marks that stand in one another tell no colour. */
function markProblems({ healthGreen, healthYellow, healthRed, healthPrefix }: Readers['qr']): ConfigProblem[] {
  const marks = [
    { key: 'readers.qr.healthGreen', mark: healthGreen },
    { key: 'readers.qr.healthYellow', mark: healthYellow },
    { key: 'readers.qr.healthRed', mark: healthRed },
  ];
  return marks.flatMap(({ key, mark }) => {
    if (mark === null) return [];
    if (healthPrefix?.includes(mark) === true)
      return [{ key, what: 'stands in "readers.qr.healthPrefix", so that every health code has it' }];
    const other = marks.find((one) => one.key !== key && one.mark?.includes(mark) === true);
    return other === undefined ? [] : [{ key, what: `stands in "${other.key}" as well: name a text that only this colour has` }];
  });
}

function cardProblems(slot: 'first' | 'second', reader: Readers['card']['first']): ConfigProblem[] {
  const key = `readers.card.${slot}`;
  if (reader.driver === 'serial' && reader.port.trim() === '') return [needed(`${key}.port`, `"${key}.driver" is "serial"`)];
  if (reader.driver === 'wiegand' && reader.d0 === reader.d1)
    return [{ key: `${key}.d1`, what: 'is the line of D0; D0 and D1 are two lines' }];
  return [];
}

/** Two devices on one serial port hear each other's bytes, and the port can be opened once. */
function portProblems({ card, identityCard }: Readers, turnstile: Config['turnstile']): ConfigProblem[] {
  const usesPort = turnstile.driver === 'modbus-rtu' || turnstile.driver === 'command-frames';
  const users = [
    { key: 'turnstile.port', port: turnstile.port, isUsed: usesPort },
    { key: 'readers.card.first.port', port: card.first.port, isUsed: card.first.driver === 'serial' },
    { key: 'readers.card.second.port', port: card.second.port, isUsed: card.second.driver === 'serial' },
    { key: 'readers.identityCard.port', port: identityCard.port, isUsed: identityCard.enabled },
  ].filter(({ isUsed, port }) => isUsed && port.trim() !== '');
  return users.flatMap(({ key, port }, index) => {
    const other = users.slice(0, index).find((before) => before.port === port);
    return other === undefined ? [] : [{ key, what: `is the port of "${other.key}" already` }];
  });
}
