import type { ObservableTurnstile, TurnstileDiagnostics } from '../hardware/diagnostics.ts';
import type { InputReport } from '../hardware/inputs/input-report.ts';
import type { ReaderReport } from '../hardware/readers/reader-report.ts';
import { faultCodes } from '../shared/fault.ts';
import { deviceNames, type DeviceLine, type DeviceName } from '../shared/device-view.ts';

export interface DeviceParts {
  readonly turnstile: Pick<ObservableTurnstile, 'state' | 'diagnostics'>;
  readonly readers: () => Readonly<Record<string, ReaderReport>>;
  readonly inputs: () => readonly InputReport[];
}

/** Every device that is configured, as it is at this moment. */
export function deviceLines({ turnstile, readers, inputs }: DeviceParts): readonly DeviceLine[] {
  const found = readers();
  const readerLines = deviceNames.flatMap((name) => {
    const report = found[name];
    return report === undefined ? [] : [readerLine(name, report)];
  });
  return [turnstileLine(turnstile), ...readerLines, ...inputs().map(inputLine)];
}

function turnstileLine(turnstile: DeviceParts['turnstile']): DeviceLine {
  const { state, detail } = turnstile.state();
  const seen = turnstile.diagnostics();
  const errors = seen === null ? [] : errorsOf(lineErrors(seen));
  return {
    name: 'turnstile',
    state,
    place: seen?.port ?? '',
    lastContactMs: seen?.lastAnswerMs ?? null,
    counts:
      seen === null
        ? []
        : [
            { what: 'opened', count: seen.openings.opened },
            { what: 'connections', count: seen.connections },
            { what: 'errors', count: sumOf(errors) },
          ],
    errors,
    lastHex: [seen?.lastRequestHex, seen?.lastReplyHex].filter((hex) => typeof hex === 'string'),
    lastFault: faultCodes.find((code) => detail?.includes(code)) ?? null,
  };
}

const lineErrors = ({ timeouts, malformed, exceptions, openings }: TurnstileDiagnostics): Readonly<Record<string, number>> => ({
  timeouts,
  malformed,
  exceptions,
  notAnswering: openings.notAnswering,
  unknown: openings.unknown,
});

function readerLine(name: DeviceName, report: ReaderReport): DeviceLine {
  const errors = errorsOf(report.refused);
  return {
    name,
    state: report.state,
    place: report.port,
    lastContactMs: report.lastContactMs,
    counts: [
      { what: 'reads', count: report.reads },
      { what: 'connections', count: report.connections },
      { what: 'errors', count: sumOf(errors) },
    ],
    errors,
    lastHex: report.lastHex === null ? [] : [report.lastHex],
    lastFault: report.lastFault,
  };
}

function inputLine({ name, place, isActive, changes, losses, lastContactMs, lastFault }: InputReport): DeviceLine {
  return {
    name,
    state: isActive === null ? 'notAnswering' : isActive ? 'active' : 'inactive',
    place,
    lastContactMs,
    counts: [
      { what: 'changes', count: changes },
      { what: 'errors', count: losses },
    ],
    errors: [],
    lastHex: [],
    lastFault,
  };
}

function errorsOf(counts: Readonly<Record<string, number>>): DeviceLine['errors'] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => ({ code, count }));
}

const sumOf = (errors: DeviceLine['errors']): number => errors.reduce((sum, { count }) => sum + count, 0);
