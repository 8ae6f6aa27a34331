// The pages with a keyboard alone: Tab reaches everything that can be used, in the order in which it is read, and what it
// reaches is in sight. That the focus is marked where it is, pages.test.mjs sees.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { none, sitesOfAllThemes } from './site.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sitesOfAllThemes()) {
  describe(site.name, () => {
    let server;
    before(async () => (server = await site.serve()));
    after(() => server?.close());

    // Of each kind the largest, which is the last.
    const largest = new Map(site.samples().map(({ kind, route }) => [kind, route]));
    for (const [kind, route] of largest) {
      test(`${kind}: /${route}`, { timeout: 120_000 }, async () => {
        const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' })).newPage();
        await page.goto(server.url(route));
        const usable = await page.evaluate(mark);
        const visited = [];
        const problems = [];
        for (;;) {
          await page.keyboard.press('Tab');
          const here = await page.evaluate(look);
          if (!here || here.order <= (visited.at(-1) ?? -1) || visited.length > usable.length) break; // round, or back
          visited.push(here.order);
          if (!here.seen) problems.push(`out of sight: ${here.html}`);
        }
        const missed = usable.filter((_, order) => !visited.includes(order));
        none([...problems, ...missed.map((html) => `not reached by Tab: ${html}`)]);
        await page.context().close();
      });
    }

    test('the first Tab leads past the masthead', async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(server.url('roll/'));
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement.closest('main, main ~ *')), 'the focus is before the content');
      await page.context().close();
    });
  });
}

/** Numbers what can be used by readers, in the order of the page; gives the beginning of each. */
function mark() {
  const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled,
  );
  usable.forEach((element, order) => (element.dataset.order = order));
  return usable.map((element) => element.outerHTML.slice(0, 100));
}

/** What has the focus, and whether nothing lies over it. */
function look() {
  const element = document.activeElement;
  if (!element?.dataset.order) return undefined;
  const { left, top, width, height } = element.getClientRects()[0];
  const over = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, innerHeight / 2));
  const seen = over !== null && (element.contains(over) || over.contains(element));
  return { order: Number(element.dataset.order), seen, html: element.outerHTML.slice(0, 100) };
}
