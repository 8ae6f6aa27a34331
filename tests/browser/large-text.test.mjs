// 大字版: larger type on every page, remembered without cookies, and nothing wider than a phone.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { none, sites } from './site.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sites()) {
  describe(site.name, () => {
    let server;
    before(async () => (server = await site.serve()));
    after(() => server?.close());

    test('larger type is asked for by keyboard, stays on all pages, and can be left', { timeout: 60_000 }, async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.goto(server.url(''));
      const before = await bodyText(page);
      const pressed = () => page.getAttribute('.large-text-switch', 'aria-pressed');
      assert.equal(await pressed(), 'false');
      await page.focus('.large-text-switch');
      await page.keyboard.press('Enter');
      assert.equal(await pressed(), 'true');
      assert.ok((await bodyText(page)) >= before * 1.3, 'the text is hardly larger');
      await page.goto(server.url('search/'));
      assert.equal(await pressed(), 'true', 'the next page does not know of it');
      assert.deepEqual(await context.cookies(), []);
      await page.click('.large-text-switch');
      await page.goto(server.url(''));
      assert.equal(await bodyText(page), before);
      await context.close();
    });

    test('large pages fit into a phone', { timeout: 180_000 }, async () => {
      const context = await browser.newContext({ viewport: { width: 320, height: 900 } });
      await context.addInitScript(() => localStorage.setItem('honorroll-large-text', 'yes'));
      const page = await context.newPage();
      const problems = [];
      const samples = site.samples();
      for (const { route } of samples) {
        await page.goto(server.url(route));
        const [over, isLarge] = await page.evaluate(() => {
          const { scrollWidth, clientWidth, classList } = document.documentElement;
          return [scrollWidth - clientWidth, classList.contains('large-text')];
        });
        if (!isLarge) problems.push(`/${route} is not large`);
        if (over > 0) problems.push(`/${route} is ${over} px too wide`);
      }
      assert.ok(samples.length > 10);
      none(problems);
      await context.close();
    });

    test('without a script there is no button that does nothing', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(server.url(''));
      assert.equal(await page.isVisible('.large-text-switch'), false);
      await context.close();
    });
  });
}

/** How large the text of a page is, in pixels. */
async function bodyText(page) {
  return page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
}
