import type { ReactNode } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';
import { StreamPicture } from '../ui/StreamPicture.tsx';
import { usePictures } from '../ui/terminal-context.ts';

/** The visible camera's picture as in a mirror, with `children` over it. */
export function LivePicture({ isDimmed, children }: { readonly isDimmed: boolean; readonly children?: ReactNode }) {
  const t = useText();
  const { visible } = usePictures();
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
