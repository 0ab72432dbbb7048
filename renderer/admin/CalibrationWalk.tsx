import type { LaneNumber } from '../../src/shared/lanes.ts';
import {
  LEAST_FAR_FACE_PX,
  type CalibrationAct,
  type CalibrationView,
} from '../../src/shared/vision/liveness/calibration-view.ts';
import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';
import { Phrases } from '../ui/Phrases.tsx';
import { BaselineWords } from './BaselineWords.tsx';
import { CameraPair } from './CameraViews.tsx';

interface WalkProps {
  readonly view: CalibrationView;
  readonly act: (act: CalibrationAct) => void;
  /** At which; default the first. */
  readonly lane?: LaneNumber;
}

/** Near, then far, then what came of it: large enough to be read from where one has to stand. */
export function CalibrationWalk({ view, act, lane = 1 }: WalkProps) {
  const t = useText();
  return (
    <section className="walk" aria-label={t('calibration.title')}>
      <div className="walk__words" role="status">
        <WalkWords view={view} />
      </div>
      <CameraPair lane={lane} />
      <ol className="walk__steps">
        <Step view={view} step="near" />
        <Step view={view} step="far" />
      </ol>
      <WalkButtons phase={view.phase} act={act} />
    </section>
  );
}

function WalkWords({ view }: { readonly view: CalibrationView }) {
  const t = useText();
  const { phase, obstacle, learned, problem, kept, farFacePx } = view;
  if (phase === 'failed') {
    return (
      <>
        <h2>{t('calibration.failed')}</h2>
        {problem && <p>{t(`calibration.problem.${problem}`)}</p>}
      </>
    );
  }
  if (phase === 'learned' && learned) {
    return (
      <>
        <h2>
          <Phrases words={t('calibration.learned', { px: learned.errorPx.toFixed(1), mm: Math.round(learned.baselineMm) })} />
        </h2>
        <BaselineWords learned={learned} />
        {farFacePx !== null && <FarFaceWords px={farFacePx} />}
      </>
    );
  }
  return (
    <>
      <h2>
        <Phrases words={t(phase === 'near' ? 'calibration.near' : 'calibration.far')} />
      </h2>
      <p className="walk__now" data-good={obstacle === null}>
        <Icon name={obstacle === null ? 'check' : 'info'} />
        {t(obstacle === null ? 'calibration.good' : `calibration.obstacle.${obstacle}`)}
      </p>
      {obstacle === 'noInfraredFace' && kept !== null && <p>{t('calibration.elsewhere')}</p>}
    </>
  );
}

/** Whether a face is wide enough where people stand that are furthest away. */
function FarFaceWords({ px }: { readonly px: number }) {
  const t = useText();
  const isWide = px >= LEAST_FAR_FACE_PX;
  return (
    <p className="finding" data-finding={isWide ? 'agrees' : 'differs'}>
      <Icon name={isWide ? 'check' : 'warning'} />
      {t(isWide ? 'calibration.farFace' : 'calibration.farFaceSmall', { px: Math.round(px), least: LEAST_FAR_FACE_PX })}
    </p>
  );
}

function Step({ view, step }: { readonly view: CalibrationView; readonly step: 'near' | 'far' }) {
  const t = useText();
  const { samples, phase } = view;
  const count = samples[step];
  const title = t(`calibration.step.${step}`);
  return (
    <li className="walk__step" aria-current={phase === step ? 'step' : undefined}>
      <span className="walk__distance">{title}</span>
      <progress max={samples.wanted} value={count} aria-label={title} />
      <span className="walk__count">{t('calibration.count', { count, wanted: samples.wanted })}</span>
    </li>
  );
}

function WalkButtons({ phase, act }: { readonly phase: CalibrationView['phase']; readonly act: WalkProps['act'] }) {
  const t = useText();
  const isOver = phase === 'learned' || phase === 'failed';
  return (
    <div className="buttons">
      {phase === 'learned' && (
        <button type="button" className="button button--act" onClick={() => act('save')}>
          <Icon name="check" />
          {t('calibration.save')}
        </button>
      )}
      {isOver && (
        <button type="button" className="button" onClick={() => act('start')}>
          {t('calibration.again')}
        </button>
      )}
      <button type="button" className="button" onClick={() => act('discard')}>
        <Icon name="cross" />
        {t(isOver ? 'calibration.discard' : 'calibration.stop')}
      </button>
    </div>
  );
}
