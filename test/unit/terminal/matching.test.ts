import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SiteRate } from '../../../src/shared/site-rate.ts';
import { modelsDir } from '../../../src/terminal/installation.ts';
import { matchingNow } from '../../../src/terminal/matching.ts';
import { matchingText } from '../../../src/terminal/matching-text.ts';
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
    site: null,
  };
  const status = { version: '1', sn: '1', direction: 'in', startedAtMs: 0, areas: {}, counts: counts(10_000).counts() };
  const text = statusTable({ isRunning: true, status, matching });
  expect(text).toContain('2.7 % of strangers');
  expect(text).toContain('drawn on from smaller galleries');
  expect(statusTable({ isRunning: true, status, matching: null })).not.toContain('strangers');
});

const site: SiteRate = {
  ...{ atMs: Date.parse('2026-11-29T03:12:00Z'), workers: 8_000, named: 12, lookalikes: 0, doubles: 0 },
  limits: { threshold: 0.6, margin: 0.05, lead: 0.39 },
  ...{ rate: { share: 0.0015, low: 0.0007, high: 0.0033 }, isHigh: false, neededThreshold: null },
};

/** What the console says of the site. */
function siteLines(changes: Partial<SiteRate> | null, isRunning = true): string {
  const matching = { templates: 8_000, ...site.limits, expected: null, site: changes && { ...site, ...changes } };
  return matchingText({ isRunning, matching });
}

describe('what the site itself shows', () => {
  it('stands beside what is expected, with its date, its interval and what the gate asks', () => {
    expect(siteLines({})).toContain(
      "of this site's own people, measured 2026-11-29T03:12:00.000Z: 12 of 8000 (0.15 %, 95 % interval 0.07 % to 0.33 %) would be taken for somebody else on one picture; the gate asks two",
    );
    expect(siteLines({})).not.toMatch(/very alike|same name|raise/);
  });

  it('says how many may be one person under two ids', () => {
    const text = siteLines({ lookalikes: 9, doubles: 3 });
    expect(text).toContain('9 of them for somebody whom `people list` shows as very alike');
    expect(text).toContain('3 more for somebody of the same name');
  });

  it('names the key and its value where too many are taken for another', () => {
    const rate = { share: 0.026, low: 0.016, high: 0.043 };
    expect(siteLines({ rate, isHigh: true, neededThreshold: 0.6145 })).toContain('raise recognition.threshold to 0.615');
    expect(siteLines({ rate, isHigh: true, neededThreshold: 0.6145, lookalikes: 2 })).toContain(
      'see first whether those who are very alike are one person under two ids; then raise',
    );
    expect(siteLines({ rate, isHigh: true })).toContain('no threshold helps: take better photographs');
  });

  it('is no rate where the workers are too few, and nothing on a stopped terminal', () => {
    expect(siteLines({ workers: 12, named: 1, rate: null })).toContain('12 with a photograph are too few');
    expect(siteLines({ workers: 12, named: 1, rate: null })).not.toContain('interval');
    expect(siteLines(null)).toContain('not measured yet');
    expect(siteLines(null, false)).not.toContain('site');
  });
});
