/**
 * Everything that the simulated world is made of. Skin, lamp and hair were set by eye (nir-sample.jpg, contact sheets) while the slopes of
 * depth of the develop half were being looked at, before the held-out half was scored; whoever changes a number says so and scores
 * again. Pairs are spans [least, most]; lengths mm unless the name says otherwise.
 */
export type Span = readonly [number, number];

/** The terminal: a camera that shows a face of 140 mm 128 px wide at 1.5 m in 1920×1080, and a second one 40 mm to its right. */
export const rig = {
  width: 1920,
  height: 1080,
  focalPx: 1371,
  baselineMm: 40,
  /** How badly the infrared camera is mounted; the judge is not told. */
  rotationDeg: [-1, 1],
  offsetMm: [-1.5, 1.5],
  /** Its lens is not the same either: shares of the focal length, and of the picture's width. */
  focalShare: [-0.015, 0.015],
  centreShare: [-0.01, 0.01],
} as const;

/** Where people stand, m. */
export const distancesM = [0.5, 1.0, 1.5] as const;

/** A track: so many pictures, as a slow terminal looks at them; it ends with the verdict. */
export const track = { frames: 13, everyMs: 160 } as const;

/** What is shown to everybody at each distance, and what each person is shown once, at a distance drawn by lot. */
export const shown = {
  everywhere: ['live', 'flatPrint', 'bentPrint', 'screen'],
  once: ['plainLive', 'plainFlat', 'mask'],
} as const;

/** Half of the people, by a hash of their name, is for looking at; scores come from the other half. */
export const halves = { salt: 'liveness-1' } as const;

/** The head. It knows nothing of the mesh: five points of the picture place it, its depth comes from here. */
export const head = {
  /** True breadth of the face between the ears, and how far a person's differs. */
  faceWidthMm: 140,
  widthShare: [0.93, 1.07],
  /** Depth of the whole head, from person to person. */
  depthShare: [0.7, 1.3],
  /** Each feature by itself. */
  featureShare: [0.75, 1.25],
  /** Half axes of the skull: to the side, up, to the front. */
  skullMm: [80, 112, 95],
  /** Smooth random deformation: this many waves, each so high, so long. */
  waves: { count: 6, heightMm: [0.4, 1.6], lengthMm: [60, 160] },
} as const;

/** What stands behind a head or a copy: a wall. */
export const background = { behindMm: [500, 2000] } as const;

/** Movement of one track. Amplitudes of slow waves of so many ms. */
export const sway = {
  live: { shiftMm: [3, 14], yawDeg: [1, 5], pitchDeg: [0.8, 3], rollDeg: [0.3, 2], periodMs: [700, 2200] },
  /** A sheet or a phone in a hand, a rigid thing. */
  copy: { shiftMm: [2, 16], yawDeg: [1, 5], pitchDeg: [0.8, 4], rollDeg: [0.3, 3], periodMs: [400, 1800] },
} as const;

/** Pose at the start: how a head is held beyond its picture, how a copy is held. */
export const pose = { live: { tiltDeg: [-3, 3] }, copy: { tiltDeg: [-15, 15] } } as const;

/** Sheets of paper and screens. */
export const copy = {
  /** How a clip's copy is held: a third of it either way. */
  tiltDeg: [-15, 15],
  /** Size of the copied face against the living one. */
  sizeShare: [0.85, 1.1],
  /** Half the side of the sheet, in widths of its face. */
  halfWidths: [0.85, 1.25],
  marginMm: 5,
  /** Radius of a bent sheet, toward the camera or away, round any axis in the sheet. */
  bendRadiusMm: [80, 400],
  /** A printer's contrast and blur against the scene. */
  contrast: [0.75, 1.05],
} as const;

/** A paper mask round a head: a standing cylinder, eye holes through which the wearer looks. */
export const mask = { radiusMm: [70, 110], eyeHoleMm: [14, 9], behindMm: 12 } as const;

/** Grey of the infrared picture, 0 to 255 before the sensor; shares of the way from the visible luma. */
export const infrared = {
  /** Mean luma of a well exposed face. */
  exposure: [105, 175],
  /** How much of the skin's contrast is left; how far lips and brows come up to the skin. */
  skinContrast: [0.55, 0.95],
  lipsFade: [0.1, 0.5],
  browsFade: [0.05, 0.45],
  /** Cloth and hair: any factor. */
  clothGain: [0.5, 1.8],
  /** Lamp: falls off with the cosine of the slant to this power (skin scatters, so less than 1 for most); light from elsewhere. By eye, after nir-sample.jpg. */
  lampPower: [0.4, 1.1],
  ambient: [0.05, 0.2],
  /** Share of people in whom the lamp is seen in the eyes; its size and height. */
  glintShare: 0.85,
  glintMm: [0.6, 1.1],
  glintLuma: [60, 150],
  /** Prints: share with toner; contrast that toner and dye keep of the visible picture's. */
  tonerShare: 0.6,
  tonerContrast: [0.1, 0.5],
  dyeContrast: [0, 0.08],
  paper: [0.8, 0.95],
  /** A display that is off as far as infrared light goes; the hand and the wall round it. */
  display: [0.02, 0.09],
  surround: [0.1, 0.35],
} as const;

/** Sensors: standard deviations of luma, independent per pixel and smooth over some pixels, both new in every frame. */
export const sensor = {
  visible: { whiteLuma: 2, smoothLuma: 1.2 },
  infrared: { whiteLuma: 4, smoothLuma: 1.5 },
  /** Radius of the smooth part, px. */
  smoothPx: 6,
  /** Share of people whose pictures pass through JPEG of this quality. */
  jpegShare: 0.25,
  jpegQuality: 88,
} as const;

/** Added to both meshes on top of what rendering and finding do: standard deviation in px of the whole picture, in x and in y. */
export const landmarkNoise = { px: 1, correlationMm: 20 } as const;

/** Views that a terminal would not judge (`lookHere`) are left out before anything is rendered. */
export const usable = { yawDeg: 30, pitchDeg: 30, leastFacePx: 60, padding: 0.5 } as const;
