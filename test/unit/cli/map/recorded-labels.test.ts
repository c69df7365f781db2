import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { labelsOf, RECORDED, recordedServices } from '../../../support/recorded/labels.ts';

for (const service of recordedServices()) {
  test(`${service.name}: every recorded span has one label, every label a span`, () => {
    const used = new Set();
    for (const span of service.spans.values()) {
      const labels = labelsOf(service, span);
      assert.equal(labels.length, 1, `${span.scope} ${span.name} ${JSON.stringify(span.attributes)}`);
      used.add(labels[0]);
    }
    assert.deepEqual(
      service.labels.filter((label) => !used.has(label)),
      [],
    );
  });

  test(`${service.name}: labels name lines that exist and are not empty`, () => {
    for (const { name, at, none, also = [] } of service.labels) {
      assert.equal(at === undefined, none !== undefined, `${name} has a place or a reason for none`);
      for (const place of [...(at === undefined ? [] : [at]), ...also]) {
        const [file = '', line] = place.split(':');
        const full = path.join(RECORDED, service.name, file);
        assert.ok(existsSync(full), place);
        assert.ok(readFileSync(full, 'utf8').split('\n')[Number(line) - 1]?.trim(), place);
      }
    }
  });

  test(`${service.name}: the recording names no home and no machine`, () => {
    const text = readFileSync(service.traces, 'utf8');
    assert.ok(text.length < 300_000, `${text.length} bytes`);
    assert.doesNotMatch(text, /\/(?:root|home|Users)\/|"host\.(?:name|id|ip|mac)"/);
  });
}
