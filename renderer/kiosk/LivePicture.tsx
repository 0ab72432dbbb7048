import type { ReactNode } from 'react';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { cameraKey } from '../vision/camera-pictures.ts';
import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';
import { StreamPicture } from '../ui/StreamPicture.tsx';
import { usePictures } from '../ui/terminal-context.ts';

interface LivePictureProps {
  readonly lane: LaneNumber;
  readonly isDimmed: boolean;
  readonly children?: ReactNode;
}

/** The visible camera's picture as in a mirror, with `children` over it. */
export function LivePicture({ lane, isDimmed, children }: LivePictureProps) {
  const t = useText();
  const visible = usePictures()[cameraKey('visible', lane)];
  return (
    <div className="live" data-dimmed={isDimmed}>
      {visible?.stream ? (
        <StreamPicture stream={visible.stream} half={visible.half} label={t('kiosk.label.live')} isMirrored />
      ) : (
        <div className="live__none">
          <Icon name="camera" />
        </div>
      )}
      {isDimmed && <div className="live__dim" />}
      {children}
    </div>
  );
}
