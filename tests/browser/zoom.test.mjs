// Text at twice its size, or widely set, without a larger window: nothing is cut off, nothing lies over it, nothing sticks out.

import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { none, sitesOfAllThemes } from './site.mjs';

/** As WCAG 1.4.12 has it: what readers with dyslexia may set, and pages have to bear. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';

/** As readers make it large: the whole page, as Ctrl and + do, or its text alone, as the settings of the browser do. */
const WAYS = {
  'zoomed to 200 %': { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  'with text of 200 %': { viewport: { width: 1280, height: 900 }, text: 2 },
  'with wide spacing': { viewport: { width: 640, height: 900 }, rule: SPACING },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sitesOfAllThemes()) {
  describe(site.name, () => {
    let server;
    before(async () => (server = await site.serve()));
    after(() => server?.close());

    for (const [way, { text, rule, ...options }] of Object.entries(WAYS)) {
      test(way, { timeout: 300_000 }, async () => {
        const page = await (await browser.newContext({ ...options, reducedMotion: 'reduce' })).newPage();
        if (text) {
          const settings = await page.context().newCDPSession(page);
          await settings.send('Page.enable');
          await settings.send('Page.setFontSizes', { fontSizes: { standard: 16 * text, fixed: 13 * text } });
        }
        const problems = [];
        for (const { route } of site.samples()) {
          await page.setViewportSize(options.viewport);
          await page.goto(server.url(route));
          const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
          if (text && size < 16 * text) problems.push(`/${route}: the text is not larger`);
          if (rule) await page.evaluate((text) => text.split('}').filter((part) => part.trim()).forEach((part) => document.styleSheets[0].insertRule(`${part}}`)), rule);
          // All of it at once, so that what lies over what can be asked for.
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.setViewportSize({ ...options.viewport, height: Math.min(height, 16_000) });
          for (const problem of await page.evaluate(losses)) problems.push(`/${route}: ${problem}`);
        }
        none(problems);
        await page.context().close();
      });
    }
  });
}

/** What a reader would miss: text that is cut off or covered, and what can only be seen by scrolling sideways. */
function losses() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const lost = scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} px of ${clientWidth}`] : [];
  // Links that are as large as their card lie over its text, and show it.
  document.styleSheets[0].insertRule('*::before, *::after { pointer-events: none !important }');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || !parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || parentElement.closest('.visually-hidden, .skip, [inert]')) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
      if (width < 1 || height < 1 || bottom > innerHeight) continue;
      const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (parentElement.contains(over)) continue;
      if (parentElement.closest('svg, .table, pre')) continue; // drawn to scale, or scrolled within
      lost.push(`${over ? `under ${over.outerHTML.slice(0, 60)}` : 'cut off'}: ${data.trim().slice(0, 20)} in ${parentElement.outerHTML.slice(0, 60)}`);
      break;
    }
  }
  return lost.slice(0, 3);
}
