/** A stop of the tour of the sample shop: a file, the text in it that is shown, and what is done there. */
export type TourStep = {
  readonly file: string;
  readonly text: string;
  readonly runs?: readonly { readonly command: string; readonly argument?: unknown }[];
};

const CHARGE = { file: 'services/payment/src/charge.ts', text: 'function charge(' };
const NIGHTLY = { file: 'services/worker/src/nightly.js', text: 'cron.schedule' };

/** By id; `media/tour` tells what is to be seen at each. */
export const TOUR_STEPS: Readonly<Record<string, TourStep>> = {
  figures: CHARGE,
  hover: { ...CHARGE, runs: [{ command: 'editor.action.showHover' }] },
  problem: {
    file: 'services/cart/src/repo.js',
    text: 'for (const row of rows)',
    runs: [{ command: 'workbench.actions.view.problems' }],
  },
  slowest: { ...CHARGE, runs: [{ command: 'spanlight.openSlowestTrace' }] },
  gaps: {
    ...NIGHTLY,
    runs: [{ command: 'spanlight.scanGaps' }, { command: 'spanlight.gaps.focus' }],
  },
  fix: { ...NIGHTLY, runs: [{ command: 'editor.action.quickFix' }] },
  appear: {
    ...NIGHTLY,
    runs: [{ command: 'spanlight.searchTraces', argument: '{ resource.service.name = "worker" }' }],
  },
};
