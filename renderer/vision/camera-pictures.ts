import type { CameraReport } from '../../src/shared/ipc/contract.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import type { CameraRole, PictureHalf } from './camera-plan.ts';

/** What a camera shows now. `Stream`: MediaStream in the page. */
export interface CameraPicture<Stream> {
  readonly report: CameraReport;
  readonly half: PictureHalf;
  /** Null while there is no picture. */
  readonly stream: Stream | null;
}

/** A camera of the first lane by its role, one of the second with 2 behind it. */
export type CameraKey = CameraRole | `${CameraRole}2`;
export type CameraPictures<Stream> = Readonly<Partial<Record<CameraKey, CameraPicture<Stream>>>>;

export const cameraKey = (role: CameraRole, lane: LaneNumber): CameraKey => (lane === 1 ? role : `${role}2`);

/** The pictures of all cameras, for `useSyncExternalStore`. */
export class PictureStore<Stream> {
  #pictures: CameraPictures<Stream> = {};
  readonly #listeners = new Set<() => void>();

  readonly get = (): CameraPictures<Stream> => this.#pictures;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(picture: CameraPicture<Stream>): void {
    this.#pictures = { ...this.#pictures, [cameraKey(picture.report.role, picture.report.lane ?? 1)]: picture };
    for (const listener of this.#listeners) listener();
  }
}
