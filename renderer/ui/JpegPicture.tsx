import { useEffect, useRef } from 'react';

interface JpegPictureProps {
  readonly jpeg: Uint8Array;
  readonly label: string;
  readonly className: string;
}

/**
 * Shows JPEG bytes. Drawn by hand: what an `img` has decoded stays in Chromium's cache long after it was taken away, and no picture of a
 * passage is ever shown again. One picture stays until the next one is decoded.
 */
export function JpegPicture({ jpeg, label, className }: JpegPictureProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isWanted = true;
    const draw = (picture: ImageBitmap): void => {
      if (isWanted && ref.current) drawOn(ref.current, picture);
      picture.close();
    };
    // What is no picture stays empty.
    createImageBitmap(new Blob([jpeg.slice()], { type: 'image/jpeg' })).then(draw, () => undefined);
    return () => {
      isWanted = false;
    };
  }, [jpeg]);
  useEffect(() => {
    const canvas = ref.current;
    return () => {
      if (canvas) canvas.width = canvas.height = 0;
    };
  }, []);
  // Without a size until the picture is there.
  return <canvas ref={ref} width={0} height={0} className={className} role="img" aria-label={label} />;
}

function drawOn(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
