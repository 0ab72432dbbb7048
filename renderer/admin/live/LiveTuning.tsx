import type { GateView } from '../../../src/shared/gate-view.ts';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { LiveView } from '../../../src/shared/live-view.ts';
import { faultText, type TextKey } from '../../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useTerminal } from '../../ui/terminal-context.ts';
import { CameraPair } from '../CameraViews.tsx';
import { LaneChoice, useChosenLane } from '../LaneChoice.tsx';
import { FaceFrame } from './FaceFrame.tsx';
import { LivenessCard } from './LivenessCard.tsx';
import { MatchCard } from './MatchCard.tsx';
import { QualityCard } from './QualityCard.tsx';
import { useLiveView } from './use-live-view.ts';
import './live.css';

const gateWords: Readonly<Partial<Record<GateView['state'], TextKey>>> = {
  admitted: 'live.gate.admitted',
  alreadyIn: 'live.gate.alreadyIn',
  refused: 'live.gate.refused',
  challenge: 'live.gate.challenge',
  approaching: 'live.gate.approaching',
};

/** Both cameras of a lane with the face in them, and everything that is measured of it, now. */
export function LiveTuning() {
  const [lane, setLane] = useChosenLane();
  return (
    <>
      <LaneChoice lane={lane} onChange={setLane} />
      <LaneTuning key={lane} lane={lane} />
    </>
  );
}

function LaneTuning({ lane }: { readonly lane: LaneNumber }) {
  const t = useText();
  const language = useLanguage();
  const { view, code } = useLiveView(lane);
  const face = view?.face ?? null;
  const isGood = face?.hint === null;
  const frame = (placed: NonNullable<LiveView['face']>['infrared']) =>
    placed && <FaceFrame face={placed} label={t('live.box')} isGood={isGood} />;
  return (
    <>
      <div className="tuning__cameras">
        <CameraPair lane={lane} over={{ visible: face && frame(face.visible), infrared: face && frame(face.infrared) }} />
      </div>
      <GateLine lane={lane} />
      {code !== null && <p role="alert">{t('live.failed', { reason: faultText(language, code).what })}</p>}
      {view !== null && face === null && <p>{t(view.takenAtMs === null ? 'live.noFrames' : 'live.waiting')}</p>}
      {face && (
        <div className="tuning">
          <MatchCard match={face.match} />
          <QualityCard hint={face.hint} measures={face.measures} />
          <LivenessCard liveness={face.liveness} />
        </div>
      )}
    </>
  );
}

/** The gate goes on meanwhile: said, and shown. */
function GateLine({ lane }: { readonly lane: LaneNumber }) {
  const t = useText();
  const { view, view2 } = useTerminal();
  const shown = lane === 1 ? view : view2;
  const now = shown && gateWords[shown.state];
  return (
    <p className="tuning__gate">
      {t('live.gate')} {now !== undefined && <strong>{t(now)}</strong>}
    </p>
  );
}
