import { inputNames } from '../shared/input-name.ts';
import { canHold } from './check-inputs.ts';
import type { ConfigProblem } from './config-problem.ts';
import { configOfLane } from './lane-config.ts';
import type { Config } from './schema.ts';
import { secondLaneKey } from '../shared/lanes.ts';

/** A thing that one lane alone can use, and the key that names it. */
interface Claim {
  readonly key: string;
  readonly thing: string;
  /** Others that use it in the same way may use it as well. */
  readonly sharedAs?: 'modbus';
}

/** What the second lane claims although the first one has it, and what two lanes need besides. */
export function sharedProblems(config: Config): ConfigProblem[] {
  const second = configOfLane(config, 2);
  return [
    ...takenTwice(claimsOf(config), claimsOf(second)),
    ...baudProblems(config, second),
    ...cameraProblems(config),
    ...fireProblems(config, second),
  ];
}

const keyOfSecond = (key: string): string => secondLaneKey(key) ?? key;
const wayOut = 'name another one, or set "lanes.second.enabled" to false';

function takenTwice(first: readonly Claim[], second: readonly Claim[]): ConfigProblem[] {
  return second.flatMap(({ key, thing, sharedAs }) => {
    const other = first.find((claim) => claim.thing === thing && (sharedAs === undefined || claim.sharedAs !== sharedAs));
    return other === undefined ? [] : [{ key: keyOfSecond(key), what: `is what "${other.key}" names already: ${wayOut}` }];
  });
}

function claimsOf(config: Config): readonly Claim[] {
  return [...cameraClaims(config), ...lineClaims(config), ...portClaims(config)];
}

/** In a replay both lanes look at one file. */
function cameraClaims({ cameras: { visible, infrared, replay } }: Config): readonly Claim[] {
  const named = [
    { key: 'cameras.visible', name: visible },
    { key: 'cameras.infrared', name: infrared ?? '' },
  ];
  if (replay !== null) return [];
  return named
    .filter(({ name }) => name.trim() !== '')
    .map(({ key, name }) => ({ key, thing: `camera ${name.trim().toLowerCase()}` }));
}

/** Relays of one board, and boards of one line, may stand on one port: what each has alone is unit and coil. */
function portClaims({ turnstile, readers: { card, identityCard } }: Config): readonly Claim[] {
  const { driver, port, unit, coil } = turnstile;
  const claims: Claim[] = [];
  if (driver === 'command-frames') claims.push({ key: 'turnstile.port', thing: `port ${port}` });
  if (driver === 'modbus-rtu') {
    claims.push({ key: 'turnstile.port', thing: `port ${port}`, sharedAs: 'modbus' });
    claims.push({ key: 'turnstile.coil', thing: `relay ${port} ${String(unit)} ${String(coil)}` });
  }
  for (const slot of ['first', 'second'] as const)
    if (card[slot].driver === 'serial') claims.push({ key: `readers.card.${slot}.port`, thing: `port ${card[slot].port}` });
  if (identityCard.enabled) claims.push({ key: 'readers.identityCard.port', thing: `port ${identityCard.port}` });
  return claims;
}

function lineClaims({ turnstile, inputs, readers: { card } }: Config): readonly Claim[] {
  const { driver, gpio, wiegand, port, unit } = turnstile;
  const claims: Claim[] = [];
  const take = (key: string, chip: string, line: number): number => claims.push({ key, thing: `line ${chip} ${String(line)}` });
  if (driver === 'gpio') take('turnstile.gpio.line', gpio.chip, gpio.line);
  if (driver === 'wiegand') {
    take('turnstile.wiegand.d0', wiegand.chip, wiegand.d0);
    take('turnstile.wiegand.d1', wiegand.chip, wiegand.d1);
  }
  for (const name of inputNames) {
    const { source, line } = inputs[name];
    if (source === 'gpio') take(`inputs.${name}.line`, inputs.chip, line);
    if (source === 'modbus') take(`inputs.${name}.line`, `board ${port} ${String(unit)}`, line);
  }
  for (const slot of ['first', 'second'] as const) {
    const { driver: wiring, chip, d0, d1 } = card[slot];
    if (wiring !== 'wiegand') continue;
    take(`readers.card.${slot}.d0`, chip, d0);
    take(`readers.card.${slot}.d1`, chip, d1);
  }
  return claims;
}

/** One line has one speed. */
function baudProblems({ turnstile: first }: Config, { turnstile: second }: Config): ConfigProblem[] {
  const isShared = first.driver === 'modbus-rtu' && second.driver === 'modbus-rtu' && first.port === second.port;
  if (!isShared || first.baudRate === second.baudRate) return [];
  return [
    {
      key: keyOfSecond('turnstile.baudRate'),
      what: `must be that of "turnstile.baudRate", ${String(first.baudRate)}: both are on port ${first.port}`,
    },
  ];
}

function cameraProblems({ cameras: { replay, replayLayout }, lanes: { second } }: Config): ConfigProblem[] {
  if (replay !== null && !replayLayout.startsWith('two-lanes')) {
    const what = 'must be "two-lanes" or "two-lanes-infrared" for a replay while "lanes.second.enabled" is true';
    return [{ key: 'cameras.replayLayout', what }];
  }
  if (replay === null && second.cameras.visible.trim() === '')
    return [{ key: keyOfSecond('cameras.visible'), what: 'is needed when "lanes.second.enabled" is true', code: 'needed' }];
  return [];
}

/** A fire releases both lanes, whichever has the input. */
function fireProblems(first: Config, second: Config): ConfigProblem[] {
  const why = 'cannot be kept open, so the fire input of the other lane would not release it: use another driver, or none';
  const problems: ConfigProblem[] = [];
  const isReleasable = ({ turnstile }: Config): boolean => turnstile.driver === 'none' || canHold(turnstile);
  if (first.inputs.fire.source !== 'none' && !isReleasable(second))
    problems.push({ key: keyOfSecond('turnstile.driver'), what: why });
  if (second.inputs.fire.source !== 'none' && !isReleasable(first)) problems.push({ key: 'turnstile.driver', what: why });
  return problems;
}
