// Pictures in a real browser: they take their place before they come, and open large by keyboard, by mouse and without a script.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { sites } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const site = sites().find((site) => site.pages.some(({ html }) => html.split('data-large').length > 2));

describe('pictures', { skip: site === undefined && 'no site has several pictures on a page' }, () => {
  let server;
  before(async () => (server = await site.serve()));
  after(() => server?.close());

  const several = () => site.pages.find(({ html }) => html.includes('<dialog') && html.split('data-large').length > 2);

  test('a page keeps its shape while pictures come', { timeout: 60_000 }, async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    const waiting = [];
    let isOpen = false;
    await page.route(/\/media\//, (route) => (isOpen ? route.continue() : waiting.push(route)));
    await page.goto(server.url(several().route), { waitUntil: 'domcontentloaded' });
    const boxes = () =>
      page.evaluate(() => [...document.querySelectorAll('main *')].filter((element) => !element.closest('dialog')).map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.tagName, x, y, width, height].join(' ');
      }));
    const before = await boxes();
    assert.ok(before.some((box) => box.startsWith('IMG ')), 'there are pictures');
    isOpen = true;
    for (const route of waiting) await route.continue();
    await page.evaluate(async () => {
      const images = [...document.querySelectorAll('main img')];
      for (const image of images) image.loading = 'eager';
      await Promise.all(images.map((image) => image.decode()));
    });
    assert.deepEqual(await boxes(), before);
    await page.context().close();
  });

  test('pictures open large by keyboard, and the focus comes back', { timeout: 60_000 }, async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(server.url(several().route));
    const links = page.locator('a[data-large]');
    const count = await links.count();
    const shown = () => page.evaluate(() => document.querySelector('#lightbox[open] img')?.getAttribute('alt'));
    const alt = (at) => links.nth(at).locator('img').getAttribute('alt');
    await links.first().focus();
    await page.keyboard.press('Enter');
    assert.equal(await shown(), await alt(0));
    assert.equal(await page.textContent('.lightbox-count'), `1 / ${count}`);
    // Nothing behind the dialog is reached.
    for (let at = 0; at < 5; at += 1) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('#lightbox'));
      assert.ok(inside, 'the focus stays in the dialog');
    }
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run('#lightbox'));
    assert.deepEqual(violations.map(({ id }) => id), []);
    await page.keyboard.press('ArrowRight');
    assert.equal(await shown(), await alt(1));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await shown(), await alt(count - 1), 'the last comes before the first');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    assert.equal(await shown(), undefined);
    const focused = await page.evaluate(() => [...document.querySelectorAll('a[data-large]')].indexOf(document.activeElement));
    assert.equal(focused, 1, 'the focus is at the picture that was seen last');
    await page.context().close();
  });

  test('without a script the picture itself opens', { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(server.url(several().route));
    assert.equal(await page.locator('#lightbox').isVisible(), false);
    await page.locator('a[data-large]').first().click();
    assert.match(page.url(), /\/media\/[0-9a-f]{16}-\d+\.jpg$/);
    await context.close();
  });
});
