// The roll narrowed and reordered in Chromium, against the records that the site was made from.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { launch } from './browser.mjs';
import { none } from './site.mjs';
import { city, dice, folderOf } from './search-site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PEOPLE = 400;
const SELECTIONS = 300;
const LEVELS = [['municipal', '市厅级'], ['county', '县处级'], undefined];

/** A city whose people also have teams, campaigns, and honors of several levels. */
function files() {
  const files = city(PEOPLE);
  const { roll, pick } = dice(7);
  files['content/teams.yaml'] = JSON.stringify([{ id: 'hong', name: '红队' }, { id: 'lan', name: '蓝队' }]);
  files['content/campaigns.yaml'] = JSON.stringify([{ id: 'xun', title: '示例防汛' }, { id: 'xue', title: '示例扫雪' }]);
  for (const [path, text] of Object.entries(files)) {
    const record = path.endsWith('.yaml') && !path.startsWith('content/site') ? JSON.parse(text) : undefined;
    if (path.startsWith('content/commendations/')) {
      const level = pick(LEVELS);
      files[path] = JSON.stringify({ ...record, ...(level && { level: level[0] }), ...(roll(3) || { campaign: 'xue' }) });
    } else if (path.startsWith('content/people/p')) {
      files[path] = JSON.stringify({ ...record, ...(roll(4) || { teams: ['hong', 'lan'].slice(0, 1 + roll(2)) }), ...(roll(5) || { campaigns: ['xun'] }) });
    }
  }
  files['content/people/aili.yaml'] = JSON.stringify({ name: '买买提·艾力', roll: true });
  return files;
}

/** What the records say of everyone on the roll, by the address of their page. */
function truth(files) {
  const record = (path) => JSON.parse(files[path]);
  const below = (list) => (id) => (id ? [id, ...below(list)(list.find((one) => one.id === id).parent)] : []);
  const [units, places] = [record('content/units.yaml'), record('content/places.yaml')].map(below);
  const awards = Object.keys(files).filter((path) => path.startsWith('content/commendations/')).map(record);
  const people = Object.keys(files).filter((path) => /^content\/people\/.*\.yaml$/.test(path));
  return new Map(
    people.flatMap((path) => {
      const { name, unit, place, teams = [], campaigns = [], roll } = record(path);
      const id = path.match(/([^/]*)\.yaml$/)[1];
      const held = awards.filter(({ honors }) => honors[0].recipients.some(({ person }) => person === id));
      if (!held.length && !roll) return [];
      const each = held.map(({ honors, date, level }) => ({ honor: honors[0].title, year: date.slice(0, 4), level }));
      return [[id, { name, unit: units(unit), place: places(place), team: teams, campaign: [...campaigns, ...held.flatMap(({ campaign }) => campaign ?? [])], awards: each.length ? each : [{}], latest: held.map(({ date }) => date).sort().at(-1) ?? '' }]];
    }),
  );
}

const fits = (person, { name = '', ...chosen }) =>
  person.name.includes(name) &&
  ['unit', 'place', 'team', 'campaign'].every((facet) => !chosen[facet] || person[facet].includes(chosen[facet])) &&
  person.awards.some((award) => ['honor', 'year', 'level'].every((facet) => !chosen[facet] || award[facet] === chosen[facet]));

let browser;
let folder;
let server;
let known;
before(async () => {
  const records = files();
  known = truth(records);
  folder = folderOf(records);
  server = await folder.build().serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  folder?.remove();
});

async function open(context, route = 'roll/', options = {}) {
  const visit = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', ...options });
  context.after(() => visit.close());
  const page = await visit.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(server.url(route));
  return { page, problems };
}

