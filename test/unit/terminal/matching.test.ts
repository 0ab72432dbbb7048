import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelsDir } from '../../../src/terminal/installation.ts';
import { matchingNow } from '../../../src/terminal/matching.ts';
import { statusTable } from '../../../src/terminal/tables.ts';

const counts = (templates: number, learnt = 0) => ({
  learnt: { counts: () => ({ templates: learnt, workers: learnt, newestMs: null }) },
  counts: () => ({
    workers: templates,
    templates,
    punches: 0,
    refusals: 0,
    outboxWaiting: 0,
    outboxSetAside: 0,
    workersWithTemplate: templates,
    quarantined: 0,
  }),
});
const recognition = { threshold: null, repeatSeconds: 60 };

it('asks for more of a face in a larger gallery, and expects more false alarms there', () => {
  const small = matchingNow(modelsDir, { recognition }, counts(50));
  const large = matchingNow(modelsDir, { recognition }, counts(10_000));
  if (!small?.expected || !large?.expected) throw new Error('the recogniser is not calibrated by size');
  expect(large.threshold).toBeGreaterThan(small.threshold);
  expect(large.lead).toBeGreaterThan(small.lead);
  expect(large.expected.falsePositive).toBeGreaterThan(small.expected.falsePositive);
  expect([small.expected.isExtrapolated, large.expected.isExtrapolated]).toEqual([false, true]);
});

it('counts what was learnt at the gate: it is searched as well', () => {
  expect(matchingNow(modelsDir, { recognition }, counts(500, 500))).toEqual(
    matchingNow(modelsDir, { recognition }, counts(1_000)),
  );
});

it('promises nothing for a threshold that the site chose', () => {
  const chosen = matchingNow(modelsDir, { recognition: { ...recognition, threshold: 0.45 } }, counts(50));
  expect(chosen).toMatchObject({ threshold: 0.45, expected: null });
});

it('is unknown without models, and the status does not fail for it', () => {
  const empty = mkdtempSync(join(tmpdir(), 'models-'));
  expect(matchingNow(empty, { recognition }, counts(50))).toBeNull();
  rmSync(empty, { recursive: true });
});

it('stands in the table of the status with its rates', () => {
  const matching = {
    templates: 10_000,
    threshold: 0.6,
    margin: 0.05,
    lead: 0.39,
    expected: { falsePositive: 0.027, falseNegative: 0.1, isExtrapolated: true },
  };
  const status = { version: '1', sn: '1', direction: 'in', startedAtMs: 0, areas: {}, counts: counts(10_000).counts() };
  const text = statusTable({ isRunning: true, status, matching });
  expect(text).toContain('2.7 % of strangers');
  expect(text).toContain('drawn on from smaller galleries');
  expect(statusTable({ isRunning: true, status, matching: null })).not.toContain('strangers');
});
