import { useState } from 'react';
import { setupSteps, type SetupState, type SetupStep } from '../../../src/shared/setup.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { ImportSettings } from '../copy/ImportSettings.tsx';
import { useSettingsFiles } from '../copy/use-settings-files.ts';
import { useSession } from '../session.ts';
import { doneByFile } from './done-by-file.ts';
import { FileOffer } from './FileOffer.tsx';
import { CamerasStep } from './CamerasStep.tsx';
import { GateStep } from './GateStep.tsx';
import { NetworkStep } from './NetworkStep.tsx';
import { PassageStep } from './PassageStep.tsx';
import { PlatformStep } from './PlatformStep.tsx';
import { SetupDone } from './SetupDone.tsx';
import { TimeStep } from './TimeStep.tsx';
import type { StepProps } from './step-props.ts';

const pages: Readonly<Record<SetupStep, (props: StepProps) => React.ReactNode>> = {
  network: NetworkStep,
  time: TimeStep,
  cameras: CamerasStep,
  gate: GateStep,
  platform: PlatformStep,
  passage: PassageStep,
};

/** Where somebody who left in the middle goes on: at the first step that he neither did nor put off. */
const resumeAt = ({ done, later }: SetupState): SetupStep | 'done' =>
  setupSteps.find((step) => !done.includes(step) && !later.includes(step)) ?? 'done';

/** One page after the other, from the network to somebody who passes. */
export function FirstStart({ state, onClose }: { readonly state: SetupState; readonly onClose: () => void }) {
  const { bridge } = useParts();
  const { session } = useSession();
  const [walked, setWalked] = useState(state);
  const [step, setStep] = useState<SetupStep | 'done'>(() => (state.progress === 'done' ? 'network' : resumeAt(state)));
  const hasFile = (useSettingsFiles() ?? []).length > 0;
  const [isImporting, setImporting] = useState(false);
  /** What a file has set is done; its page can still be opened and its test be made. */
  const applied = (keys: readonly string[]): void => {
    for (const covered of doneByFile(keys)) {
      bridge.call('setup.note', { session, step: covered, isDone: true }).then(setWalked, () => undefined);
    }
  };
  /** Whoever leaves by himself is not asked again at the next visit; the System page has the way back. */
  const leave = (): void => {
    bridge.call('setup.finish', { session }).then(onClose, onClose);
  };
  if (isImporting) {
    return (
      <div className="setup">
        <div className="setup__task" tabIndex={0}>
          <ImportSettings onBack={() => setImporting(false)} onApplied={applied} onDone={leave} />
        </div>
      </div>
    );
  }
  if (step === 'done') return <SetupDone state={walked} onOpen={setStep} onClose={onClose} />;
  const index = setupSteps.indexOf(step);
  const Page = pages[step];
  const before = setupSteps[index - 1];
  const next = (isDone: boolean): void => {
    setStep(setupSteps[index + 1] ?? 'done');
    // Only where to go on is kept: without it the walk begins at an earlier page.
    bridge.call('setup.note', { session, step, isDone }).then(setWalked, () => undefined);
  };
  return (
    <Page
      key={step}
      wasDone={walked.done.includes(step)}
      onLeave={leave}
      onNext={next}
      onBack={before === undefined ? null : () => setStep(before)}
      offer={hasFile && <FileOffer onOpen={() => setImporting(true)} />}
    />
  );
}
