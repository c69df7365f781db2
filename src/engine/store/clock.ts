/** Two clocks: the wall's may jump, the other only goes forward. */
export type Clock = {
  /** Unix ms. */
  readonly wallMs: () => number;
  /** ms since some moment. */
  readonly monotonicMs: () => number;
};

export const systemClock: Clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
