import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RefreshSchedule } from '../../../src/host/refresh-schedule.ts';

/** A schedule on a clock of its own; `asked` are the times of the rounds. */
function scheduleOf(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const asked: number[] = [];
  const aborted: number[] = [];
  let answers: { resolve(differs: boolean): void; reject(error: Error): void }[] = [];
  let wanted = true;
  let took = 0;
  let mode: 'at once' | 'by hand' | 'fail' = 'at once';
  let differs = true;
  const schedule = new RefreshSchedule({
    run: (signal) => {
      asked.push(now);
      signal.addEventListener('abort', () => aborted.push(now));
      now += took;
      if (mode === 'fail') return Promise.reject(new Error('unreachable'));
      if (mode === 'at once') return Promise.resolve(differs);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    wanted: () => wanted,
    debounceMs: 1000,
    restMs: [2000, 20_000],
    idleMs: [60_000, 240_000],
    failureMs: [5000, 20_000],
    clock: () => now,
  });
  t.after(() => schedule.dispose());
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return {
    schedule,
    asked,
    aborted,
    settle,
    set: (change: { wanted?: boolean; took?: number; mode?: typeof mode; differs?: boolean }) => {
      wanted = change.wanted ?? wanted;
      took = change.took ?? took;
      mode = change.mode ?? mode;
      differs = change.differs ?? differs;
    },
    answer: async (value: boolean) => {
      for (const a of answers) a.resolve(value);
      answers = [];
      await settle();
    },
    /** In small steps, so that what a timer starts is heard of at its time. */
    advance: async (ms: number) => {
      for (let left = ms; left > 0; left -= 500) {
        const step = Math.min(500, left);
        now += step;
        t.mock.timers.tick(step);
        await settle();
      }
    },
  };
}

test('asks when somebody looks, and not before', async (t) => {
  const s = scheduleOf(t);
  s.set({ wanted: false });
  s.schedule.wake();
  s.schedule.changed();
  await s.advance(600_000);
  assert.deepEqual(s.asked, []);
  s.set({ wanted: true });
  s.schedule.wake();
  await s.advance(500);
  assert.equal(s.asked.length, 1);
});

test('a burst of changes is one question, and there is a rest between two', async (t) => {
  const s = scheduleOf(t);
  s.schedule.now();
  await s.advance(500);
  for (let i = 0; i < 20; i++) {
    s.schedule.changed();
    await s.advance(500);
  }
  assert.equal(s.asked.length, 6, 'the first, and every 2 s over 10 s');
});

test('a slow answer makes the rest longer: a tenth of the time at most, up to a limit', async (t) => {
  const s = scheduleOf(t);
  const roundsIn = async (ms: number) => {
    const before = s.asked.length;
    s.schedule.changed();
    await s.advance(ms);
    return s.asked.length - before;
  };
  s.set({ took: 1500 });
  s.schedule.now();
  await s.advance(2500);
  assert.equal(await roundsIn(1500), 1, 'the first answer waited for a thread to start');
  assert.equal(await roundsIn(14_000), 0);
  await s.advance(2000);
  assert.equal(s.asked.length, 3);
  s.set({ took: 60_000 });
  assert.equal(await roundsIn(16_000), 1);
  assert.equal(await roundsIn(21_000), 1);
});

test('without a change it asks less and less often', async (t) => {
  const s = scheduleOf(t);
  s.set({ differs: false });
  s.schedule.now();
  await s.advance(1000 * 60 * 20);
  const gaps = s.asked.slice(1).map((at, i) => Math.round((at - (s.asked[i] ?? 0)) / 60_000));
  assert.deepEqual(gaps, [2, 4, 4, 4, 4]);
});

test('after a failure it tries again soon, then less often', async (t) => {
  const s = scheduleOf(t);
  s.set({ mode: 'fail' });
  s.schedule.now();
  await s.advance(60_000);
  const gaps = s.asked.slice(1, 5).map((at, i) => Math.round((at - (s.asked[i] ?? 0)) / 1000));
  assert.deepEqual(gaps, [5, 10, 20, 20]);
});

test('another choice ends what is under way and asks at once', async (t) => {
  const s = scheduleOf(t);
  s.set({ mode: 'by hand' });
  s.schedule.now();
  await s.advance(500);
  s.schedule.now();
  assert.equal(s.aborted.length, 1);
  await s.advance(500);
  assert.equal(s.asked.length, 1, 'not twice at a time');
  await s.answer(true);
  await s.advance(500);
  assert.equal(s.asked.length, 2);
});

test('a change while an answer is under way is asked for afterwards', async (t) => {
  const s = scheduleOf(t);
  s.set({ mode: 'by hand' });
  s.schedule.now();
  await s.advance(500);
  s.schedule.changed();
  await s.answer(true);
  await s.advance(2500);
  assert.equal(s.asked.length, 2);
});

test('nobody looking: nothing is asked, and again when somebody does', async (t) => {
  const s = scheduleOf(t);
  s.schedule.now();
  await s.advance(500);
  s.set({ wanted: false });
  await s.advance(3_600_000);
  assert.equal(s.asked.length, 1);
  s.set({ wanted: true });
  s.schedule.wake();
  await s.advance(500);
  assert.equal(s.asked.length, 2, 'older than the idle time');
});
