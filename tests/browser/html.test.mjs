// Every page as HTML: what the standard requires, whatever browsers forgive.

import { test } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { none, sites } from './site.mjs';

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

for (const site of sites()) {
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
}
