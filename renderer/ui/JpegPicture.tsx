import { useCallback } from 'react';

interface JpegPictureProps {
  readonly jpeg: Uint8Array;
  readonly label: string;
  readonly className: string;
}

/**
 * Shows JPEG bytes. Drawn by hand: what an `img` has decoded stays in Chromium's cache long after it was taken away, and no picture of a
 * passage is ever shown again.
 */
export function JpegPicture({ jpeg, label, className }: JpegPictureProps) {
  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      let isShown = true;
      const draw = (picture: ImageBitmap): void => {
        if (isShown) {
          canvas.width = picture.width;
          canvas.height = picture.height;
          canvas.getContext('2d')?.drawImage(picture, 0, 0);
        }
        picture.close();
      };
      createImageBitmap(new Blob([jpeg.slice()], { type: 'image/jpeg' })).then(draw, () => undefined);
      return () => {
        isShown = false;
        canvas.width = 0;
      };
    },
    [jpeg],
  );
  // Without a size until the picture is there.
  return <canvas ref={attach} width={0} height={0} className={className} role="img" aria-label={label} />;
}
