// Code after the fixes of the gap analysis, with the real compilers and SDKs: it compiles, does what it did, and makes spans.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { go } from './gap-fixes/go.ts';
import { java } from './gap-fixes/java.ts';
import { python } from './gap-fixes/python.ts';
import { rust } from './gap-fixes/rust.ts';
import { fixedCode, missingTool, spansOf } from './gap-fixes/toolchain.ts';
import { typescript } from './gap-fixes/typescript.ts';

for (const chain of [typescript, python, go, java, rust]) {
  const missing = await missingTool(chain);
  if (missing !== undefined) {
    console.log(`NOT RUN: wrapped ${chain.title}: ${missing}`);
    continue;
  }
  test(`${chain.title}: wrapped code compiles, does what it did, and makes the spans`, async () => {
    const code = await fixedCode(chain);
    assert.deepEqual(await spansOf(chain, code), chain.expect, code);
  });
}
