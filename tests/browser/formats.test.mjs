// What programs read of the built sites, as validators and readers that others wrote see it: site maps, feeds, linked data.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import jsonFeedSchema from 'jsonfeed-schema/v1.1.js';
import jsonld from 'jsonld';
import { validateXML } from 'xmllint-wasm';
import { none, sites } from './site.mjs';

const { resolve } = createRequire(import.meta.url);
const HERE = dirname(fileURLToPath(import.meta.url));

/** The schema that sitemaps.org publishes, and beside it the one element of another namespace that Google asks for. */
const SITEMAP = { fileName: 'sitemap.xsd', contents: readFileSync(join(dirname(resolve('sitemap')), '../../schema/sitemap.xsd'), 'utf8') };
const ALTERNATE = {
  fileName: 'alternate.xsd',
  contents: `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
    <element name="link"><complexType>
      <attribute name="rel" type="string" fixed="alternate" use="required"/>
      <attribute name="hreflang" type="language" use="required"/>
      <attribute name="href" type="anyURI" use="required"/>
    </complexType></element>
  </schema>`,
};
const BOTH = {
  fileName: 'both.xsd',
  contents: `<schema xmlns="http://www.w3.org/2001/XMLSchema">
    <import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="sitemap.xsd"/>
    <import namespace="http://www.w3.org/1999/xhtml" schemaLocation="alternate.xsd"/>
  </schema>`,
};

const isJsonFeed = new Ajv({ strictSchema: false, validateFormats: false }).compile(jsonFeedSchema);
const every = sites();

test('site maps keep to the schema of sitemaps.org', async () => {
  const maps = every.flatMap((site) => site.files.filter((file) => /^sitemap.*\.xml$/.test(file)).map((file) => ({ name: `${site.name}/${file}`, text: site.read(file) })));
  assert.ok(maps.length > 0, 'no site has a site map');
  for (const { name, text } of maps) {
    const { valid, rawOutput } = await validateXML({ xml: [{ fileName: 'map.xml', contents: text }], schema: [BOTH], preload: [SITEMAP, ALTERNATE] });
    assert.ok(valid, `${name}: ${rawOutput}`);
  }
});

test('JSON Feeds keep to the schema of JSON Feed 1.1', () => {
  const wrong = feeds('feed.json').filter(({ text }) => !isJsonFeed(JSON.parse(text)));
  none(wrong.map(({ name, text }) => `${name}: ${isJsonFeed(JSON.parse(text)) || JSON.stringify(isJsonFeed.errors)}`));
});

test('a reader of feeds finds the same entries in both formats', () => {
  const atom = feeds('feed.xml');
  const json = feeds('feed.json');
  assert.deepEqual(atom.map(({ folder }) => folder), json.map(({ folder }) => folder));
  atom.forEach(({ name, text }, at) => {
    const [one, other] = [parseAtomFeed(text), parseJsonFeed(json[at].text)];
    assert.ok(one.id && one.title && one.updated && one.authors.length > 0, `${name} says too little of itself`);
    const told = one.entries.map((entry) => [entry.id, entry.title.value, new Date(entry.updated).toISOString()]);
    assert.deepEqual(told, other.items.map((item) => [item.id, item.title, new Date(item.date_published).toISOString()]), name);
  });
});

test('linked data says what it means: nothing is lost when it is read', async () => {
  const data = linked();
  assert.ok(data.length > 100, `only ${data.length} pages have data`);
  for (const { name, value } of data) {
    const expanded = await jsonld.expand(value, { documentLoader: schemaOrg, safe: true });
    assert.ok(expanded.length > 0, `${name} says nothing`);
  }
});

test('linked data uses the words of schema.org as schema.org defines them', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(HERE, 'node_modules', '.linked-'));
  try {
    const lines = linked().map(({ name, value }) => `export const _${name.replace(/\W/g, '_')}: Graph = ${JSON.stringify(value, annotation)};`);
    writeFileSync(join(folder, 'linked.ts'), ["import type { Graph } from 'schema-dts';", ...lines].join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--ignoreConfig', '--pretty', 'false'];
    execFileSync(process.execPath, [join(HERE, 'node_modules/typescript/bin/tsc'), ...options, join(folder, 'linked.ts')], { encoding: 'utf8' });
  } catch ({ stdout, message }) {
    assert.fail((stdout || message).slice(0, 4000));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The feeds of a format, as `{name, folder, text}`. */
function feeds(file) {
  const found = every.flatMap((site) => site.files.filter((path) => path === file || path.endsWith(`/${file}`)).map((path) => ({ name: `${site.name}/${path}`, folder: `${site.name}/${dirname(path)}`, text: site.read(path) })));
  assert.ok(found.length > 2, `there is hardly any ${file}`);
  return found;
}

/** The linked data of every page, as `{name, value}`. */
function linked() {
  return every.flatMap((site) =>
    site.pages.flatMap(({ file, html }) =>
      [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, text]) => ({ name: `${site.name}/${file}`, value: JSON.parse(text) })),
    ),
  );
}

/** What an action takes is annotated by a name of its own (schema.org/docs/actions.html), which the types leave to the caller. */
function annotation(key, value) {
  if (key !== 'query-input') return value;
  assert.match(value, /^required name=\w+$/);
  return undefined;
}

/** Stands in for the context of schema.org, so that nothing is asked of the network: every word is one of its own. */
async function schemaOrg(url) {
  assert.equal(new URL(url).host, 'schema.org');
  return { documentUrl: url, document: { '@context': { '@vocab': 'https://schema.org/' } } };
}
