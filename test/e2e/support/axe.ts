import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { html: string }[] }[];
}

/** What axe calls serious or critical within the first element that `selector` fits, else on the whole page: `rule: element`. */
export async function seriousIssues(page: Page, selector = 'html'): Promise<readonly string[]> {
  // Evaluated from outside: the page's own policy forbids what a test may do.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document.querySelector(${JSON.stringify(selector)}) ?? document, { resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
