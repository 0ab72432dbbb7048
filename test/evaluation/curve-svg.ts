/** A drawing with a logarithmic horizontal axis. */
export interface Curve {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Ends of the vertical axis. */
  readonly least: number;
  readonly most: number;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

const size = { width: 560, height: 360, left: 62, right: 12, top: 34, bottom: 46 } as const;
const colours = ['#0b5fa5', '#c2410c', '#15803d', '#7e22ce'];

/** As SVG; nothing but numbers and the texts of `curve`, which are ours, gets into it. */
export function asCurve({ title, x, y, least, most, lines }: Curve): string {
  const smallest = Math.min(...lines.flatMap(({ points }) => points.map(([rate]) => rate)).filter((rate) => rate > 0), 0.1);
  const from = Math.floor(Math.log10(smallest));
  const wide = size.width - size.left - size.right;
  const high = size.height - size.top - size.bottom;
  const placeX = (rate: number): number => size.left + (wide * (Math.log10(Math.max(rate, 10 ** from)) - from)) / -from;
  const placeY = (share: number): number => {
    const bounded = Math.min(most, Math.max(least, share));
    return size.top + high * (1 - (bounded - least) / (most - least));
  };
  const decades = Array.from({ length: 1 - from }, (_, index) => from + index);
  const steps = Array.from({ length: 6 }, (_, index) => least + (index * (most - least)) / 5);
  const grid = [
    ...decades.map((decade) => {
      const at = placeX(10 ** decade).toFixed(1);
      return `<path d="M${at} ${size.top}V${size.top + high}" stroke="#e3e7eb"/><text x="${at}" y="${size.top + high + 16}" text-anchor="middle">1e${decade}</text>`;
    }),
    ...steps.map((step) => {
      const at = placeY(step).toFixed(1);
      return `<path d="M${size.left} ${at}H${size.left + wide}" stroke="#e3e7eb"/><text x="${size.left - 6}" y="${at}" dy="4" text-anchor="end">${(100 * step).toFixed(0)} %</text>`;
    }),
  ];
  const drawn = lines.map(({ name, points }, index) => {
    const colour = colours[index % colours.length] ?? 'black';
    const path = points.map(
      ([rate, share], at) => `${at === 0 ? 'M' : 'L'}${placeX(rate).toFixed(1)} ${placeY(share).toFixed(1)}`,
    );
    const legend = `<text x="${size.left + wide - 4}" y="${size.top + 16 + 16 * index}" text-anchor="end" fill="${colour}">${name}</text>`;
    return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="1.8"/>${legend}`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${title}">` +
    `<text x="${size.left}" y="18" font-size="14" font-weight="600">${title}</text>${grid.join('')}${drawn.join('')}` +
    `<text x="${size.left + wide / 2}" y="${size.height - 8}" text-anchor="middle">${x}</text>` +
    `<text x="14" y="${size.top + high / 2}" text-anchor="middle" transform="rotate(-90 14 ${size.top + high / 2})">${y}</text></svg>`
  );
}
