// What a page costs whoever opens it first: all that the browser fetches of its own accord, compressed, but for pictures.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch } from './browser.mjs';
import { none, sites } from './site.mjs';

const MOST = 60 * 1024;
/** What is not counted: photos and drawings that records bring. */
const PICTURES = /^media\//;
/** Pages whose scripts fetch more when they have loaded. */
const FETCHING = /(^|\/)(search|roll)\//;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const site of sites()) {
  test(`${site.name}: every page is at most ${MOST / 1024} KB, with its styles and scripts`, { timeout: 300_000 }, async (context) => {
    const server = await site.serve();
    const page = await (await browser.newContext()).newPage();
    await page.route('**', (route) => route.continue()); // nothing comes from the cache
    let fetched;
    page.on('request', (request) => fetched.add(decodeURIComponent(new URL(request.url()).pathname)));
    const sizes = [];
    for (const { file, route } of site.pages) {
      fetched = new Set();
      await page.goto(server.url(route), { waitUntil: FETCHING.test(route) ? 'networkidle' : 'load' });
      sizes.push({ file, bytes: [...fetched].reduce((sum, path) => sum + weight(site, path), 0), files: fetched.size });
    }
    await page.context().close();
    server.close();
    sizes.sort((a, b) => b.bytes - a.bytes);
    assert.ok(sizes.every(({ files }) => files >= 1) && sizes[0].files > 2, 'style sheets or scripts were not counted');
    for (const { file, bytes } of sizes.slice(0, 3)) context.diagnostic(`${file}: ${bytes} bytes`);
    none(sizes.filter(({ bytes }) => bytes > MOST).map(({ file, bytes }) => `${file}: ${bytes} bytes`));
  });
}

/** The size of a file of the site as servers send it. */
function weight(site, path) {
  const file = path.slice(site.root.length).replace(/(^|\/)$/, '$1index.html');
  return PICTURES.test(file) ? 0 : gzipSync(site.bytes(file), { level: 9 }).length;
}
