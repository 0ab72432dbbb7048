import type { CameraReport, KioskSettings } from '../../src/shared/ipc/contract.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';

export type CameraRole = CameraReport['role'];
export type CameraSettings = KioskSettings['cameras'];

/** The part of a device's picture that is meant: one side-by-side file stands for two cameras, or for four. */
export type PictureHalf = 'whole' | 'left' | 'right' | 'first' | 'second' | 'third' | 'fourth';

/** Whose picture it is, and where it lies. */
export interface PlannedPicture {
  /** Absent: the first. */
  readonly lane?: 2;
  readonly role: CameraRole;
  readonly half: PictureHalf;
}

/** One device to open and what its picture shows. */
export interface CameraPlan {
  /** Label or id to look for; null: any device will do. */
  readonly wanted: string | null;
  readonly isReplay: boolean;
  readonly pictures: readonly PlannedPicture[];
}

/** What a replay shows, from left to right. */
const replayed: Readonly<Record<CameraSettings['replayLayout'], readonly PlannedPicture[]>> = {
  visible: [{ role: 'visible', half: 'whole' }],
  'visible-infrared': [
    { role: 'visible', half: 'left' },
    { role: 'infrared', half: 'right' },
  ],
  'two-lanes': [
    { role: 'visible', half: 'left' },
    { lane: 2, role: 'visible', half: 'right' },
  ],
  'two-lanes-infrared': [
    { role: 'visible', half: 'first' },
    { role: 'infrared', half: 'second' },
    { lane: 2, role: 'visible', half: 'third' },
    { lane: 2, role: 'infrared', half: 'fourth' },
  ],
};

/** The devices to open for the `settings`; a replay is one device, whatever it shows. */
export function planCameras(settings: CameraSettings): readonly CameraPlan[] {
  const { visible, infrared, isReplay, replayLayout } = settings;
  if (isReplay) {
    return [{ wanted: null, isReplay, pictures: replayed[replayLayout].filter(({ lane }) => lane === undefined) }];
  }
  const plan = (role: CameraRole, wanted: string): CameraPlan => ({ wanted, isReplay, pictures: [{ role, half: 'whole' }] });
  return [plan('visible', visible), ...(infrared === null ? [] : [plan('infrared', infrared)])];
}

/** The devices of all lanes; a replay shows both lanes side by side. */
export function planLanes(settings: Pick<KioskSettings, 'cameras' | 'second'>): readonly CameraPlan[] {
  const first = planCameras(settings.cameras);
  if (settings.second === undefined) return first;
  const { isReplay, replayLayout } = settings.cameras;
  if (isReplay) return [{ wanted: null, isReplay, pictures: replayed[replayLayout] }];
  const ofSecond = (picture: PlannedPicture): PlannedPicture => ({ ...picture, lane: 2 });
  const second = planCameras(settings.second.cameras);
  return [...first, ...second.map((plan) => ({ ...plan, pictures: plan.pictures.map(ofSecond) }))];
}

/** The pictures of a device that are analysed together: a visible one, and the infrared one that belongs to it. */
export interface LanePictures {
  readonly lane: LaneNumber;
  readonly visible: PictureHalf | null;
  readonly infrared: PictureHalf | null;
}

/** What each lane gets of a device's frames. */
export function laneShares({ pictures }: CameraPlan): readonly LanePictures[] {
  const lanes = [...new Set(pictures.map(({ lane }): LaneNumber => lane ?? 1))];
  const halfOf = (lane: LaneNumber, role: CameraRole): PictureHalf | null =>
    pictures.find((picture) => (picture.lane ?? 1) === lane && picture.role === role)?.half ?? null;
  return lanes.map((lane) => ({ lane, visible: halfOf(lane, 'visible'), infrared: halfOf(lane, 'infrared') }));
}

/** The standard asks for two million pixels; 1920×1080 has a few more. */
const LEAST_MEGAPIXELS = 2;

/** What to report of a camera that delivers frames. A replay has what its file has. */
export function workingState(isReplay: boolean, megapixels: number): CameraReport['state'] {
  if (isReplay) return 'replay';
  return megapixels < LEAST_MEGAPIXELS ? 'lowResolution' : 'ok';
}

/** What is known of a device before it is opened. */
export interface FoundDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** The device meant by `wanted`: by its id, its exact label, a part of its label (any case), in this order; or null. */
export function chooseDevice<D extends FoundDevice>(devices: readonly D[], wanted: string | null): D | null {
  if (wanted === null) return devices[0] ?? null;
  const part = wanted.trim().toLowerCase();
  return (
    devices.find((device) => device.deviceId === wanted) ??
    devices.find((device) => device.label === wanted) ??
    devices.find((device) => part !== '' && device.label.toLowerCase().includes(part)) ??
    null
  );
}
