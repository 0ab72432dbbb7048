import { describe, expect, it } from 'vitest';
import { CaptureClock } from '../../../renderer/vision/capture-clock.ts';

const FRAME_MS = 40;

/** A camera that began at `beganMs` of the page's clock, and takes `latencyMs` to hand a frame over. */
class Camera {
  readonly #clock = new CaptureClock();
  readonly #beganMs: number;
  readonly #latencyMs: number;

  constructor(beganMs: number, latencyMs = 0) {
    this.#beganMs = beganMs;
    this.#latencyMs = latencyMs;
  }

  /** By how much the answer for the frame taken at `takenMs` is off; it arrives `lateMs` later than it could. */
  errorAt(takenMs: number, lateMs = 0): number {
    const stampUs = Math.round(1_000 * (takenMs - this.#beganMs));
    return this.#clock.takenAt(stampUs, takenMs + this.#latencyMs + lateMs) - takenMs - this.#latencyMs;
  }

  /** `frames` frames from `fromMs` on; each late by what `late` says. */
  run(fromMs: number, frames: number, late: (frame: number) => number = () => 0): number[] {
    return Array.from({ length: frames }, (_, frame) => this.errorAt(fromMs + frame * FRAME_MS, late(frame)));
  }
}

const most = (errors: readonly number[]): number => Math.max(...errors.map(Math.abs));

describe('the capture clock', () => {
  it('takes the first frame for one that came at once', () => {
    expect(new CaptureClock().takenAt(123_456, 5_000)).toBe(5_000);
  });

  it('knows when frames were taken that come late, but for the time that every frame needs', () => {
    const camera = new Camera(700, 12);
    camera.run(1_000, 30);
    expect(most(camera.run(2_200, 200, (frame) => (frame * 7) % 30))).toBeLessThanOrEqual(1);
  });

  it('tells frames of two cameras apart that a busy page gets in one moment', () => {
    const [visible, infrared] = [new Camera(300), new Camera(2_000)];
    visible.run(5_000, 50);
    infrared.run(5_015, 50);
    // The page stood still for 0.4 s: what had waited comes at once, a visible frame of 7.0 and an infrared one of 7.055.
    const waited = [7_000 + visible.errorAt(7_000, 400), 7_055 + infrared.errorAt(7_055, 345)] as const;
    expect(waited[1] - waited[0]).toBeCloseTo(55, 3);
  });

  it('does not believe a long stall: what comes after it is old, and the next frames are new', () => {
    const camera = new Camera(0);
    camera.run(1_000, 100);
    expect(most([camera.errorAt(5_000, 6_000), camera.errorAt(10_960, 45), camera.errorAt(11_000, 10)])).toBeLessThanOrEqual(1);
    expect(most(camera.run(11_040, 100))).toBeLessThanOrEqual(1);
  });

  it('begins anew when a film does', () => {
    const clock = new CaptureClock();
    for (let frame = 0; frame < 50; frame++) clock.takenAt(40_000 * frame, 1_000 + 40 * frame);
    expect(clock.takenAt(0, 3_000)).toBe(3_000);
    expect(clock.takenAt(40_000, 3_050)).toBe(3_040);
  });

  it('makes no frame of a camera older than it can be whose stamps stand still or run slow', () => {
    for (const rate of [0, 1, 700]) {
      const clock = new CaptureClock();
      const late = Array.from({ length: 500 }, (_, frame) => 40 * frame - clock.takenAt(rate * 40 * frame, 40 * frame));
      expect(Math.max(...late), `${String(rate)} µs a ms`).toBeLessThanOrEqual(3 * FRAME_MS);
      expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    }
  });

  it('follows a camera that hands its frames over more slowly from now on', () => {
    const clock = new CaptureClock();
    const errorAt = (takenMs: number, latencyMs: number): number =>
      clock.takenAt(1_000 * takenMs, takenMs + latencyMs) - takenMs - latencyMs;
    for (let at = 0; at < 4_000; at += FRAME_MS) errorAt(at, 10);
    const errors = Array.from({ length: 200 }, (_, frame) => errorAt(4_000 + frame * FRAME_MS, 60));
    expect(errors[0]).toBeCloseTo(-50, 3);
    expect(errors.at(-1)).toBeCloseTo(0, 3);
  });
});
