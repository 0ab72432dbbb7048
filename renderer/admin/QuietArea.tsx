import type { Area, AreaReport } from '../../src/shared/status.ts';
import { areaText, stateText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage } from '../ui/language.tsx';

/** An area that is in order, in one line. */
export function QuietArea({ area, report }: { readonly area: Area; readonly report: AreaReport | undefined }) {
  const language = useLanguage();
  if (!report) return null;
  return (
    <li className="quiet" data-area={area} data-state={report.state}>
      <Icon name="check" />
      <span>{areaText(language, area)}</span>
      <span className="quiet__state">{stateText(language, area, report.state).what}</span>
      {report.detail && <span className="quiet__detail">{report.detail}</span>}
    </li>
  );
}
