/** A face that is nobody's, as JPEG: `seed` makes it the same each time. `scene`: with a picture round it, as at the gate. */
export async function drawnFace(seed: number, scene: boolean): Promise<Uint8Array> {
  const [width, height] = scene ? [480, 360] : [360, 360];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return new Uint8Array();
  context.fillStyle = scene ? '#6f7f86' : `hsl(${String((seed * 47) % 360)} 25% 82%)`;
  context.fillRect(0, 0, width, height);
  const fill = (colour: string, draw: () => void): void => {
    context.fillStyle = colour;
    context.beginPath();
    draw();
    context.fill();
  };
  const middle = width / 2;
  fill(`hsl(${String((seed * 83) % 360)} 45% 42%)`, () => context.ellipse(middle, height + 40, 130, 130, 0, 0, 7));
  fill('#e2b48f', () => context.ellipse(middle, height / 2, 72, 92, 0, 0, 7));
  fill(`hsl(30 30% ${String(10 + (seed % 5) * 6)}%)`, () => context.ellipse(middle, height / 2 - 52, 78, 52, 0, Math.PI, 0));
  if (seed % 3 === 0) fill('#f5c518', () => context.ellipse(middle, height / 2 - 54, 96, 62, 0, Math.PI, 0));
  for (const side of [-1, 1]) fill('#221a14', () => context.ellipse(middle + side * 28, height / 2 - 8, 7, 5, 0, 0, 7));
  fill('#a4574a', () => context.ellipse(middle, height / 2 + 44, 20, 6, 0, 0, 7));
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return new Uint8Array(await blob.arrayBuffer());
}
