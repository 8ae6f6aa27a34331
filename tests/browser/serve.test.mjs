// `honorroll serve` in a real browser: a save reloads the page, errors lie over the last good one.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { none } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PROGRAM = process.env.HONORROLL ?? fileURLToPath(new URL('../../target/debug/honorroll', import.meta.url));
const PERSON = 'content/people/zhang-san.yaml';
const SITE = {
  'content/site.yaml': 'title: 示例光荣榜\ndefault_status: published\n',
  [PERSON]: 'name: 张三\nsummary: 起初\n',
  'content/people/li-si.yaml': 'name: 李四\n',
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A site in a folder of its own, served until the test is over. */
async function preview(context, files, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'honorroll-serve-'));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const child = spawn(PROGRAM, ['serve', '--port', '0', '--site', folder, ...args]);
  context.after(() => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const origin = await new Promise((ready, fail) => {
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
      const found = said.match(/http:\/\/[\d.:]+\//);
      if (found) ready(found[0]);
    });
    child.on('exit', (code) => fail(new Error(`ended with ${code}: ${said}`)));
  });
  const page = await browser.newPage();
  context.after(() => page.close());
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  return { origin, page, problems, write };
}

const shows = (page, text) => page.getByText(text).first().waitFor();

describe('serve', () => {
  test('a save reloads the page', { timeout: 120_000 }, async (context) => {
    const { origin, page, problems, write } = await preview(context, SITE);
    await page.goto(`${origin}people/zhang-san/`);
    await shows(page, '起初');
    for (const text of ['第一次修改', '第二次修改']) {
      write(PERSON, `name: 张三\nsummary: ${text}\n`);
      await shows(page, text);
    }
    none(problems);
  });

  test('errors lie over the page, as text, until they are mended', { timeout: 120_000 }, async (context) => {
    const { origin, page, problems, write } = await preview(context, SITE);
    await page.goto(`${origin}people/zhang-san/`);
    write(PERSON, 'name: 张三\nsumary: <img src=x onerror="document.title=1">\n');
    await shows(page, 'unknown-field');
    await shows(page, '内容有错误，页面还是改之前的');
    await shows(page, '起初');
    assert.equal(await page.locator('img[src=x]').count(), 0);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run());
    none(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`));
    // Put away, it stays away until something else is wrong.
    await page.getByRole('button', { name: '关闭' }).click();
    assert.equal(await page.locator('honorroll-problems').count(), 0);
    write(PERSON, 'name: 张三\nage: 3\n');
    await shows(page, 'age: 3');
    write(PERSON, 'name: 张三\nsummary: 改好了\n');
    await shows(page, '改好了');
    assert.equal(await page.locator('honorroll-problems').count(), 0);
    none(problems);
  });

  test('a start with errors shows them, and then the site', { timeout: 120_000 }, async (context) => {
    const { origin, page, write } = await preview(context, { ...SITE, [PERSON]: 'name: 张三\nage: 2\n' });
    await page.goto(`${origin}people/zhang-san/`);
    await shows(page, 'age: 2');
    write(PERSON, SITE[PERSON]);
    await shows(page, '起初');
  });

  test('the browser follows the edits where it is asked to', { timeout: 120_000 }, async (context) => {
    const { origin, page, problems, write } = await preview(context, SITE, '--follow');
    await page.goto(`${origin}people/zhang-san/`);
    write('content/people/li-si.yaml', 'name: 李四\nsummary: 改了这里\n');
    await page.waitForURL(`${origin}people/li-si/`);
    await shows(page, '改了这里');
    write('content/people/zhang-san.md', '再改那里\n');
    await page.waitForURL(`${origin}people/zhang-san/`);
    await shows(page, '再改那里');
    none(problems);
  });
});
