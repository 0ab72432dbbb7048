import { useEffect, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { JpegPicture } from '../../ui/JpegPicture.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { useSession } from '../session.ts';

interface LazyPictureProps {
  /** `person`: as enrolled; `punch`: at the gate. */
  readonly of: { readonly kind: 'person'; readonly id: string } | { readonly kind: 'punch'; readonly id: number } | null;
  readonly label: string;
  /** Words where there is none; default: a sign alone. */
  readonly none?: string;
  readonly isLarge?: boolean;
}

/** A picture that is fetched when it is shown; the place for it is there before. */
export function LazyPicture({ of, label, none, isLarge = false }: LazyPictureProps) {
  const { bridge } = useParts();
  const { session } = useSession();
  const [jpeg, setJpeg] = useState<Uint8Array | null>(null);
  const kind = of?.kind;
  const id = of?.id;
  useEffect(() => {
    if (kind === undefined || id === undefined) return;
    const ending = new AbortController();
    const asked =
      kind === 'person'
        ? bridge.call('admin.personPicture', { session, id: String(id) })
        : bridge.call('admin.punchPicture', { session, id: Number(id) });
    asked.then(
      (answer) => {
        if (!ending.signal.aborted) setJpeg(answer.jpeg);
      },
      // The page itself says what is wrong; here only the picture is missing.
      () => undefined,
    );
    return () => {
      ending.abort();
      setJpeg(null);
    };
  }, [bridge, session, kind, id]);
  return (
    <span className="portrait" data-large={isLarge}>
      {jpeg ? (
        <JpegPicture jpeg={jpeg} label={label} className="portrait__jpeg" />
      ) : (
        <span className="portrait__none">
          <Icon name="person" />
          {none !== undefined && of === null && <span>{none}</span>}
        </span>
      )}
    </span>
  );
}
