// Search as readers use it: in Chromium, over the index that the program made.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { none } from './site.mjs';
import { Oracle, city, dice, documents, folderOf, words } from './search-site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PEOPLE = 600;
const QUERIES = 3000;
const FIRST_LOAD = 20_000;
const QUERY = 60_000;

const FILES = {
  ...city(PEOPLE),
  'content/people/qingshi.yaml': JSON.stringify({ name: '谢青石', unit: 'unit-1', place: 'east', post: '巡查组组长', summary: '在黄葛渡口值守' }),
  'content/people/ouyang.yaml': JSON.stringify({ name: '欧阳明灯', unit: 'unit-2', place: 'west', summary: '整理乾隆年间的檔案' }),
  'content/people/shan.yaml': JSON.stringify({ name: '单灯', summary: '单位里的老同志' }),
  'content/people/aili.yaml': JSON.stringify({ name: '买买提·艾力', summary: '高原巡护' }),
  'content/people/lv.yaml': JSON.stringify({ name: '吕灯芯', summary: '里程表校验' }),
};

let browser;
let folder;
let site;
let server;
let oracle;
before(async () => {
  folder = folderOf(FILES);
  site = folder.build();
  server = await site.serve();
  oracle = new Oracle(documents(site));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  folder?.remove();
});

/** A page of its own; what goes wrong on it is in `problems`, what it has loaded in `moved`. */
async function open(context, route = 'search/', options = {}) {
  const visit = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', ...options });
  context.after(() => visit.close());
  const page = await visit.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const moved = [];
  const network = await visit.newCDPSession(page);
  await network.send('Network.enable');
  const paths = new Map();
  network.on('Network.requestWillBeSent', ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => moved.push({ path: paths.get(requestId), bytes: encodedDataLength }));
  await page.goto(server.url(route));
  return { page, problems, moved };
}

const box = (page) => page.locator('#search-q');
const status = (page) => page.locator('#search-status');
const titles = (page) => page.locator('.result-title').allTextContents();

/** Types a query and waits for what is said of it. */
async function ask(page, query, said = /找到|显示|符合/) {
  await status(page).evaluate((element) => (element.textContent = ''));
  await box(page).fill(query);
  await page.waitForFunction((said) => new RegExp(said).test(document.getElementById('search-status').textContent), said.source);
}

describe('a name', () => {
  test('is found from the home page, and its page is opened', async (context) => {
    const { page, problems } = await open(context, '');
    await page.getByRole('searchbox', { name: '查找' }).fill('谢青石');
    await page.keyboard.press('Enter');
    const found = page.locator('.result').first();
    await found.getByRole('link', { name: '谢青石' }).click();
    await page.getByRole('heading', { level: 1, name: '谢青石' }).waitFor();
    none(problems);
  });

  test('is found as it is written, in traditional characters, by pinyin, by initials, and by any mixture', async (context) => {
    const { page, problems } = await open(context);
    for (const [name, ...queries] of [
      ['谢青石', '谢青石', '青石', '謝青石', 'xieqingshi', 'XieQing', 'xqs', 'xieqs', '谢qs', '谢青s', 'xie青石', 'ｘｑｓ', "xie'qing'shi"],
      ['欧阳明灯', 'oymd', 'ouyangmingdeng', '歐陽md'],
      ['单灯', 'shandeng', 'sdeng'],
      ['吕灯芯', 'lvdengxin', 'ludengxin', '吕dx'],
      ['买买提·艾力', '买买提·艾力', '買買提・艾力', 'maimaitiaili', 'mmtal', '提艾l'],
    ]) {
      for (const query of queries) {
        await ask(page, query);
        assert.equal((await titles(page))[0], name, query);
        assert.ok((await page.locator('.result-title').first().locator('mark').count()) > 0, `${query}: what was meant is not marked`);
      }
    }
    none(problems);
  });

  test('is not found by a reading that it does not have', async (context) => {
    const { page } = await open(context);
    for (const query of ['dandeng', 'qingshixie', 'xiqs']) {
      await ask(page, query);
      assert.deepEqual(await titles(page), [], query);
    }
  });
});

