import { useEffect, useRef } from 'react';
import { useText } from '../ui/language.tsx';
import { tapCorner, type CornerTaps } from './corner-taps.ts';

const LONG_PRESS_MS = 2_000;

/** The unseen way to the admin side: five taps within three seconds, or a long press. */
export function Corner({ onOpen }: { readonly onOpen: () => void }) {
  const t = useText();
  const taps = useRef<CornerTaps>([]);
  const press = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const release = (): void => clearTimeout(press.current);
  useEffect(() => release, []);

  const onDown = (): void => {
    release();
    press.current = setTimeout(onOpen, LONG_PRESS_MS);
    const after = tapCorner(taps.current, performance.now());
    taps.current = after.taps;
    if (after.isOpened) {
      release();
      onOpen();
    }
  };
  return (
    <button
      type="button"
      className="corner"
      tabIndex={-1}
      aria-label={t('kiosk.label.corner')}
      onPointerDown={onDown}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
    />
  );
}
