import type { BenchRow } from '../support/bench-table.ts';
import { recordedServices } from '../support/recorded/labels.ts';
import { counts, judgeAll, rightShare, VERDICTS } from '../support/recorded/quality.ts';

/** The share of each verdict a service (test/support/recorded/quality.ts), in a repository of its language. */
export async function rows(): Promise<readonly BenchRow[]> {
  const services = recordedServices();
  const all: BenchRow[] = [];
  for (const kind of ['alone', 'together'] as const) {
    const judged = await judgeAll(services, kind);
    const sums = counts([...judged.values()].flat());
    const total = [...judged.values()].flat().length;
    for (const verdict of VERDICTS)
      all.push({
        name: `${kind}: all services, ${verdict}`,
        ...share(sums[verdict], total),
        ...goal(verdict),
      });
    if (kind === 'together') continue;
    for (const [service, spans] of judged) {
      const own = counts(spans);
      all.push({ name: `${service} (${spans.length} spans), right`, value: rightShare(own), unit: '%' });
      for (const verdict of VERDICTS)
        if (own[verdict] > 0 || verdict === 'wrong')
          all.push({
            name: `${service}, ${verdict}`,
            ...share(own[verdict], spans.length),
            ...goal(verdict),
          });
    }
  }
  return all;
}

const share = (count: number, of: number) => ({ value: (100 * count) / of, unit: '%' }) as const;
const goal = (verdict: string) => (verdict === 'wrong' ? { target: 0 } : {});
