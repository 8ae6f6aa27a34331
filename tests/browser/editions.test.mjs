// Editions of a site: the switch keeps the page, alternates name each other, and no page is in one edition alone.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { isRedirect, none, sites, tags } from './site.mjs';

const FOLDER = 'zh-hant/';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sites().filter((site) => site.files.includes(`${FOLDER}index.html`))) {
  describe(site.name, () => {
    let server;
    before(async () => (server = await site.serve()));
    after(() => server?.close());

    test('the switch keeps the page, there and back', { timeout: 120_000 }, async () => {
      const page = await (await browser.newContext({ viewport: { width: 320, height: 900 } })).newPage();
      const problems = [];
      for (const { route } of site.samples().filter(({ route }) => route !== '404.html' && !route.startsWith(FOLDER))) {
        await page.goto(server.url(route));
        for (const [language, expected] of [['zh-Hant', FOLDER + route], ['zh-Hans', route]]) {
          await page.click(`.languages a[hreflang="${language}"]`);
          if (page.url() !== server.url(expected)) problems.push(`/${route} in ${language} is ${page.url()}`);
          const said = await page.evaluate(() => document.documentElement.lang);
          if (said !== language) problems.push(`/${route}: the page in ${language} says ${said}`);
        }
      }
      none(problems);
      await page.context().close();
    });

    test('the search of an edition answers in its characters, whichever are typed', { timeout: 60_000 }, async () => {
      const page = await (await browser.newContext()).newPage();
      const found = [];
      for (const typed of ['幹部', '干部']) {
        await page.goto(`${server.url(`${FOLDER}search/`)}?q=${encodeURIComponent(typed)}`);
        await page.waitForSelector('.result-title a');
        found.push(await page.locator('.result-title a').evaluateAll((links) => links.map(({ href, textContent }) => `${href} ${textContent}`)));
      }
      assert.deepEqual(found[0], found[1]);
      assert.ok(found[0].every((result) => result.startsWith(server.url(FOLDER))), found[0].join('\n'));
      assert.ok(found[0].some((result) => result.includes('幹部')), found[0].join('\n'));
      await page.context().close();
    });

    test('every page is in both editions', () => {
      const routes = new Set(site.pages.map((page) => page.route));
      none([...routes].filter((route) => route !== '404.html' && !routes.has(other(route))).map((route) => `/${route} has no other edition`));
    });

    test('alternates name each other', () => {
      const pages = site.pages.filter((page) => page.route !== '404.html' && !isRedirect(page));
      const named = new Map(pages.map((page) => [page.route, alternates(site, page)]));
      assert.ok(pages.length > 10);
      none([...named].flatMap(([route, own]) => {
        const pair = [...own].filter(([language]) => language !== 'x-default').map(([, to]) => to);
        if (!pair.includes(route)) return [`/${route} does not name itself`];
        if (!pair.includes(other(route))) return [`/${route} does not name its other edition`];
        return String([...named.get(other(route))]) === String([...own]) ? [] : [`/${route} and its other edition differ`];
      }));
    });
  });
}

function other(route) {
  return route.startsWith(FOLDER) ? route.slice(FOLDER.length) : FOLDER + route;
}

/** By language, the routes of the alternates of a page. */
function alternates(site, { html }) {
  const links = [...tags(html)].filter(({ name, attributes }) => name === 'link' && attributes.has('hreflang'));
  return new Map(links.map(({ attributes }) => [attributes.get('hreflang'), attributes.get('href').slice(site.base.length)]));
}