describe('a text', () => {
  test('is shown where it was found, the match marked', async (context) => {
    const { page } = await open(context);
    await ask(page, '黃葛渡');
    assert.deepEqual(await titles(page), ['谢青石']);
    assert.deepEqual(await page.locator('.result mark').allTextContents(), ['黄葛渡']);
    await ask(page, '档案');
    assert.deepEqual(await page.locator('.result mark').allTextContents(), ['檔案']);
  });

  test('with several words has all of them', async (context) => {
    const { page } = await open(context);
    await ask(page, '谢青石 黄葛 测试');
    assert.deepEqual(await titles(page), ['谢青石']);
    await ask(page, '谢青石 乾隆');
    assert.deepEqual(await titles(page), []);
  });

  test('that occurs nowhere is said so, with help and the indexes', async (context) => {
    const { page, problems } = await open(context);
    await ask(page, '火星人');
    assert.equal(await status(page).textContent(), '没有找到');
    assert.ok(await page.getByText('可以这样再试').isVisible());
    assert.ok(await page.getByRole('heading', { name: '按姓氏笔画' }).isVisible());
    await page.evaluate(AXE);
    none(await barriers(page));
    none(problems);
  });

  test('that a record holds never runs', async (context) => {
    const { page, problems } = await open(context);
    await ask(page, 'onerror');
    assert.match(await page.locator('.result').first().textContent(), /<img src=x onerror="window.hit=1"> & <script>window.hit=1<\/script> 恶意/);
    assert.equal(await page.locator('.result img, .result script').count(), 0);
    await page.goto(`${server.url('search/')}?q=${encodeURIComponent('<img src=x onerror="window.hit=1">')}&kind=<b>`);
    await status(page).filter({ hasText: /找到|显示|符合/ }).waitFor();
    assert.equal(await page.evaluate(() => window.hit), undefined);
    none(problems);
  });

  test('of a draft is in no file of the index', () => {
    assert.deepEqual(oracle.search('不可见'), []);
    assert.deepEqual(oracle.search('草稿某'), []);
  });
});

describe('the list of what was found', () => {
  test('goes on where there is more, and the focus goes with it', async (context) => {
    const { page } = await open(context);
    await ask(page, '示例');
    assert.equal((await titles(page)).length, 10);
    await page.getByRole('button', { name: '显示更多' }).click();
    await page.locator('.result').nth(19).waitFor();
    const expected = oracle.search('示例').slice(0, 20).map((u) => server.url(u));
    const shown = await page.locator('.result-title a').evaluateAll((links) => links.map((link) => link.href));
    assert.deepEqual(shown, expected);
    assert.ok(await page.locator('.result-title a').nth(10).evaluate((link) => link === document.activeElement));
    // Who reads one of them and comes back finds the list as it was left.
    await page.locator('.result-title a').nth(15).click();
    await page.goBack();
    await page.locator('.result').nth(19).waitFor();
  });

  test('says how many there are where that is known', async (context) => {
    const { page } = await open(context);
    await ask(page, '值守');
    assert.equal(await status(page).textContent(), `找到 ${oracle.search('值守').length} 条`);
  });

  test('never shows the answer to an earlier question', async (context) => {
    const { page } = await open(context);
    // The answer to the first query waits until the second has been answered.
    let release;
    const held = new Promise((ready) => (release = ready));
    let first = true;
    await page.route('**/search/grams/*', async (route) => {
      if (first) {
        first = false;
        await held;
      }
      await route.continue();
    });
    await box(page).fill('乾隆');
    await page.waitForRequest('**/search/grams/*');
    await ask(page, '黄葛渡');
    release();
    await page.waitForLoadState('networkidle');
    assert.deepEqual(await titles(page), ['谢青石']);
  });

  test('is without barriers, wide and narrow, light and dark, with large text', async (context) => {
    for (const [width, colorScheme] of [[320, 'light'], [1280, 'dark']]) {
      const { page, problems } = await open(context, `search/?q=${encodeURIComponent('示例')}&kind=person`, { viewport: { width, height: 900 }, colorScheme });
      await page.locator('.result').first().waitFor();
      await page.locator('#search-filters summary').click();
      await page.locator('#search-chips button').waitFor();
      await page.evaluate(AXE);
      none(await barriers(page));
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      none(await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5);
        return scrollWidth > clientWidth ? wide.map((element) => `sticks out: ${element.outerHTML.slice(0, 80)}`) : [];
      }));
      none(problems);
    }
  });
});

