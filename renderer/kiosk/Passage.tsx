import type { GateView } from '../../src/shared/gate-view.ts';
import type { KioskSettings } from '../../src/shared/ipc/contract.ts';
import { Icon } from '../ui/Icon.tsx';
import { JpegPicture } from '../ui/JpegPicture.tsx';
import { useText } from '../ui/language.tsx';
import { Phrases } from '../ui/Phrases.tsx';
import { Words } from '../ui/Words.tsx';
import { clockTime, shortTime } from '../ui/times.ts';
import { maskName } from './mask-name.ts';
import { nameSize } from './name-size.ts';

export type PassageView = Extract<GateView, { state: 'admitted' | 'alreadyIn' }>;

interface PassageProps {
  readonly view: PassageView;
  readonly settings: Pick<KioskSettings, 'maskNames'> | null;
}

/** Somebody passes: picture, check, name, time. */
export function Passage({ view, settings }: PassageProps) {
  const t = useText();
  const name = settings?.maskNames === false ? view.name : maskName(view.name);
  return (
    <section className="passage" data-calm={view.state === 'alreadyIn'} data-gate={view.gate}>
      <div className="passage__picture">
        {view.picture ? (
          <JpegPicture className="passage__photo" jpeg={view.picture} label={t('kiosk.label.picture')} />
        ) : (
          <Icon name="person" />
        )}
        <span className="passage__check">
          <Icon name="check" />
        </span>
      </div>
      <div className="passage__text">
        <h1 className="passage__name" data-size={nameSize(name)}>
          <Phrases words={name} />
        </h1>
        {view.state === 'admitted' ? <Admitted view={view} /> : <AlreadyIn view={view} />}
      </div>
    </section>
  );
}

function Admitted({ view }: { readonly view: Extract<PassageView, { state: 'admitted' }> }) {
  return (
    <p className="passage__line">
      <span className="passage__direction">
        <Words of={`kiosk.${view.direction}`} />
      </span>
      <span className="passage__time number">{clockTime(view.atMs)}</span>
    </p>
  );
}

function AlreadyIn({ view }: { readonly view: Extract<PassageView, { state: 'alreadyIn' }> }) {
  const params = { time: shortTime(view.sinceMs) };
  return (
    <>
      <p className="passage__already number">
        <Words of={view.direction === 'in' ? 'kiosk.alreadyIn' : 'kiosk.alreadyOut'} params={params} />
      </p>
      {view.gate !== 'notAnswering' && (
        <p className="passage__pass">
          <Words of="kiosk.pass" />
        </p>
      )}
    </>
  );
}
