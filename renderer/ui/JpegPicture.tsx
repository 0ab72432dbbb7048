import { useCallback } from 'react';

interface JpegPictureProps {
  readonly jpeg: Uint8Array;
  readonly label: string;
  readonly className: string;
}

/** Shows JPEG bytes; their address is given back when they are no longer shown. */
export function JpegPicture({ jpeg, label, className }: JpegPictureProps) {
  const attach = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(new Blob([jpeg.slice()], { type: 'image/jpeg' }));
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [jpeg],
  );
  return <img ref={attach} className={className} alt={label} />;
}
