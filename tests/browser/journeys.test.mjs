// What readers come for, from the home page to what they wanted and back again.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { none, sites } from './site.mjs';

const every = new Map(sites().map((site) => [site.name, site]));

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

describe('on the full site', () => {
  const site = every.get('full');
  let server;
  before(async () => (server = await site.serve()));
  after(() => server?.close());

  /** The home page in a window of its own; what goes wrong on the way is in `problems`. */
  async function home(context, options = {}) {
    const visit = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', ...options });
    context.after(() => visit.close());
    const page = await visit.newPage();
    page.setDefaultTimeout(20_000);
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(server.url(''));
    return { page, problems };
  }

  test('someone looks for a person by keyboard, reads the document, and goes back', async (context) => {
    const { page, problems } = await home(context);
    await tabTo(page, page.getByRole('searchbox', { name: '查找' }));
    await page.keyboard.type('张三');
    await page.keyboard.press('Enter');
    const found = page.locator('.result').getByRole('link', { name: '张三', exact: true }).first();
    await found.waitFor();
    await tabTo(page, found);
    await page.keyboard.press('Enter');
    await heading(page, '张三');
    const document = page.locator('main').getByRole('link', { name: '关于表彰2030年示例河防汛先进个人和先进集体的决定' }).first();
    await tabTo(page, document);
    await page.keyboard.press('Enter');
    await heading(page, '关于表彰2030年示例河防汛先进个人和先进集体的决定');
    await page.goBack();
    await heading(page, '张三');
    await page.goBack();
    await found.waitFor();
    assert.equal(await page.locator('#search-q').inputValue(), '张三');
    none(problems);
  });

  test('someone narrows a search, opens a result, and finds the search as it was', async (context) => {
    const { page, problems } = await home(context);
    await page.getByRole('searchbox', { name: '查找' }).fill('示例');
    await page.keyboard.press('Enter');
    await page.locator('#search-filters summary').click();
    const kind = page.getByLabel('类别');
    await kind.locator('option', { hasText: '表彰决定' }).waitFor({ state: 'attached' });
    await kind.selectOption('commendation');
    await page.getByRole('button', { name: '类别：表彰决定' }).waitFor();
    const results = page.locator('.result-title a');
    await page.waitForFunction(() => [...document.querySelectorAll('.result-title a')].every((link) => link.href.includes('/commendations/')));
    const titles = await results.allTextContents();
    await results.first().click();
    await heading(page, titles[0]);
    await page.goBack();
    await page.getByRole('button', { name: '类别：表彰决定' }).waitFor();
    await page.waitForFunction((count) => document.querySelectorAll('.result-title a').length === count, titles.length);
    assert.deepEqual(await results.allTextContents(), titles);
    none(problems);
  });

  test('someone goes along the roll, and back to where they were', async (context) => {
    const { page, problems } = await home(context, { viewport: { width: 390, height: 700 } });
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '光荣榜' }).click();
    await heading(page, '光荣榜');
    const last = page.locator('.wall a').last();
    const name = await last.textContent();
    await last.scrollIntoViewIfNeeded();
    const depth = await page.evaluate(() => scrollY);
    assert.ok(depth > 100);
    await last.click();
    await heading(page, name);
    await page.locator('a[rel=next]').click();
    await page.waitForFunction((before) => document.querySelector('h1').textContent !== before, name);
    await page.goBack();
    await heading(page, name);
    await page.goBack();
    await heading(page, '光荣榜');
    await page.waitForFunction((depth) => Math.abs(scrollY - depth) < 2, depth);
    none(problems);
  });

  test('someone who objects to a 公示 finds until when, and whom to call', async (context) => {
    const { page, problems } = await home(context);
    await page.getByRole('link', { name: '关于2031年示例市示范岗拟表彰对象的公示' }).click();
    await heading(page, '关于2031年示例市示范岗拟表彰对象的公示');
    const round = page.getByRole('complementary', { name: '公示信息' });
    assert.match(await round.textContent(), /公示期2031年5月12日至2031年5月16日[\s\S]*受理单位甲区测试局电话000-00000005/);
    none(problems);
  });

  test('someone prints a document: on paper are all names, and no way to leave', async (context) => {
    const { page } = await home(context);
    await page.goto(server.url('commendations/shiweifa-15/'));
    const names = await page.locator('.recipient-name').allTextContents();
    assert.ok(names.length > 10);
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => ({
      names: [...document.querySelectorAll('.recipient-name')].filter((name) => name.checkVisibility()).length,
      ways: [...document.querySelectorAll('nav, form, button')].filter((way) => way.checkVisibility()).map((way) => way.outerHTML.slice(0, 60)),
    }));
    assert.deepEqual(seen, { names: names.length, ways: [] });
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = paper.match(/\/MediaBox \[0 0 [\d.]+ [\d.]+\]/g);
    assert.ok(sheets.length <= 4, `${sheets.length} sheets`);
    assert.ok(sheets.every((sheet) => /59[45][\d.]* 84[12]/.test(sheet)), `not A4: ${sheets[0]}`);
  });

  test('someone without scripts finds the same person by strokes', async (context) => {
    const { page } = await home(context, { javaScriptEnabled: false });
    await page.getByRole('searchbox', { name: '查找' }).fill('李四');
    await page.keyboard.press('Enter');
    await heading(page, '查找');
    await page.locator('#search-off').waitFor();
    await page.locator('#indexes').getByRole('link', { name: /^七画/ }).click();
    await page.locator('main').getByRole('link', { name: '李四', exact: true }).click();
    await heading(page, '李四 （女，彝族）');
  });

  test('someone asks what the site keeps of them, and finds whom to write to', async (context) => {
    const { page, problems } = await home(context);
    await page.getByRole('contentinfo').getByRole('link', { name: '隐私声明' }).click();
    await heading(page, '隐私声明');
    assert.equal(await page.locator('main a[href^="mailto:"]').getAttribute('href'), 'mailto:test@shili.example');
    await page.getByRole('contentinfo').getByRole('link', { name: '无障碍声明' }).click();
    await heading(page, '无障碍声明');
    none(problems);
  });
});

test('someone reads on in traditional characters, finds a person there, and comes back', async (context) => {
  const site = every.get('editions');
  const server = await site.serve();
  const visit = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.after(async () => (await visit.close(), server.close()));
  const page = await visit.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(server.url(''));
  await page.getByRole('link', { name: '繁體' }).click();
  await page.getByRole('searchbox', { name: '查找' }).fill('范三');
  await page.keyboard.press('Enter');
  await page.locator('.result-title a').filter({ hasText: '范三' }).first().click();
  await heading(page, '范三');
  assert.ok(page.url().startsWith(server.url('zh-hant/people/')), page.url());
  await page.getByRole('link', { name: '简体' }).click();
  await heading(page, '范三');
  assert.ok(page.url().startsWith(server.url('people/')), page.url());
});

/** Waits for the page of that name. */
async function heading(page, name) {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Presses Tab until the focus is there. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not lead to ${locator}`);
}
