/**
 * First frames of webcam sequences in which the face is at least 128 px wide and inside the guide, marked by looking at
 * the pictures. Session and frame count as the folders do: session 1 is the first, frame 0 the first picture.
 */
export const markedFrames = [
  { subject: '0001', session: 2, frame: 0 },
  { subject: '0005', session: 2, frame: 0 },
  { subject: '0006', session: 2, frame: 0 },
] as const;
