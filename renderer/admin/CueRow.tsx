import type { CueLine } from '../../src/shared/refusal-entry.ts';
import { cueText, cueWhyText } from '../../src/shared/texts/texts.ts';
import { useLanguage } from '../ui/language.tsx';
import { signed } from '../ui/signed.ts';

/** What one liveness cue saw, and how much it counts. */
export function CueRow({ cue }: { readonly cue: CueLine }) {
  const language = useLanguage();
  return (
    <li className="cue" data-side={cue.score < -1 ? 'copy' : cue.score > 1 ? 'living' : 'none'}>
      <span>{cueText(language, cue.cue)}</span>
      <span>{cueWhyText(language, cue)}</span>
      <span className="number">{signed(cue.score)}</span>
    </li>
  );
}
