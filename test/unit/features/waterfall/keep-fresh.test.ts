import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { KeepFresh } from '../../../../src/features/waterfall/keep-fresh.ts';
import type { PanelTrace } from '../../../../src/features/waterfall/panel-trace.ts';
import type { Engine } from '../../../../src/host/engine.ts';

const NOW = 1_700_000_000_000;

/** A panel with 5 spans of a trace, and a backend that has as many as the test says. */
function create(over: { endMs?: number; kind?: 'file' | 'connection' } = {}) {
  const world = { spans: 5, opened: 0, closed: 0, grown: 0, fails: false };
  const held = {
    spanCount: 5,
    durationNs: 1e9,
    startUnixNano: String(BigInt((over.endMs ?? NOW) - 1000) * 1_000_000n),
  };
  const origin =
    over.kind === 'file'
      ? { kind: 'file', path: '/x.json' }
      : { kind: 'connection', connection: 'tempo', traceId: 'a'.repeat(32) };
  const engine = {
    call: async (method: string) => {
      if (method === 'trace.close') return void world.closed++;
      world.opened++;
      if (world.fails) throw new Error('no answer');
      return { handle: 7, spanCount: world.spans, durationNs: 1e9 };
    },
  };
  const fresh = new KeepFresh({
    engine: engine as unknown as Engine,
    trace: { held, origin } as unknown as PanelTrace,
    grown: () => world.grown++,
  });
  /** Time passes in steps, so that answers arrive between them. */
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 1000) {
      mock.timers.tick(1000);
      for (let i = 0; i < 5; i++) await Promise.resolve();
    }
  };
  return { world, fresh, pass };
}

test('a trace that looks incomplete', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW });
  t.after(() => mock.timers.reset());

  await t.test('is looked at again for a minute, and no longer', async () => {
    const { world, fresh, pass } = create({ endMs: Date.now() });
    fresh.judge(false);
    await pass(59_000);
    const looks = world.opened;
    assert.ok(looks >= 18 && looks <= 20, `${looks} looks`);
    await pass(60_000);
    assert.ok(world.opened <= 20);
    assert.equal(world.closed, world.opened, 'nothing stays open');
    assert.equal(world.grown, 0);
  });

  await t.test('is shown anew when it grew, and left alone once it is complete', async () => {
    const { world, fresh, pass } = create({ endMs: Date.now() });
    fresh.judge(false);
    world.spans = 9;
    await pass(4000);
    assert.equal(world.grown, 1);
    fresh.judge(true);
    await pass(30_000);
    assert.equal(world.opened, 1);
  });

  await t.test('is asked for again after a failure', async () => {
    const { world, fresh, pass } = create({ endMs: Date.now() });
    world.fails = true;
    fresh.judge(false);
    await pass(4000);
    world.fails = false;
    world.spans = 6;
    await pass(4000);
    assert.equal(world.grown, 1);
    fresh.dispose();
  });

  await t.test('is not when it is of a file, complete, long over, or its panel is gone', async () => {
    const cases = [
      { ...create({ kind: 'file' }), complete: false },
      { ...create({ endMs: Date.now() }), complete: true },
      { ...create({ endMs: Date.now() - 3_600_000 }), complete: false },
    ];
    for (const { fresh, complete } of cases) fresh.judge(complete);
    const gone = create({ endMs: Date.now() });
    gone.fresh.judge(false);
    gone.fresh.dispose();
    await gone.pass(20_000);
    for (const { world } of [...cases, gone]) assert.equal(world.opened, 0);
  });
});
