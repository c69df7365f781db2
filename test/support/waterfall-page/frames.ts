import type { Page } from 'playwright-core';

/** What frames took while something went on, in ms. */
export type FrameTimes = {
  /** Main-thread time of each frame in which anything was done: from its first callback until it was drawn. */
  readonly work: readonly number[];
  /** Time between frames. */
  readonly apart: readonly number[];
};

/** Records frames while `during` runs. A message posted from a frame is handled once the frame is drawn. */
export async function recordFrames(page: Page, during: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const record = { work: [] as number[], apart: [] as number[], on: true };
    Object.assign(window, { frameRecord: record });
    const channel = new MessageChannel();
    let began = 0;
    let last = 0;
    channel.port1.onmessage = () => record.work.push(performance.now() - began);
    const frame = (stamp: number) => {
      if (!record.on) return;
      // Asked for first, so that it also runs first in the next frame.
      requestAnimationFrame(frame);
      began = performance.now();
      if (last > 0) record.apart.push(stamp - last);
      last = stamp;
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(frame);
  });
  await during();
  return page.evaluate(() => {
    const { frameRecord } = window as unknown as {
      frameRecord: { work: number[]; apart: number[]; on: boolean };
    };
    frameRecord.on = false;
    return { work: frameRecord.work, apart: frameRecord.apart };
  });
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
