import type { Status } from '../../src/shared/status.ts';
import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';
import type { Mark } from '../kiosk/shown-marks.ts';

/** One sentence on the whole terminal, and which terminal it is. */
export function Summary({ status, marks }: { readonly status: Status; readonly marks: readonly Mark[] }) {
  const t = useText();
  const faults = marks.filter(({ severity }) => severity === 'fault').length;
  const severity = faults > 0 ? 'fault' : marks.length > 0 ? 'notice' : 'quiet';
  const words = {
    fault: t('status.summary.faults', { count: faults }),
    notice: t('status.summary.notices', { count: marks.length }),
    quiet: t('status.summary.ok'),
  };
  const { sn, version, direction } = status;
  return (
    <header className="summary" data-severity={severity}>
      <Icon name={severity === 'fault' ? 'warning' : severity === 'notice' ? 'info' : 'check'} />
      <div>
        <p className="summary__words">{words[severity]}</p>
        <p className="summary__terminal">{t('admin.terminal', { sn, version, direction: t(`kiosk.${direction}`) })}</p>
      </div>
    </header>
  );
}
