import { useCallback } from 'react';
import type { PictureHalf } from '../vision/camera-plan.ts';

interface StreamPictureProps {
  readonly stream: MediaStream;
  readonly half: PictureHalf;
  readonly label: string;
  /** As in a mirror, so that people move the right way. */
  readonly isMirrored: boolean;
}

/** The live picture of a camera, or the half of it that is meant, filling its place. */
export function StreamPicture({ stream, half, label, isMirrored }: StreamPictureProps) {
  const attach = useCallback(
    (video: HTMLVideoElement) => {
      video.srcObject = stream;
      // Refused when the element is gone again already.
      video.play().catch(() => undefined);
      return () => {
        video.srcObject = null;
      };
    },
    [stream],
  );
  return (
    <div className="stream" data-half={half} data-mirrored={isMirrored}>
      <video ref={attach} className="stream__video" muted playsInline aria-label={label} />
    </div>
  );
}
