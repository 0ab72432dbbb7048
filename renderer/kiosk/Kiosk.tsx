import { gateModes } from '../../src/shared/gate-mode.ts';
import type { GateView } from '../../src/shared/gate-view.ts';
import { useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';
import { ChallengeGuide } from './ChallengeGuide.tsx';
import { ChallengePlate } from './ChallengePlate.tsx';
import { GateBand } from './GateBand.tsx';
import { Guide } from './Guide.tsx';
import { IdlePlate } from './IdlePlate.tsx';
import { ModeBand } from './ModeBand.tsx';
import { LivePicture } from './LivePicture.tsx';
import { Passage } from './Passage.tsx';
import { RefusedPlate } from './RefusedPlate.tsx';
import { ServicePage } from './ServicePage.tsx';
import { StartingPage } from './StartingPage.tsx';
import { StateMarks } from './StateMarks.tsx';
import { HintPlate } from './HintPlate.tsx';
import { WantedPlate } from './WantedPlate.tsx';

/** The screen at the gate: one thing at a time. `onSetUp`: the terminal is new, and says so. */
export function Kiosk({ onSetUp }: { readonly onSetUp: (() => void) | null }) {
  const t = useText();
  const { view, status, settings } = useTerminal();
  const isPassage = view.state === 'admitted' || view.state === 'alreadyIn';
  const isRecordedOnly = isPassage && view.gate === 'notAnswering';
  const isGateSilent = !isPassage && status?.areas['gate']?.state === 'notAnswering';
  const mode = gateModes.find((known) => known === status?.areas['gateMode']?.state) ?? 'normal';
  return (
    <main className="kiosk" aria-label={t('kiosk.label.kiosk')}>
      <div className="stage" role="status" data-state={view.state} {...('reason' in view ? { 'data-reason': view.reason } : {})}>
        <LivePicture isDimmed={view.state === 'idle'}>
          {view.state === 'approaching' && <Guide hint={view.hint} />}
          {view.state === 'challenge' && <ChallengeGuide key={view.untilMs} action={view.action} untilMs={view.untilMs} />}
        </LivePicture>
        <Plate view={view} siteName={settings?.siteName ?? ''} onSetUp={onSetUp} />
        {isPassage && <Passage view={view} settings={settings} />}
        {view.state === 'starting' && <StartingPage />}
        {view.state === 'needsService' && <ServicePage code={view.code} />}
      </div>
      {mode !== 'normal' && <ModeBand mode={mode} />}
      {isRecordedOnly && <GateBand of="kiosk.recordedOnly" />}
      {isGateSilent && <GateBand of="kiosk.gateSilent" />}
      {status && <StateMarks status={status} isGateShown={!isRecordedOnly && !isGateSilent} />}
    </main>
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
  if (view.state === 'challenge') return <ChallengePlate action={view.action} />;
  if (view.state === 'refused') return <RefusedPlate view={view} />;
  return (
    <IdlePlate
      siteName={siteName}
      wants={view.state === 'idle' ? (view.wants ?? []) : []}
      onSetUp={view.state === 'idle' ? onSetUp : null}
    />
  );
}
