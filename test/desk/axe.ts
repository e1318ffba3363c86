import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it stands, in words: rule, how bad, and where. WCAG 2.2 A and AA, and best practice. */
export async function findings(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page: its policy would refuse one.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`).join(' | ')}`);
  });
}

/** What makes the page wider than its window: nothing may be cut off or scrolled aside, but for a row that scrolls by itself. */
export const overhang = (page: Page): Promise<string[]> => page.evaluate(() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const scrolls = (element: Element): boolean => getComputedStyle(element).overflowX !== 'visible' && getComputedStyle(element).overflowX !== 'clip';
  const inRow = (element: Element): boolean => { for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) if (scrolls(at)) return true; return false; };
  return [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > limit + 1 && !inRow(element))
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} ends at ${Math.round(element.getBoundingClientRect().right)}`);
});
