import { launch } from './browser.mjs';
import { siteIn } from './site.mjs';
import { writeFileSync } from 'node:fs';
const [out, ...specs] = process.argv.slice(2);
const browser = await launch();
for (const spec of specs) {
  const [name, rest] = spec.split('=');
  const [site, route, width, scheme, where] = rest.split('@');
  const server = await siteIn('/dev/shm/br/' + site).serve();
  const context = await browser.newContext({ viewport: { width: +width, height: 900 }, colorScheme: scheme || 'light', locale: 'zh-CN', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.url(route), { waitUntil: 'networkidle' });
  if (where === 'bottom') await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  writeFileSync(`${out}/${name}.png`, await page.screenshot({ fullPage: where === 'full' }));
  await context.close(); server.close();
}
await browser.close();