describe('the address', () => {
  test('holds the query; back and forward follow it', async (context) => {
    const { page } = await open(context);
    await box(page).fill('谢青石');
    await page.keyboard.press('Enter');
    await page.locator('.result').first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get('q'), '谢青石');
    await box(page).fill('欧阳明灯');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '欧阳明灯' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: '谢青石' }).waitFor();
    assert.equal(await box(page).inputValue(), '谢青石');
    await page.goForward();
    await page.getByRole('link', { name: '欧阳明灯' }).waitFor();
  });
});

describe('a filter', () => {
  const hrefs = (page) => page.locator('.result-title a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));

  test('narrows what is shown, is in the address, and is taken away again', async (context) => {
    const { page, problems } = await open(context);
    await ask(page, '示例');
    const all = await status(page).textContent();
    await page.locator('#search-filters summary').click();
    const kind = page.getByLabel('类别');
    await kind.locator('option', { hasText: '表彰决定' }).waitFor({ state: 'attached' });
    await kind.selectOption('commendation');
    await page.locator('#search-chips button').waitFor();
    await page.waitForFunction((all) => document.getElementById('search-status').textContent !== all, all);
    assert.ok((await hrefs(page)).every((path) => path.includes('/commendations/')));
    assert.equal(new URL(page.url()).searchParams.get('kind'), 'commendation');
    await page.reload();
    await page.getByRole('button', { name: '类别：表彰决定' }).click();
    await status(page).filter({ hasText: all }).waitFor();
    none(problems);
  });

  test('by unit takes those below it too', async (context) => {
    const { page } = await open(context);
    await page.locator('#search-filters summary').click();
    await page.locator('#search-unit').fill('示例市测试甲局');
    await page.keyboard.press('Tab');
    await page.locator('.result').first().waitFor();
    await page.locator('#search-kind').selectOption('person');
    const wanted = Object.values(FILES).filter((text) => /"unit":"unit-[06]"/.test(text)).length;
    await status(page).filter({ hasText: `找到 ${wanted} 条` }).waitFor();
  });

  test('by year finds what was decided then', async (context) => {
    const { page } = await open(context, 'search/?kind=commendation&year=2029');
    const wanted = Object.entries(FILES).filter(([path, text]) => path.includes('/commendations/') && text.includes('"date":"2029')).length;
    await status(page).filter({ hasText: `找到 ${wanted} 条` }).waitFor();
  });
});

describe('the keyboard', () => {
  test('is enough', async (context) => {
    const { page } = await open(context);
    const isInBox = () => box(page).evaluate((element) => element === document.activeElement);
    // Whoever speaks to the browser presses letters without meaning to: no letter does anything outside a box.
    await page.locator('body').press('/');
    assert.ok(!(await isInBox()));
    for (let presses = 0; presses < 20 && !(await isInBox()); presses += 1) await page.keyboard.press('Tab');
    assert.ok(await isInBox());
    await page.keyboard.type('xqs');
    await page.locator('.result').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), '谢青石');
    await page.keyboard.press('ArrowUp');
    assert.ok(await isInBox());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await box(page).inputValue(), '');
    await page.waitForFunction(() => document.querySelectorAll('.result').length === 0);
    await page.keyboard.type('xqs');
    await page.locator('.result').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '谢青石' }).waitFor();
  });

  test('is not asked while an input method composes', async (context) => {
    const { page } = await open(context);
    await box(page).focus();
    const input = await page.context().newCDPSession(page);
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await input.send('Input.imeSetComposition', { text: 'xie qing shi', selectionStart: 12, selectionEnd: 12 });
    await page.waitForTimeout(400);
    assert.deepEqual(asked.filter((url) => /\/search\/(grams|texts)\//.test(url)), []);
    assert.equal(new URL(page.url()).search, '');
    await input.send('Input.insertText', { text: '谢青石' });
    await page.getByRole('link', { name: '谢青石' }).waitFor();
  });
});

