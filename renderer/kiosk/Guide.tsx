import type { Hint } from '../../src/shared/hint.ts';

/** Half axes of the oval, in hundredths of the picture's shorter side. */
const sizes = { wide: [37, 48], tight: [31, 41] } as const;

/** Where the face belongs: a wide broken line that closes and tightens once all is right. */
export function Guide({ hint }: { readonly hint: Hint | null }) {
  const [rx, ry] = hint === null || hint === 'holdStill' ? sizes.tight : sizes.wide;
  return (
    <svg className="guide" viewBox="-50 -50 100 100" data-right={hint === null} aria-hidden="true">
      <ellipse className="guide__shadow" rx={rx} ry={ry} />
      <ellipse className="guide__line" rx={rx} ry={ry} />
    </svg>
  );
}
