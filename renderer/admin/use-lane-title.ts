import type { LaneNumber } from '../../src/shared/lanes.ts';
import type { TextKey } from '../../src/shared/texts/texts.ts';
import { useText } from '../ui/language.tsx';

/** A title with its lane in front; as it is where there is one lane only. */
export function useLaneTitle(key: TextKey, lane: LaneNumber | undefined): string {
  const t = useText();
  return lane === undefined ? t(key) : t(`lane.of${lane}`, { what: t(key) });
}
