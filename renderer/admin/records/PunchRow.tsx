import type { PunchLine } from '../../../src/shared/punch-view.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { listTime } from '../../ui/times.ts';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { Pill } from '../lists/Pill.tsx';
import { useOfLane } from '../use-of-lane.ts';

type Upload = PunchLine['upload'];
export const uploadLook: Readonly<Record<Upload, { readonly kind: 'good' | 'care' | 'plain'; readonly icon: IconName }>> = {
  sent: { kind: 'good', icon: 'check' },
  waiting: { kind: 'plain', icon: 'clock' },
  setAside: { kind: 'care', icon: 'warning' },
  none: { kind: 'plain', icon: 'minus' },
};

/** One punch of the list: picture, who, when, how far the platform has it. */
export function PunchRow({ punch, onOpen }: { readonly punch: PunchLine; readonly onOpen: (id: number) => void }) {
  const t = useText();
  const ofLane = useOfLane();
  const isSilent = punch.opening !== null && punch.opening !== 'opened';
  return (
    <button type="button" className="line" onClick={() => onOpen(punch.id)}>
      <LazyPicture of={punch.hasPicture ? { kind: 'punch', id: punch.id } : null} label={t('punches.picture.gate')} />
      <span className="line__words">
        <span className="line__title">{punch.name ?? t('punches.removed', { id: punch.workerId })}</span>
        <span className="line__detail number">
          {ofLane(punch.lane, `${t(punch.direction === 'in' ? 'kiosk.in' : 'kiosk.out')} ${listTime(punch.atMs)}`)}
          {punch.isClockDoubtful && ' ?'}
        </span>
      </span>
      <span className="line__aside">
        <Pill {...uploadLook[punch.upload]}>{t(`punches.upload.${punch.upload}`)}</Pill>
        {isSilent && punch.opening !== null && (
          <Pill kind="care" icon="gate">
            {t(`punches.opening.${punch.opening}`)}
          </Pill>
        )}
      </span>
      <Icon name="next" />
    </button>
  );
}
