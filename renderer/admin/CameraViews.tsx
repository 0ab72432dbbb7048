import type { ReactNode } from 'react';
import { stateText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { StreamPicture } from '../ui/StreamPicture.tsx';
import { usePictures } from '../ui/terminal-context.ts';
import type { CameraRole } from '../vision/camera-plan.ts';

/** Both cameras as they see it, for the technician. */
export function CameraViews() {
  const t = useText();
  return (
    <section aria-label={t('cameras.title')}>
      <h2>{t('cameras.title')}</h2>
      <CameraPair />
    </section>
  );
}

/** Both pictures side by side, live; `over`: what is drawn on top of each. */
export function CameraPair({ over = {} }: { readonly over?: Readonly<Partial<Record<CameraRole, ReactNode>>> }) {
  return (
    <div className="cameras">
      <CameraView role="visible" over={over.visible} />
      <CameraView role="infrared" over={over.infrared} />
    </div>
  );
}

function CameraView({ role, over }: { readonly role: CameraRole; readonly over: ReactNode }) {
  const t = useText();
  const language = useLanguage();
  const picture = usePictures()[role];
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
