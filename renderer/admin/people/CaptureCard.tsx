import { useEffect, useState } from 'react';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { CaptureView } from '../../../src/shared/people-view.ts';
import { text, type Language } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { StreamPicture } from '../../ui/StreamPicture.tsx';
import { useParts, usePictures } from '../../ui/terminal-context.ts';
import { cameraKey } from '../../vision/camera-pictures.ts';
import { codeOf } from '../code-of.ts';
import { LaneChoice, useChosenLane } from '../LaneChoice.tsx';
import { Pill } from '../lists/Pill.tsx';
import { useSession } from '../session.ts';
import { fixText } from './fix-text.ts';

/** How often main is asked what it sees, ms. */
const LOOK_MS = 250;

interface CaptureCardProps {
  onTaken(photograph: Uint8Array): void;
}

/** The camera of a lane, live, with one word on what is still wrong; it can be taken once nothing is. */
export function CaptureCard({ onTaken }: CaptureCardProps) {
  const [lane, setLane] = useChosenLane();
  return (
    <>
      <LaneChoice lane={lane} onChange={setLane} />
      <LaneCapture key={lane} lane={lane} onTaken={onTaken} />
    </>
  );
}

function LaneCapture({ lane, onTaken }: CaptureCardProps & { readonly lane: LaneNumber }) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const visible = usePictures()[cameraKey('visible', lane)];
  const [view, setView] = useState<CaptureView>({ kind: 'noFace' });
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        const answer = await bridge.call('admin.capture', { session, take: false, lane });
        if (!ending.signal.aborted) setView(answer.view);
      } catch (error) {
        if (codeOf(error) === 'admin.unauthorised') onExpired();
      }
      if (!ending.signal.aborted) timer = setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [bridge, session, onExpired, lane]);
  const shoot = (): void => {
    bridge.call('admin.capture', { session, take: true, lane }).then(
      (answer) => {
        setView(answer.view);
        if (answer.photograph !== null) onTaken(answer.photograph);
      },
      (error: unknown) => {
        if (codeOf(error) === 'admin.unauthorised') onExpired();
      },
    );
  };
  const isGood = view.kind === 'good';
  return (
    <div className="capture">
      <div className="capture__picture">
        {visible?.stream && <StreamPicture stream={visible.stream} half={visible.half} label={t('enrol.live')} isMirrored />}
      </div>
      <div className="capture__foot">
        <p role="status">
          <Pill kind={isGood ? 'good' : 'care'} icon={isGood ? 'check' : 'look'}>
            {viewText(language, view)}
          </Pill>
        </p>
        <Button kind="act" icon="camera" isDisabled={!isGood} onPress={shoot}>
          {t('enrol.shoot')}
        </Button>
      </div>
    </div>
  );
}

function viewText(language: Language, view: CaptureView): string {
  if (view.kind === 'poor') return fixText(language, view.code);
  return text(language, view.kind === 'good' ? 'enrol.good' : 'enrol.noFace');
}
