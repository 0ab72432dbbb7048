import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CameraError, keepCamera, type CameraDevices, type OpenedCamera } from '../../../renderer/vision/camera-keeper.ts';

/** A camera whose frames the test gives. */
class FakeCamera implements OpenedCamera<number> {
  readonly detail = 'Front camera 640×480';
  readonly megapixels = 0.3;
  isClosed = false;
  frame: (frame: number) => void = () => undefined;
  end: () => void = () => undefined;

  run(onFrame: (frame: number) => void, signal: AbortSignal): Promise<void> {
    this.frame = onFrame;
    return new Promise((resolve) => {
      this.end = resolve;
      signal.addEventListener('abort', () => resolve());
    });
  }

  close(): void {
    this.isClosed = true;
  }
}

class FakeDevices implements CameraDevices<FakeCamera> {
  readonly opened: FakeCamera[] = [];
  tries = 0;
  trouble: CameraError | null = null;
  plug: () => void = () => undefined;

  open(): Promise<FakeCamera> {
    this.tries += 1;
    if (this.trouble) return Promise.reject(this.trouble);
    const camera = new FakeCamera();
    this.opened.push(camera);
    return Promise.resolve(camera);
  }

  onChange(listener: () => void): void {
    this.plug = listener;
  }
}

let devices: FakeDevices;
let states: string[];
let frames: number[];
let over: AbortController;
let kept: Promise<void>;

beforeEach(async () => {
  vi.useFakeTimers();
  devices = new FakeDevices();
  states = [];
  frames = [];
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await kept;
  vi.useRealTimers();
});

async function start(): Promise<void> {
  kept = keepCamera<number, FakeCamera>(
    {
      devices,
      wanted: 'Front',
      onState: (state, detail) => states.push(detail === null ? state : `${state} (${detail})`),
      onFrame: (frame) => frames.push(frame),
    },
    over.signal,
  );
  await vi.advanceTimersByTimeAsync(0);
}

describe('keepCamera', () => {
  it('says that the camera works once its first frame is there', async () => {
    await start();
    expect(states).toEqual(['starting']);
    devices.opened[0]?.frame(1);
    devices.opened[0]?.frame(2);
    expect(states).toEqual(['starting', 'ok (Front camera 640×480)']);
    expect(frames).toEqual([1, 2]);
  });

  it('opens a camera again whose frames stop for two seconds', async () => {
    await start();
    devices.opened[0]?.frame(1);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(states.at(-1)).toContain('ok');
    await vi.advanceTimersByTimeAsync(500);
    expect(states.at(-1)).toContain('lost');
    expect(devices.opened[0]?.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    devices.opened[1]?.frame(2);
    expect(states.at(-1)).toContain('ok');
  });

  it('opens a camera again that ended', async () => {
    await start();
    devices.opened[0]?.frame(1);
    devices.opened[0]?.end();
    await vi.advanceTimersByTimeAsync(600);
    expect(states.at(-1)).toContain('lost');
    expect(devices.opened).toHaveLength(2);
  });

  it('gives up on a camera that opens but never delivers', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(devices.opened[0]?.isClosed).toBe(true);
    expect(states.at(-1)).toContain('lost');
  });

  it('tries less and less often while the camera is not there', async () => {
    devices.trouble = new CameraError('notFound', 'Other camera');
    await start();
    expect(states).toEqual(['starting', 'notFound (Other camera)']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(devices.tries).toBeGreaterThan(10);
    expect(devices.tries).toBeLessThan(20);
  });

  it('tries at once when a device is plugged in', async () => {
    devices.trouble = new CameraError('notFound', null);
    await start();
    await vi.advanceTimersByTimeAsync(30_000);
    const { tries } = devices;
    devices.trouble = null;
    devices.plug();
    await vi.advanceTimersByTimeAsync(1);
    expect(devices.tries).toBe(tries + 1);
    devices.opened[0]?.frame(1);
    expect(states.at(-1)).toContain('ok');
  });
});
