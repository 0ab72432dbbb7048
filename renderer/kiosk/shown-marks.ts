import { areaStates, severityOf, type Area, type Severity, type Status } from '../../src/shared/status.ts';

export interface Mark {
  readonly area: Area;
  readonly state: string;
  readonly severity: Exclude<Severity, 'quiet'>;
}

const areas = Object.keys(areaStates) as Area[];

/** States that are not silent: faults first, then notices, each in the order of the areas. */
export function shownMarks(status: Status): readonly Mark[] {
  const marks = areas.flatMap((area): Mark[] => {
    const report = status.areas[area];
    if (!report) return [];
    const severity = severityOf(area, report.state);
    return severity === 'quiet' ? [] : [{ area, state: report.state, severity }];
  });
  return [...marks.filter(({ severity }) => severity === 'fault'), ...marks.filter(({ severity }) => severity === 'notice')];
}
