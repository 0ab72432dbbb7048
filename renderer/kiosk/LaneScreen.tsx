import { gateModes } from '../../src/shared/gate-mode.ts';
import type { GateView } from '../../src/shared/gate-view.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { useTerminal } from '../ui/terminal-context.ts';
import { ChallengeGuide } from './ChallengeGuide.tsx';
import { ChallengePlate } from './ChallengePlate.tsx';
import { GateBand } from './GateBand.tsx';
import { Guide } from './Guide.tsx';
import { HintPlate } from './HintPlate.tsx';
import { IdlePlate } from './IdlePlate.tsx';
import { isGateInBand } from './gate-in-band.ts';
import { LivePicture } from './LivePicture.tsx';
import { ModeBand } from './ModeBand.tsx';
import { Passage } from './Passage.tsx';
import { RefusedPlate } from './RefusedPlate.tsx';
import { ServicePage } from './ServicePage.tsx';
import { StartingPage } from './StartingPage.tsx';
import { WantedPlate } from './WantedPlate.tsx';

interface LaneScreenProps {
  readonly lane: LaneNumber;
  readonly view: GateView;
  /** Given: the terminal is new, and says so. */
  readonly onSetUp: (() => void) | null;
}

/** What one lane shows whoever stands there: one thing at a time. */
export function LaneScreen({ lane, view, onSetUp }: LaneScreenProps) {
  const { status, settings } = useTerminal();
  const isPassage = view.state === 'admitted' || view.state === 'alreadyIn';
  const isRecordedOnly = isPassage && view.gate === 'notAnswering';
  const isSilent = !isRecordedOnly && isGateInBand(view, status, lane);
  const modeArea = lane === 1 ? 'gateMode' : 'gateMode2';
  const mode = gateModes.find((known) => known === status?.areas[modeArea]?.state) ?? 'normal';
  return (
    <>
      <div className="stage" role="status" data-state={view.state} {...('reason' in view ? { 'data-reason': view.reason } : {})}>
        <LivePicture lane={lane} isDimmed={view.state === 'idle'}>
          {view.state === 'approaching' && <Guide hint={view.hint} />}
          {view.state === 'challenge' && <ChallengeGuide key={view.untilMs} step={view.step} untilMs={view.untilMs} />}
        </LivePicture>
        <Plate view={view} siteName={settings?.siteName ?? ''} onSetUp={onSetUp} />
        {isPassage && <Passage view={view} settings={settings} />}
        {view.state === 'starting' && <StartingPage />}
        {view.state === 'needsService' && <ServicePage code={view.code} />}
      </div>
      {mode !== 'normal' && <ModeBand mode={mode} />}
      {isRecordedOnly && <GateBand of="kiosk.recordedOnly" />}
      {isSilent && <GateBand of="kiosk.gateSilent" />}
    </>
  );
}

interface PlateProps {
  readonly view: GateView;
  readonly siteName: string;
  readonly onSetUp: (() => void) | null;
}

function Plate({ view, siteName, onSetUp }: PlateProps) {
  if (view.state === 'approaching') return <HintPlate hint={view.hint} />;
  if (view.state === 'wanted') return <WantedPlate kinds={view.kinds} />;
  if (view.state === 'challenge') return <ChallengePlate step={view.step} />;
  if (view.state === 'refused') return <RefusedPlate view={view} />;
  return (
    <IdlePlate
      siteName={siteName}
      wants={view.state === 'idle' ? (view.wants ?? []) : []}
      onSetUp={view.state === 'idle' ? onSetUp : null}
    />
  );
}