describe('where search cannot work', () => {
  test('without scripts the indexes are there, and why', async (context) => {
    const { page } = await open(context, '', { javaScriptEnabled: false });
    await page.getByRole('searchbox').fill('谢青石');
    await page.keyboard.press('Enter');
    await page.getByText('现在没有运行').waitFor();
    await page.getByRole('link', { name: '谢青石' }).click();
    await page.getByRole('heading', { level: 1, name: '谢青石' }).waitFor();
  });

  test('opened by double-click too', async (context) => {
    const { page } = await open(context);
    await page.goto(pathToFileURL(join(site.folder, 'index.html')).href);
    await page.getByRole('searchbox').fill('谢青石');
    await page.keyboard.press('Enter');
    await page.getByText('现在没有运行').waitFor();
    await page.getByRole('link', { name: '谢青石' }).click();
    await page.getByRole('heading', { level: 1, name: '谢青石' }).waitFor();
  });

  for (const [name, pattern, answer, said] of [
    ['the index is not reachable', '**/search/index.json', (route) => route.abort(), '取不到查找所用的索引'],
    ['the index is damaged', '**/search/*/*', (route) => route.fulfill({ body: Buffer.alloc(90, 255) }), '索引读不出来'],
    ['the index is not one', '**/search/index.json', (route) => route.fulfill({ body: '<html>' }), '索引读不出来'],
    ['a file is gone for good', '**/search/texts/*', (route) => route.fulfill({ status: 404 }), '索引还不完整'],
  ]) {
    test(`where ${name} that is said, and the indexes are there`, async (context) => {
      const { page } = await open(context);
      await page.route(pattern, answer);
      await box(page).fill('谢青石');
      await status(page).filter({ hasText: said }).waitFor();
      assert.ok(await page.getByRole('heading', { name: '按姓氏笔画' }).isVisible());
    });
  }

  test('an old browser is told so', async (context) => {
    const { page } = await open(context);
    await page.evaluate(() => delete window.DecompressionStream);
    await box(page).fill('谢青石');
    await status(page).filter({ hasText: '浏览器版本较旧' }).waitFor();
  });

  test('a site that was published meanwhile is read anew', async (context) => {
    const { page } = await open(context);
    await ask(page, '谢青石');
    const gone = new Set();
    // All files of the index that the page knows of are gone until it asks for the manifest again.
    let published = false;
    await page.route('**/search/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path.endsWith('index.json')) published = true;
      else if (!published) {
        gone.add(path);
        return route.fulfill({ status: 404 });
      }
      return route.continue();
    });
    await ask(page, '乾隆');
    assert.ok(gone.size > 0);
    assert.deepEqual(await titles(page), ['欧阳明灯']);
  });
});

