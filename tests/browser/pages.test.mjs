// The pages in a real browser, narrow and wide, light and dark: nobody is locked out, nothing overflows or is missing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { none, sitesOfAllThemes } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 1280];
/** A4 between its margins. */
const PAPER = 642;
const SCHEMES = ['light', 'dark'];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sitesOfAllThemes()) {
  describe(site.name, () => {
    let server;
    before(async () => (server = await site.serve()));
    after(() => server?.close());

    for (const { kind, route } of site.samples()) {
      test(`${kind}: /${route}`, { timeout: 120_000 }, async () => {
        const problems = [];
        for (const width of WIDTHS) {
          const page = await open(width, problems, server.origin);
          await page.goto(server.url(route));
          await page.evaluate(AXE);
          for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            const say = (problem) => problems.push(`${width} px, ${colorScheme}: ${problem}`);
            (await barriers(page)).forEach(say);
            (await overflow(page)).forEach(say);
            (await unseen(page)).forEach(say);
          }
          await page.context().close();
        }
        const page = await open(PAPER, problems, server.origin);
        await page.emulateMedia({ media: 'print' });
        await page.goto(server.url(route));
        (await overflow(page)).forEach((problem) => problems.push(`on paper: ${problem}`));
        (await unprinted(page)).forEach((problem) => problems.push(`on paper: ${problem}`));
        await page.context().close();
        none(problems);
      });
    }

    test('a page that is not there is answered in the style of the site, at any depth', async () => {
      const problems = [];
      const page = await open(1280, problems, server.origin, { missing: server.url('no/such/page/') });
      const response = await page.goto(server.url('no/such/page/'));
      assert.equal(response.status(), 404);
      assert.equal(await sheets(page), true, 'no style sheet applies');
      const home = await page.evaluate(() => [...document.links].map((link) => link.href.replace(/index\.html$/, '')));
      assert.ok(home.includes(server.url('')), `no link leads home: ${home}`);
      none(problems);
      await page.context().close();
    });

    test('a page that is opened by double-click is readable', async () => {
      const problems = [];
      const page = await open(1280, problems, 'file://');
      await page.goto(pathToFileURL(join(site.folder, 'index.html')).href);
      assert.equal(await sheets(page), true, 'no style sheet applies');
      none(problems);
      await page.context().close();
    });
  });
}

/** A page of its own in the browser; what goes wrong while it loads is added to `problems`. */
async function open(width, problems, origin, { missing } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const say = (problem) => problems.push(`${width} px: ${problem}`);
  page.on('console', (message) => {
    const expected = missing !== undefined && message.location().url === missing;
    if (message.type() === 'error' && !expected) say(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => say(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) say(`asks elsewhere: ${request.url()}`);
  });
  page.on('requestfailed', (request) => say(`failed: ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== missing) say(`${response.status()}: ${response.url()}`);
  });
  return page;
}

/** What axe finds, a line for each rule. */
async function barriers(page) {
  const { violations } = await page.evaluate((rules) => window.axe.run({ runOnly: { type: 'tag', values: rules } }), RULES);
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target, any }) => [target.join(' '), any[0]?.message].filter(Boolean).join(': '));
    return `${id}: ${help} (${nodes.length}): ${where.join('; ')}`;
  });
}

/** What sticks out of the page to the right, if the page can be scrolled there. */
function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80));
    return [`scrolls sideways: ${scrollWidth} px of ${clientWidth}: ${names.join(' ')}`];
  });
}

/** What a reader needs on paper and does not get: the heading, whose site it is not, until when and where to object. */
function unprinted(page) {
  return page.evaluate(() => {
    const needed = ['h1'];
    if (document.querySelector('.site-notice')) needed.push('.site-notice');
    if (document.body.matches('.kind-notice')) needed.push('.round-period', '.round .facts', '.object');
    return needed.filter((name) => !document.querySelector(name)?.checkVisibility()).map((name) => `${name} is not printed`);
  });
}

/** What the keyboard reaches without a mark that shows where it is: an outline that comes and goes with the focus, and stands out from its ground (3:1). */
async function unseen(page) {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  return page.evaluate(() => {
    const outlines = (element) => {
      const found = [];
      for (let at = element; at; at = at.parentElement) {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
        found.push(outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? outlineColor : '');
      }
      return found;
    };
    const channels = (color) => color.match(/[\d.]+/g).map(Number);
    const luminance = (color) => {
      const [r, g, b] = channels(color).slice(0, 3).map((value) => (value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const standsOut = (color, element) => {
      let ground = element.parentElement;
      while (ground.parentElement && channels(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
      const [dark, light] = [color, getComputedStyle(ground).backgroundColor].map(luminance).sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05) >= 3;
    };
    const hidden = [];
    for (const element of document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')) {
      element.focus();
      if (document.activeElement !== element) continue; // it cannot be reached
      const marked = outlines(element);
      const { top, left } = element.getBoundingClientRect();
      element.blur();
      const bare = outlines(element);
      const seen = marked.some((color, at) => color && color !== bare[at] && standsOut(color, element)) && top + scrollY >= 0 && left >= 0;
      if (!seen) hidden.push(`no focus is seen on ${element.outerHTML.slice(0, 80)}`);
    }
    return hidden.slice(0, 3);
  });
}

/** Whether the site's style sheet has arrived. */
function sheets(page) {
  return page.evaluate(() => document.styleSheets.length > 0 && [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet));
}
