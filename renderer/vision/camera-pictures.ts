import type { CameraReport } from '../../src/shared/ipc/contract.ts';
import type { CameraRole, PictureHalf } from './camera-plan.ts';

/** What a camera shows now. `Stream`: MediaStream in the page. */
export interface CameraPicture<Stream> {
  readonly report: CameraReport;
  readonly half: PictureHalf;
  /** Null while there is no picture. */
  readonly stream: Stream | null;
}

export type CameraPictures<Stream> = Readonly<Partial<Record<CameraRole, CameraPicture<Stream>>>>;

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
    this.#pictures = { ...this.#pictures, [picture.report.role]: picture };
    for (const listener of this.#listeners) listener();
  }
}
