// The site as a web of links: none is broken, and every page is found from home.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRedirect, none, sitesOfAllThemes, tags } from './site.mjs';

for (const site of sitesOfAllThemes()) {
  const web = new Web(site);

  test(`${site.name}: every link leads to a page, a file or an anchor of the site`, () => {
    assert.ok(web.links.length > 0, 'the site has no links at all');
    // By what is missing: a link in the frame of the site is broken on every page.
    const broken = new Map();
    for (const { from, href, to, anchor } of web.links) {
      if (to === undefined) continue;
      let what;
      if (!web.files.has(to)) what = `there is no ${to}`;
      else if (anchor && to.endsWith('.html') && !web.anchors(to).has(anchor)) what = `${to} has no #${anchor}`;
      if (what) broken.set(what, [...(broken.get(what) ?? []), `${from} (${href})`]);
    }
    none([...broken].map(([what, places]) => `${what}: ${places[0]}${places.length > 1 ? ` and ${places.length - 1} more` : ''}`));
  });

  test(`${site.name}: hyperlink finds no broken link and no missing anchor`, () => {
    // It takes the folder for the root of its server, so that a site with a path lies that deep in it.
    const server = mkdtempSync(join(tmpdir(), 'honorroll-links-'));
    try {
      cpSync(site.folder, join(server, site.root), { recursive: true });
      const { error, status, stdout, stderr } = spawnSync('hyperlink', ['--check-anchors', server], { encoding: 'utf8' });
      assert.equal(error, undefined, `hyperlink is not installed: ${error?.message}`);
      const [, links, pages] = stdout.match(/^Checking (\d+) links from \d+ files \((\d+) documents\)$/m) ?? [];
      assert.equal(Number(pages), site.pages.length, stdout);
      assert.ok(Number(links) > site.pages.length, stdout);
      assert.equal(status, 0, `${stdout}\n${stderr}`);
    } finally {
      rmSync(server, { recursive: true });
    }
  });

  // Trees may need more where they are deep and large; those of the sites here are on one page.
  test(`${site.name}: every page is found from home in four links`, () => {
    const steps = web.stepsFromHome();
    const lost = site.pages
      .filter((page) => page.file !== '404.html' && !isRedirect(page))
      .flatMap(({ file }) => {
        if (!steps.has(file)) return [`${file}: no link leads here`];
        if (steps.get(file) > 4) return [`${file}: ${steps.get(file)} links from home`];
        return [];
      });
    none(lost);
  });

  test(`${site.name}: pages load nothing from elsewhere, and carry no inline script or style`, () => {
    const wrong = [];
    for (const page of site.pages) {
      for (const { name, attributes } of tags(page.html)) {
        if (name === 'style') wrong.push(`${page.file}: <style>`);
        if (name === 'script' && !attributes.has('src') && !/json/.test(attributes.get('type') ?? '')) wrong.push(`${page.file}: <script>`);
        for (const key of attributes.keys()) {
          if (key === 'style' || /^on[a-z]+$/.test(key)) wrong.push(`${page.file}: <${name} ${key}>`);
        }
      }
    }
    for (const { from, href, to, loads } of web.links) {
      if (loads && to === undefined && !href.startsWith('data:')) wrong.push(`${from}: loads ${href}`);
    }
    none(wrong);
  });
}

/**
 * All links of a site: `{from, href, to, anchor, loads, leads}`. `to` is the file that is meant, undefined outside
 * the site; `loads` where a browser fetches it by itself; `leads` where a reader follows it.
 */
function Web(site) {
  this.files = new Set(site.files);
  this.links = [];
  const origin = new URL(site.base ?? 'http://site.invalid/').origin;

  const add = (from, href, what = {}) => {
    const url = new URL(href.trim(), new URL(site.root + from, origin));
    if (!/^https?:$/.test(url.protocol)) return this.links.push({ from, href, ...what });
    const inside = url.origin === origin && url.pathname.startsWith(site.root);
    // A whole address on the same server is another site's; a path that misses the site's own is a mistake.
    const elsewhere = !inside && (url.origin !== origin || /^\s*https?:/.test(href));
    const path = elsewhere ? undefined : decodeURIComponent(inside ? url.pathname.slice(site.root.length) : url.pathname);
    const to = path?.replace(/(^|\/)$/, '$1index.html');
    this.links.push({ from, href, to, anchor: decodeURIComponent(url.hash.slice(1)), ...what });
  };

  for (const { file, html } of site.pages) {
    for (const { name, attributes } of tags(html)) {
      const href = attributes.get('href');
      const fetched = name === 'link' && /\b(stylesheet|icon|preload|modulepreload|manifest)\b/.test(attributes.get('rel') ?? '');
      if (href !== undefined) add(file, href, { loads: fetched || name === 'use' || name === 'image', leads: name === 'a' });
      for (const key of ['src', 'poster']) {
        if (attributes.has(key)) add(file, attributes.get(key), { loads: true });
      }
      for (const candidate of (attributes.get('srcset') ?? '').split(',').filter((part) => part.trim())) {
        add(file, candidate.trim().split(/\s+/)[0], { loads: true });
      }
      if (name === 'form' && attributes.has('action')) add(file, attributes.get('action'));
      if (name === 'meta' && /^og:(image|url)$/.test(attributes.get('property') ?? '')) add(file, attributes.get('content'));
    }
  }
  for (const file of site.files.filter((file) => file.endsWith('.css'))) {
    for (const [, , href] of site.read(file).matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/g)) add(file, href, { loads: true });
  }
  for (const file of site.files.filter((file) => file.endsWith('.xml'))) {
    const xml = site.read(file);
    for (const [, href] of xml.matchAll(/<loc>(.*?)<\/loc>/g)) add(file, href.replaceAll('&amp;', '&'));
    for (const { name, attributes } of tags(xml)) {
      if (name === 'link' && attributes.has('href')) add(file, attributes.get('href'));
    }
  }

  const anchors = new Map();
  this.anchors = (file) => {
    if (!anchors.has(file)) {
      const ids = new Set(['top']);
      for (const { name, attributes } of tags(site.read(file))) {
        if (attributes.has('id')) ids.add(attributes.get('id'));
        if (name === 'a' && attributes.has('name')) ids.add(attributes.get('name'));
      }
      anchors.set(file, ids);
    }
    return anchors.get(file);
  };

  this.stepsFromHome = () => {
    const next = new Map();
    for (const { from, to, leads } of this.links) {
      if (leads && to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
    }
    const steps = new Map([['index.html', 0]]);
    for (const [file, step] of steps) {
      for (const to of next.get(file) ?? []) if (!steps.has(to)) steps.set(to, step + 1);
    }
    return steps;
  };
}
