import { Icon } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';

/** Until the terminal is ready. Nothing moves: what is still missing stands in the marks. */
export function StartingPage() {
  return (
    <section className="page">
      <Icon name="gate" />
      <h1 className="page__title">
        <Words of="kiosk.starting" />
      </h1>
    </section>
  );
}
