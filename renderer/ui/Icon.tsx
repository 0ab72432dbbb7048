/** Shapes on a 24×24 field, drawn with strokes. */
const shapes = {
  check: 'M4.5 12.5l5 5L19.5 7',
  cross: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 3.5L2.5 20h19zM12 10v4.5M12 17.4v.1',
  info: 'M12 2.8a9.2 9.2 0 100 18.4 9.2 9.2 0 000-18.4zM12 11v6M12 7.4v.1',
  stop: 'M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2zM7.5 12h9',
  question: 'M9 9.2a3 3 0 115 2.2c-1.2 1-2 1.6-2 3.1M12 18.2v.1M12 2.8a9.2 9.2 0 100 18.4 9.2 9.2 0 000-18.4z',
  person: 'M12 3.5a4 4 0 100 8 4 4 0 000-8zM4 20.5c.6-4 3.6-6.3 8-6.3s7.4 2.3 8 6.3',
  look: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 10v.6M15 10v.6M9.2 14.6c1.6 1.4 4 1.4 5.6 0',
  closer: 'M12 3v6M9 6.5L12 9.5l3-3M12 21v-6M9 17.5l3-3 3 3M3 12h6M6.5 9l3 3-3 3M21 12h-6M17.5 9l-3 3 3 3',
  still: 'M8 4v16M16 4v16',
  dark: 'M20 14.500A8.5 8.5 0 019.5 4 8.5 8.5 0 1020 14.500z',
  bright:
    'M12 7.500a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM12 1.800v2M12 20.200v2M1.8 12h2M20.2 12h2M4.8 4.800l1.4 1.400M17.8 17.800l1.4 1.400M19.2 4.800l-1.4 1.400M6.2 17.800l-1.4 1.4',
  service: 'M20.5 7.2a5.2 5.2 0 01-7 5.3L6.5 19.5a2.1 2.1 0 01-3-3l7-7A5.2 5.2 0 0117 3.5l-3.2 3.2.6 2.900 2.900.6z',
  gate: 'M5 21V4M5 8h15M5 13h15M8 8l-3 5M14 8l-3 5M20 8l-3 5M2.5 21h5',
  camera: 'M3 7h4l1.8-2.500h6.400L17 7h4v12H3zM12 9.500a3.5 3.5 0 100 7 3.5 3.5 0 000-7z',
  network: 'M2.5 9a14 14 0 0119 0M6 13a9 9 0 0112 0M9.3 16.700a4.2 4.2 0 015.4 0M12 20v.1',
  cloud: 'M7 18.500a4.5 4.5 0 01-.6-9A6 6 0 0118 10.700a4 4 0 01-.8 7.800z',
  disk: 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0',
  clock: 'M12 2.800a9.2 9.2 0 100 18.4 9.2 9.2 0 000-18.400zM12 7v5.300l3.5 2.2',
  demo: 'M9 3h6M10 3v6l-5.5 10.500h15L14 9V3M7.5 15h9',
  replay: 'M4 12a8 8 0 102.6-5.900L4 8.500M4 3.800v4.700h4.700M10.5 9v6l5-3z',
  shield: 'M12 2.800l8 3v5.700c0 4.8-3.3 8.2-8 9.7-4.7-1.5-8-4.9-8-9.700V5.800zM3 3l18 18',
  voice: 'M4 9.500v5h3.500l5 4v-13l-5 4zM16.5 9.500l4.5 5M21 9.500l-4.5 5',
  screen: 'M3 4.500h18v12H3zM8.5 20.500h7M12 16.500v4',
  chip: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  list: 'M8 6h13M8 12h13M8 18h13M3.5 6v.1M3.5 12v.1M3.5 18v.1',
  erase: 'M9 5h12v14H9l-6.5-7zM12.5 9.500l5 5M17.5 9.500l-5 5',
} as const;

export type IconName = keyof typeof shapes;

/** A drawn sign; the word beside it says the same, so it is hidden from readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
