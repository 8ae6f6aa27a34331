// The pictures in README.md: pages of the sample site as they are.
//
//     ./test browser                                # installs the browser's driver and builds the site
//     node tests/browser/screenshots.mjs            # writes docs/images/
//
// The same pages on the same machine give the same bytes; other fonts give other pictures, so that no test compares them.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { siteIn } from './site.mjs';

const MOST = 80 * 1024;
const BUILT = 'target/browser';
const TO = 'docs/images';

/** What is shown of which site. The sample honors nobody, so that roll and document are of the invented city. */
const PICTURES = [
  { name: 'home', site: 'sample', route: '' },
  { name: 'roll', site: 'full', route: 'roll/', viewport: { width: 1200, height: 1200 } },
  { name: 'person', site: 'sample', route: 'people/zhao-liangxi/', viewport: { width: 1200, height: 1200 } },
  { name: 'commendation', site: 'full', route: 'commendations/shiweifa-15/', viewport: { width: 1200, height: 1200 } },
  { name: 'home-dark', site: 'sample', route: '', colorScheme: 'dark' },
  { name: 'person-phone', site: 'sample', route: 'people/zhao-liangxi/', viewport: { width: 320, height: 640 } },
];

mkdirSync(TO, { recursive: true });
const browser = await launch();
for (const { name, site, route, colorScheme = 'light', viewport = { width: 1200, height: 800 } } of PICTURES) {
  const server = await siteIn(join(BUILT, site)).serve();
  const context = await browser.newContext({ viewport, colorScheme, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.url(route), { waitUntil: 'networkidle' });
  const picture = await webp(page, await page.screenshot());
  assert.ok(picture.length <= MOST, `${name}: ${picture.length} bytes`);
  writeFileSync(join(TO, `${name}.webp`), picture);
  console.log(`${name}.webp: ${picture.length} bytes`);
  await context.close();
  server.close();
}
await browser.close();

/** A picture as WebP, by the browser's own encoder. */
async function webp(page, png) {
  const blank = await page.context().newPage();
  const url = await blank.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0))], { type: 'image/png' }));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/webp', 0.8);
  }, png.toString('base64'));
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
