// Every page as HTML, and every style sheet as CSS: what the standards require, whatever browsers forgive.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { none, sitesOfAllThemes } from './site.mjs';

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:document'],
    rules: {
      // The standard allows either; templates end their lines as they like.
      'no-trailing-whitespace': 'off',
      'void-style': 'off',
      // What is loaded comes from the site itself.
      'require-sri': ['error', { target: 'crossorigin' }],
    },
  }),
);

const NU = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

for (const site of sitesOfAllThemes()) {
  test(`${site.name}: every page is valid HTML`, async () => {
    const wrong = [];
    for (const { file, html } of site.pages) {
      const { results } = await validator.validateString(html, file);
      for (const { messages } of results) {
        for (const { line, column, message, ruleId } of messages) wrong.push(`${file}:${line}:${column}: ${message} [${ruleId}]`);
      }
    }
    none(wrong);
  });

  test(`${site.name}: the Nu Html Checker finds no error and nothing to warn of`, { timeout: 180_000 }, async () => {
    const files = site.files.filter((file) => /\.(html|css)$/.test(file));
    assert.ok(site.pages.length > 10 && files.length > site.pages.length, 'pages or style sheets are missing');
    const { checked, messages } = await nu(site.folder, files);
    // It says nothing of files that it passed over, and fails for none.
    assert.equal(checked.length, files.length);
    const counted = messages.filter((message) => !isUnknownUnit(site, message));
    none(counted.map(({ url, lastLine, lastColumn, type, message }) => `${url}:${lastLine}:${lastColumn}: ${type}: ${message}`));
  });
}

/** What the Nu Html Checker says of files of a folder, and the names of those it has read. */
function nu(folder, files) {
  const options = ['--format', 'json', '--stdout', '--verbose', '--also-check-css', '--exit-zero-always'];
  return new Promise((done, fail) => {
    execFile('java', ['-jar', NU, ...options, ...files], { cwd: folder, maxBuffer: 64 << 20 }, (error, said, read) => {
      if (error) return fail(error);
      const messages = JSON.parse(said).messages.map((message) => ({ ...message, url: message.url?.slice(`file:${folder}/`.length) }));
      done({ checked: read.split('\n').filter(Boolean), messages });
    });
  });
}

/** Its CSS checker does not know container queries yet: a property that has to do with them is nothing wrong. */
function isUnknownUnit(site, { url, lastLine, message }) {
  const [, property] = message.match(/^CSS: “([\w-]+)”: /) ?? [];
  if (!property || !url?.endsWith('.css')) return false;
  if (property === 'container-type') return true;
  const line = site.read(url).split('\n')[lastLine - 1];
  return new RegExp(`[{;]\\s*${property}:[^;}]*\\dcq[wi]\\b`).test(line);
}
