import { useState } from 'react';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import type { CalibrationView } from '../../src/shared/vision/liveness/calibration-view.ts';
import { Askable } from '../ui/Askable.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { listTime } from '../ui/times.ts';
import { BaselineWords } from './BaselineWords.tsx';
import { goesOn } from './calibration-going-on.ts';
import type { CalibrationState } from './use-calibration.ts';
import { useLaneTitle } from './use-lane-title.ts';

interface CalibrationCardProps {
  /** Why there is nothing to calibrate; null: there is. The page measures infrared pictures only where they decide. */
  readonly hindrance: 'needsInfrared' | 'notUsed' | null;
  readonly calibration: CalibrationState;
  /** Where there are two. */
  readonly lane: LaneNumber | undefined;
}

/** How the cameras were calibrated, and the way to do it (again). */
export function CalibrationCard({ hindrance, calibration, lane }: CalibrationCardProps) {
  const t = useText();
  const language = useLanguage();
  const title = useLaneTitle('calibration.title', lane);
  const { view, code, act } = calibration;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {code !== null && <p role="alert">{t('admin.failed', { reason: faultText(language, code).what })}</p>}
      {hindrance === null ? view && <Kept view={view} act={act} /> : <p>{t(`calibration.${hindrance}`)}</p>}
    </section>
  );
}

function Kept({ view, act }: { readonly view: CalibrationView; readonly act: CalibrationState['act'] }) {
  const t = useText();
  const { kept, configuredMm } = view;
  const [isAsking, setAsking] = useState(false);
  if (isAsking) {
    return (
      <div className="ask" role="alertdialog" aria-label={t('calibration.reset')}>
        <p>{t('calibration.reset.ask')}</p>
        <div className="buttons">
          <button
            type="button"
            className="button button--act"
            onClick={() => {
              setAsking(false);
              act('reset');
            }}
          >
            {t('calibration.reset')}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {t('admin.cancel')}
          </button>
        </div>
      </div>
    );
  }
  return (
    <>
      <div className="calibrated">
        {goesOn(view) && <p role="status">{t('calibration.goesOn')}</p>}
        {kept === null ? (
          <p>{t('calibration.never', { configured: configuredMm })}</p>
        ) : (
          <>
            <p>
              {t('calibration.kept', {
                time: listTime(kept.calibration.learnedAtMs),
                px: kept.errorPx.toFixed(1),
                mm: Math.round(kept.baselineMm),
              })}
            </p>
            {kept.isForTheseCameras ? (
              <p className="calibrated__soft">{t(kept.isInUse ? 'calibration.inUse' : 'calibration.nextStart')}</p>
            ) : (
              <p className="finding" data-finding="differs">
                <Icon name="warning" />
                {t('calibration.otherCameras')}
              </p>
            )}
            {kept.isForTheseCameras && kept.finding !== 'agrees' && <BaselineWords learned={kept} />}
          </>
        )}
        <p className="calibrated__soft">{t('calibration.why')}</p>
      </div>
      <Askable call="admin.calibrate">
        {' '}
        <div className="buttons">
          <button type="button" className="button button--act" onClick={() => act('start')}>
            <Icon name="look" />
            {t(kept === null ? 'calibration.start' : 'calibration.again')}
          </button>
          {kept !== null && (
            <button type="button" className="button" onClick={() => setAsking(true)}>
              {t('calibration.reset')}
            </button>
          )}
        </div>
      </Askable>{' '}
    </>
  );
}
