import type { PlacedFace } from '../../../src/shared/live-view.ts';

interface FaceFrameProps {
  readonly face: PlacedFace;
  readonly label: string;
  /** Good enough to be compared; otherwise the line is broken. */
  readonly isGood: boolean;
}

/** Where a face lies, over a picture that fills its place as `object-fit: contain` does. */
export function FaceFrame({ face: { picture, box }, label, isGood }: FaceFrameProps) {
  const { x, y, width, height } = box;
  const radius = 0.06 * width;
  return (
    <svg
      className="face-frame"
      viewBox={`0 0 ${String(picture.width)} ${String(picture.height)}`}
      role="img"
      aria-label={label}
      data-good={isGood}
    >
      <rect className="face-frame__ground" x={x} y={y} width={width} height={height} rx={radius} />
      <rect className="face-frame__line" x={x} y={y} width={width} height={height} rx={radius} />
    </svg>
  );
}
