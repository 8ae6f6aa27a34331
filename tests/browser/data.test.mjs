// The data of the built sites, held against the schemas that stand beside it, by a validator that others wrote.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { none, sites } from './site.mjs';

for (const site of sites()) {
  test(`${site.name}: every JSON file keeps to its schema, and holds nothing that the schema does not tell of`, () => {
    const { files } = JSON.parse(site.read('api/index.json'));
    const described = files.filter(({ schema }) => schema);
    assert.ok(described.length >= 5, `${described.length} files with a schema`);
    const wrong = described.flatMap(({ path, schema }) => {
      const ajv = new Ajv2020({ allErrors: true });
      const valid = ajv.compile(closed(JSON.parse(site.read(schema))));
      return valid(JSON.parse(site.read(path))) ? [] : [`${path}: ${ajv.errorsText(valid.errors)}`];
    });
    none(wrong);
  });
}

test('a schema refuses what is not in it', () => {
  const [site] = sites();
  const people = JSON.parse(site.read('api/people.json'));
  const valid = new Ajv2020().compile(JSON.parse(site.read('api/people.schema.json')));
  assert.ok(valid(people) && people.people.length > 0);
  for (const change of [{ id: '' }, { name: null }, { on_roll: 'yes' }, { awards: [{ honor: '先进个人' }] }]) {
    const changed = { ...people, people: [{ ...people.people[0], ...change }] };
    assert.ok(!valid(changed), JSON.stringify(change));
  }
  // What comes later does not break those who read today's version.
  assert.ok(valid({ ...people, more: 1 }));
});

/** The same schema, but for objects that may hold nothing else. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return inner.type === 'object' ? { ...inner, additionalProperties: false } : inner;
}
