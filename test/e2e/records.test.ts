import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { text, type Language, type TextKey, type TextParams } from '../../src/shared/texts/texts.ts';
import { AdminPages, enterPin, tooSmall, type sizes } from './support/admin-page.ts';
import { seriousIssues } from './support/axe.ts';

const SHOTS = process.env['TERMINAL_SHOTS'];
/** What a clerk does before he has a punch before him, the PIN aside. */
const MOST_TOUCHES = 4;

let pages: AdminPages;
beforeAll(async () => {
  pages = await AdminPages.open();
});
afterAll(() => pages.close());

/** One size and language: the page, the words, and a check of each screen that is come to. */
async function opened(size: keyof typeof sizes, language: Language) {
  const page = await pages.admin(size, language);
  const t = (key: TextKey, params?: TextParams): string => text(language, key, params);
  let touches = 0;
  return {
    page,
    t,
    touches: () => touches,
    /** By the word that stands on it. */
    touch: async (name: string, role: 'button' | 'radio' = 'button'): Promise<void> => {
      touches += 1;
      await page.getByRole(role, { name, exact: true }).first().tap();
    },
    looked: async (name: string): Promise<void> => {
      await settled(page);
      if (SHOTS !== undefined) {
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `${name}-${size}-${language}.png`) });
      }
      expect([name, await tooSmall(page)]).toEqual([name, []]);
      expect([name, await seriousIssues(page)]).toEqual([name, []]);
    },
    close: () => page.context().close(),
  };
}

/** Pictures that were asked for are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => [...document.querySelectorAll('canvas')].every(({ width }) => width > 0));
}

/** Each size and each language once; with pictures to look at every pair of them. */
const cases = (['upright', 'wide'] as const)
  .flatMap((size) => (['zh', 'en'] as const).map((language) => ({ size, language })))
  .filter(({ size, language }) => SHOTS !== undefined || (size === 'upright') === (language === 'zh'));

describe.each(cases)('records and people ($size, $language)', ({ size, language }) => {
  it('let a clerk find any punch by the first letters of a name in few touches, with its whole story', async () => {
    const { page, t, touch, touches, looked, close } = await opened(size, language);
    await touch(t('admin.place.records'));
    await page.locator('.line').first().waitFor();
    await looked('punches');
    await page.getByLabel(t('punches.search')).fill('sxx');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.line__title')].every((one) => one.textContent.startsWith('单')),
    );
    await page.locator('.line').first().tap();
    await page.getByRole('list', { name: t('punches.story') }).waitFor();
    expect(touches() + 2).toBeLessThanOrEqual(MOST_TOUCHES);
    await looked('punch');
    await touch(t('kit.back'));
    expect(await page.getByLabel(t('punches.search')).inputValue()).toBe('sxx');
    await touch(t('list.clear'));
    await touch(t('punches.filter.all'));
    await touch(t('punches.filter.setAside'), 'radio');
    await page.getByRole('button', { name: t('punches.retryAll') }).waitFor();
    await page.locator('.line').first().tap();
    await page.getByText('402_06', { exact: false }).waitFor();
    await looked('punch-set-aside');
    await touch(t('punches.retry'));
    await page.getByText(t('punches.retried', { count: 1 })).waitFor();
    await close();
  });

  it('export a day, and say who is on site', async () => {
    const { page, t, touch, looked, close } = await opened(size, language);
    await touch(t('admin.place.records'));
    await touch(t('punches.day.any'));
    await looked('days');
    await page.locator('dialog').getByRole('radio').nth(1).tap();
    await touch(t('punches.export'));
    await page.getByRole('radio', { name: t('export.format.pdf') }).tap();
    await looked('export');
    await page
      .locator('dialog')
      .getByRole('button', { name: t('export.start'), exact: true })
      .tap();
    await page.getByText('punches-', { exact: false }).waitFor();
    await page
      .locator('dialog')
      .getByRole('button', { name: t('admin.cancel') })
      .tap();
    await touch(t('records.tab.onSite'), 'radio');
    await page.getByText(t('onSite.onlyIn')).waitFor();
    await looked('on-site');
    await touch(t('records.tab.refusals'), 'radio');
    await looked('refusals');
    await close();
  });

  it('scroll through ten thousand people of whom few exist at a time', async () => {
    const { page, t, touch, looked, close } = await opened(size, language);
    await touch(t('admin.place.people'));
    await page.locator('.line').first().waitFor();
    await looked('people');
    const seen = async (): Promise<number> => Number(await page.locator('.virtual__row').last().getAttribute('aria-posinset'));
    for (let turn = 0; (await seen()) < 100; turn++) {
      expect(turn).toBeLessThan(200);
      await page.locator('.admin__page').evaluate((element) => element.scrollBy(0, 2_000));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    expect(await page.locator('.virtual__row').count()).toBeLessThan(40);
    await close();
  });

  it('show one person, compare two, and remove only with the PIN', async () => {
    const { page, t, touch, looked, close } = await opened(size, language);
    await touch(t('admin.place.people'));
    await touch(t('people.filter.lookalike'), 'radio');
    await page.getByText(t('people.filter.lookalike')).nth(1).waitFor();
    await page.locator('.line').first().tap();
    await page.getByRole('region', { name: t('people.alike') }).waitFor();
    await looked('person');
    await page
      .getByRole('region', { name: t('people.alike') })
      .getByRole('button')
      .first()
      .tap();
    await page.getByText('0.71', { exact: false }).waitFor();
    await looked('compare');
    await touch(t('kit.back'));
    await touch(t('people.remove'));
    await looked('remove');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('people.remove'), exact: true })
      .tap();
    await enterPin(page);
    await page.getByText(t('people.removed'), { exact: true }).waitFor();
    await close();
  });

  it('take somebody in by a photograph that fits', async () => {
    const { page, t, touch, looked, close } = await opened(size, language);
    await touch(t('admin.place.people'));
    await touch(t('people.add'));
    await page.getByRole('textbox', { name: t('people.name') }).fill('单雄信');
    await page.getByRole('textbox', { name: t('people.id') }).fill(`T-${size}-${language}`);
    await page.getByText(t('enrol.fix.photo.tooSmall')).waitFor();
    expect(await page.getByRole('button', { name: t('enrol.shoot') }).isDisabled()).toBe(true);
    await page.getByText(t('enrol.good')).waitFor();
    await looked('capture');
    await touch(t('enrol.shoot'));
    await page.getByText(t('enrol.fits')).waitFor();
    await looked('taken');
    await touch(t('enrol.other'));
    await touch(t('enrol.stick'), 'radio');
    await page.getByRole('list', { name: t('sticks.pictures') }).waitFor();
    await looked('stick');
    await page
      .getByRole('list', { name: t('sticks.pictures') })
      .getByRole('button')
      .first()
      .tap();
    await page.getByText(t('enrol.fits')).waitFor();
    await touch(t('enrol.save'));
    await page.getByText(t('enrol.saved')).waitFor();
    await close();
  });
});