describe('what is moved', () => {
  const sum = (moved) => moved.reduce((sum, { bytes }) => sum + bytes, 0);

  test('is little before a query and for each', { timeout: 120_000 }, async (context) => {
    const first = await open(context);
    await box(first.page).focus();
    await first.page.waitForLoadState('networkidle');
    const scripts = first.moved.filter(({ path }) => /assets\/search|search\/index\.json/.test(path));
    assert.ok(scripts.length >= 3, scripts.map(({ path }) => path).join());
    assert.ok(sum(scripts) <= FIRST_LOAD, `script and manifest: ${sum(scripts)} bytes`);
    for (const query of ['谢青石', 'z', 'zh', 'zhang', 'xqs', '张s', '示例', '示', '2', '2030年', '〔2031〕8号', '示例市测试甲局 值守 防汛', '在黄葛渡口值守', 'a', '火星人']) {
      const { page, moved } = await open(context);
      await page.waitForLoadState('networkidle');
      const before = moved.length;
      await ask(page, query);
      const bytes = sum(moved.slice(before).filter(({ path }) => !path.endsWith('index.json')));
      context.diagnostic(`${query}: ${bytes} bytes`);
      assert.ok(bytes <= QUERY, `${query}: ${bytes} bytes`);
      await page.context().close();
    }
  });
});

test('thousands of queries find what reading everything finds, in the same order', { timeout: 600_000 }, async (context) => {
  const { page } = await open(context);
  const random = dice(4);
  const { roll, pick } = random;
  const part = (text) => {
    const chars = [...text];
    const start = roll(chars.length);
    return chars.slice(start, start + 1 + roll(7)).join('');
  };
  const named = oracle.pages.filter(({ r }) => r);
  const spelt = ({ t, r }) => {
    const chars = [...t.replace(/[^\p{sc=Han}]/gu, '')].map((char, at) => pick([char, r[at], r[at]?.[0]]) || char);
    const start = roll(chars.length);
    return chars.slice(start, start + 1 + roll(3)).join('').slice(0, 2 + roll(12));
  };
  const kinds = [
    () => part(pick(oracle.pages).z.join('\n')),
    () => part(pick(oracle.pages).t),
    () => pick(oracle.pages).t,
    () => spelt(pick(named)),
    () => `${spelt(pick(named))} ${part(pick(oracle.pages).z.join(' '))}`,
    () => `${part(pick(oracle.pages).z[3] || '示')} ${part(pick(oracle.pages).z[2] || '例')}`,
    () => words(1 + roll(3), random),
    () => pick([...'张国東谢zxs2示。·']),
  ];
  const queries = Array.from({ length: QUERIES }, () => pick(kinds)());
  const wrong = [];
  let found = 0;
  for (let at = 0; at < queries.length; at += 100) {
    const asked = queries.slice(at, at + 100);
    const answers = await page.evaluate(all, asked);
    asked.forEach((query, at) => {
      const expected = oracle.search(query);
      found += expected.length;
      if (expected.join(' ') === answers[at].join(' ')) return;
      const missing = expected.filter((u) => !answers[at].includes(u));
      const extra = answers[at].filter((u) => !expected.includes(u));
      wrong.push(`${JSON.stringify(query)}: ${expected.length} pages, found ${answers[at].length}; not found ${missing.slice(0, 3)}; not meant ${extra.slice(0, 3)}`);
    });
  }
  context.diagnostic(`${queries.length} queries, ${found} pages found`);
  none(wrong);
});

/** In the page: the addresses of all that the queries find. */
async function all(queries) {
  const { reader, results, index } = document.getElementById('search').dataset;
  const [{ open }, { Results }] = await Promise.all([reader, results].map((path) => import(new URL(path, document.baseURI))));
  window.index ??= await open(new URL(index, document.baseURI));
  const answers = [];
  for (const query of queries) {
    if (!/[\p{Alpha}\p{N}]/u.test(query)) {
      answers.push([]);
      continue;
    }
    const found = new Results(window.index, await window.index.search(query));
    const answer = [];
    while (found.left) answer.push(...(await found.next(100)).map(({ u }) => u));
    answers.push(answer);
  }
  return answers;
}

async function barriers(page) {
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}
