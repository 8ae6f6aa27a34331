// A 公示 counts its days on the reader's day in Beijing, whenever the page was made.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { sites } from './site.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('the days that are left', { timeout: 60_000 }, async () => {
  const notices = sites().flatMap((site) =>
    site.pages.filter(({ html }) => html.includes('data-until=') && html.includes('lang="zh-Hans"')).map((page) => ({ site, page })));
  assert.notEqual(notices.length, 0, 'no page to look at');
  const { site, page: { route, html } } = notices[0];
  const [, from, until] = html.match(/data-from="([^"]+)" data-until="([^"]+)"/);
  const server = await site.serve();
  const context = await browser.newContext({ timezoneId: 'America/New_York' });
  const page = await context.newPage();
  const at = async (day, days) => {
    // Half past midnight in Beijing is still the day before elsewhere.
    await page.clock.setFixedTime(new Date(Date.parse(`${day}T00:30:00+08:00`) + days * 24 * 60 * 60 * 1000));
    await page.goto(server.url(route));
    const left = page.locator('.round-left').first();
    return (await left.isVisible()) ? (await left.innerText()).trim() : null;
  };
  assert.equal(await at(from, -1), null);
  assert.equal(await at(until, -2), '距公示期结束还有 2 天');
  assert.equal(await at(until, 0), '今天是公示期的最后一天');
  assert.equal(await at(until, 1), '公示期已经结束');
  await context.close();
  server.close();
});
