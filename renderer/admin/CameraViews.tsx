import { Fragment, type ReactNode } from 'react';
import { laneNumbers, type LaneNumber } from '../../src/shared/lanes.ts';
import { stateText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { StreamPicture } from '../ui/StreamPicture.tsx';
import { usePictures, useTerminal } from '../ui/terminal-context.ts';
import { cameraKey } from '../vision/camera-pictures.ts';
import type { CameraRole } from '../vision/camera-plan.ts';

/** The cameras as they see it, for the technician. */
export function CameraViews() {
  const t = useText();
  const { settings } = useTerminal();
  return (
    <section aria-label={t('cameras.title')}>
      <h2>{t('cameras.title')}</h2>
      {settings?.second === undefined ? (
        <CameraPair />
      ) : (
        laneNumbers.map((lane) => (
          <Fragment key={lane}>
            <h3 className="lane-title">{t(`lane.${lane}`)}</h3>
            <CameraPair lane={lane} />
          </Fragment>
        ))
      )}
    </section>
  );
}

interface CameraPairProps {
  readonly lane?: LaneNumber;
  /** What is drawn on top of each. */
  readonly over?: Readonly<Partial<Record<CameraRole, ReactNode>>>;
}

/** Both pictures of a lane side by side, live. */
export function CameraPair({ lane = 1, over = {} }: CameraPairProps) {
  return (
    <div className="cameras">
      <CameraView lane={lane} role="visible" over={over.visible} />
      <CameraView lane={lane} role="infrared" over={over.infrared} />
    </div>
  );
}

interface CameraViewProps {
  readonly lane: LaneNumber;
  readonly role: CameraRole;
  readonly over: ReactNode;
}

function CameraView({ lane, role, over }: CameraViewProps) {
  const t = useText();
  const language = useLanguage();
  const picture = usePictures()[cameraKey(role, lane)];
  const state = picture?.report.state ?? 'notConfigured';
  const area = role === 'visible' ? 'cameraVisible' : 'cameraInfrared';
  const title = t(`cameras.${role}`);
  return (
    <figure className="camera" data-role={role} data-state={state}>
      <div className="camera__picture">
        {picture?.stream ? (
          <StreamPicture stream={picture.stream} half={picture.half} label={title} isMirrored={false} />
        ) : (
          <p className="camera__none">
            <Icon name="camera" />
            {t('cameras.noPicture')}
          </p>
        )}
        {picture?.stream && over}
      </div>
      <figcaption>
        <p className="camera__title">
          {title} · {stateText(language, area, state).what}
        </p>
        {picture?.report.detail && <p className="camera__detail">{picture.report.detail}</p>}
      </figcaption>
    </figure>
  );
}