const said = (page, text) => page.locator('#narrow-status', { hasText: text }).waitFor();
const names = (page) => page.locator('#narrow-wall .name').allTextContents();
/** The ids of those who are shown, in order. */
const people = (page, where) => page.locator(`${where} a.name`).evaluateAll((links) => links.map(({ href }) => href.match(/people\/(.*)\//)[1]));
const filters = (page) => page.getByText('按单位、地区、荣誉、年份等筛选').click();

describe('the roll', () => {
  test('is narrowed by what is chosen, with counts of what is left, in any combination', async (context) => {
    const { page, problems } = await open(context);
    const { roll, pick } = dice(11);
    const everyone = [...known.values()];
    const values = (facet) => [...new Set(everyone.flatMap((person) => person[facet] ?? person.awards.flatMap((award) => award[facet] ?? [])))].sort();
    const facets = Object.fromEntries(['unit', 'place', 'team', 'campaign', 'honor', 'year', 'level'].map((facet) => [facet, values(facet)]));
    const selections = Array.from({ length: SELECTIONS }, () => {
      const on = Object.keys(facets).filter(() => !roll(3));
      return { ...Object.fromEntries(on.map((facet) => [facet, pick(facets[facet])])), ...(roll(2) || { name: pick(everyone).name.slice(0, 1 + roll(2)) }) };
    });
    const found = await page.evaluate(async (selections) => {
      const { reader, index } = document.getElementById('narrow').dataset;
      const { open } = await import(new URL(reader, document.baseURI));
      const roll = await open(new URL(index, document.baseURI));
      const answers = [];
      for (const { name = '', ...chosen } of selections) {
        const groups = await roll.narrow(chosen, name, '');
        const entries = await roll.entries(groups.flatMap(({ places }) => places));
        const counts = Object.fromEntries(['unit', 'place', 'team', 'campaign', 'honor', 'year', 'level'].map((facet) => [facet, Object.fromEntries(roll.facet(facet).map(([value, , count]) => [value, count]))]));
        answers.push({ hrefs: entries.map(({ href }) => href), counts });
      }
      return answers;
    }, selections);
    selections.forEach((selection, at) => {
      const { hrefs, counts } = found[at];
      const expected = [...known].filter(([, person]) => fits(person, selection)).map(([id]) => `people/${id}/`);
      assert.deepEqual([...hrefs].sort(), expected.sort(), JSON.stringify(selection));
      for (const [facet, values] of Object.entries(facets)) {
        const offered = values.map((value) => [value, everyone.filter((person) => fits(person, { ...selection, [facet]: value })).length]);
        assert.deepEqual(counts[facet], Object.fromEntries(offered.filter(([, count]) => count)), `${facet} of ${JSON.stringify(selection)}`);
      }
    });
    assert.ok(found.some(({ hrefs }) => hrefs.length > 1) && found.some(({ hrefs }) => !hrefs.length), 'all selections are alike');
    none(problems);
  });

  test('is in the same order narrowed as whole, and in the others that are offered', async (context) => {
    const { page } = await open(context);
    const printed = [];
    for (let more = true; more; ) {
      printed.push(...(await people(page, '#narrow-plain')));
      const next = page.locator('.pagination a[rel=next]');
      more = (await next.count()) > 0;
      if (more) await next.click();
    }
    assert.equal(printed.length, known.size);
    await page.goto(server.url('roll/?campaign=xun'));
    await said(page, '共');
    const part = await people(page, '#narrow-wall');
    assert.ok(part.length > 5 && part.length < printed.length);
    assert.deepEqual(part, printed.filter((id) => part.includes(id)));
    await page.goto(server.url('roll/?order=date'));
    await said(page, `共 ${known.size} 人`);
    while (await page.locator('#narrow-more').isVisible()) await page.locator('#narrow-more').click();
    const dated = await people(page, '#narrow-wall');
    assert.equal(new Set(dated).size, known.size);
    const dates = dated.map((id) => known.get(id).latest);
    assert.deepEqual(dates, [...dates].sort().reverse());
    await page.goto(server.url('roll/?order=pinyin'));
    await said(page, `共 ${known.size} 人`);
    const letters = await page.locator('#narrow-wall h2 [data-slot=label]').allTextContents();
    assert.deepEqual(letters, [...letters].sort());
    assert.ok(letters.includes('O'), '欧阳');
  });

  test('says in its address what is chosen, and goes back to it from a person', async (context) => {
    const { page, problems } = await open(context);
    await filters(page);
    const option = page.locator('#narrow-team option', { hasText: '红队' });
    await option.waitFor({ state: 'attached' });
    const before = await page.locator('#narrow-level option', { hasText: '市厅级' }).textContent();
    await page.getByLabel('队伍').selectOption('hong');
    const red = [...known.values()].filter((person) => fits(person, { team: 'hong' })).length;
    await said(page, `共 ${red} 人`);
    assert.notEqual(await page.locator('#narrow-level option', { hasText: '市厅级' }).textContent(), before, 'counts stay as they were');
    await page.getByLabel('姓名', { exact: true }).fill('张');
    const both = [...known.values()].filter((person) => fits(person, { team: 'hong', name: '张' })).length;
    await said(page, `共 ${both} 人`);
    assert.match(page.url(), /roll\/\?name=%E5%BC%A0&team=hong$/);
    const shown = await names(page);
    await page.locator('#narrow-wall a').first().click();
    await page.getByRole('heading', { level: 1, name: shown[0] }).waitFor();
    await page.goBack();
    await said(page, `共 ${both} 人`);
    assert.deepEqual(await names(page), shown);
    await page.getByRole('button', { name: '队伍：红队' }).click();
    await said(page, `共 ${[...known.values()].filter((person) => fits(person, { name: '张' })).length} 人`);
    await page.getByLabel('姓名', { exact: true }).fill('');
    await page.locator('#narrow-plain').waitFor();
    assert.equal(new URL(page.url()).search, '');
    none(problems);
  });

  test('names what is chosen where nobody fits it any more', async (context) => {
    const { page } = await open(context, 'roll/?team=hong&unit=unit-1&name=没有');
    await said(page, '没有符合条件的人');
    assert.deepEqual(await page.locator('#narrow-chips button').allTextContents(), ['单位：示例市测试乙局', '队伍：红队']);
    await filters(page);
    await page.waitForFunction(() => document.getElementById('narrow-team').value === 'hong');
    assert.equal(await page.locator('#narrow-team option:checked').textContent(), '红队（0）');
  });

  test('sets names as its plain pages do', async (context) => {
    const { page } = await open(context);
    const wall = (id) => page.locator(`${id} .wall > li`).evaluateAll((items) => items.map((item) => item.innerHTML.replace(/ data-slot="\w+"/g, '').replace(/href="[^"]*\/people\//g, 'href="people/').replace(/\s*\n\s*/g, '')).sort());
    const plain = await wall('#narrow-plain');
    await page.getByLabel('排序', { exact: true }).selectOption('pinyin');
    await said(page, '共');
    while (await page.locator('#narrow-more').isVisible()) await page.locator('#narrow-more').click();
    const narrowed = new Set((await wall('#narrow-wall')).map((html) => html.replace(/<a class="([^"]*)" href="([^"]*)"/, '<a class="$1" href="$2"')));
    none(plain.filter((html) => !narrowed.has(html)).slice(0, 3));
  });

  test('says that nobody fits, what a filter does not know, and has no barriers', async (context) => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, problems } = await open(context, 'roll/?name=张&honor=没有', { colorScheme, viewport: { width: 320, height: 900 } });
      await said(page, '没有符合条件的人');
      await page.goto(server.url('roll/?team=hong'));
      await said(page, '共');
      await filters(page);
      await page.getByLabel('单位').fill('没有这个单位');
      await page.getByLabel('单位').blur();
      assert.match(await page.getByLabel('单位').evaluate((field) => field.validationMessage), /没有这一项/);
      await page.getByLabel('单位').fill('');
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
      none(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than the screen');
      none(problems);
    }
  });

  test('stays whole where its data cannot be had', async (context) => {
    const { page } = await open(context);
    await page.route('**/roll/filters*', (route) => route.abort());
    await page.getByLabel('排序', { exact: true }).selectOption('date');
    await said(page, '取不到筛选所用的数据');
    assert.ok(await page.locator('#narrow-plain .wall').first().isVisible());
  });

  test('needs no script', async (context) => {
    const { page } = await open(context, 'roll/', { javaScriptEnabled: false });
    assert.ok(!(await page.locator('#narrow').isVisible()));
    assert.ok((await page.locator('.wall .name').count()) > 20);
  });
});
