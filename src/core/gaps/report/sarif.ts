import type { Finding, Severity } from '../model.ts';
import { saysOf } from '../taxonomy.ts';
import { type Baseline, isNew } from './baseline.ts';

const LEVEL: Readonly<Record<Severity, 'warning' | 'note'>> = {
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0: for code scanning of a forge. Locations are relative to the checkout. */
export function sarifReport(
  shown: readonly Finding[],
  baseline: Baseline | undefined,
  version: string,
): unknown {
  const rules = [...new Set(shown.map((f) => f.rule))].sort();
  const index = new Map(rules.map((rule, i) => [rule, i]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Spanlight',
            version,
            informationUri: 'https://github.com/spanlight/spanlight',
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: saysOf(id) },
              helpUri: `https://github.com/spanlight/spanlight/blob/main/docs/gaps.md#${id.replace(/[^a-z-]/g, '')}`,
              properties: { tags: ['observability', id.split('.')[0] ?? ''] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder that was checked.' } } },
        results: shown.map((f) => ({
          ruleId: f.rule,
          ruleIndex: index.get(f.rule) ?? -1,
          level: LEVEL[f.severity],
          message: { text: [f.title, ...f.why].join('. ').replaceAll('..', '.') },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(f.file), uriBaseId: 'SRCROOT' },
                region: { startLine: f.line, endLine: Math.max(f.line, f.endLine) },
              },
              ...(f.symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: f.symbol }] }),
            },
          ],
          partialFingerprints: { 'spanlightGap/v1': f.fingerprint },
          ...(baseline ? { baselineState: isNew(f, baseline) ? 'new' : 'unchanged' } : {}),
          rank: Math.round(Math.min(100, f.value * 10) * 10) / 10,
          properties: { confidence: f.confidence, service: f.service, tech: f.tech, keys: f.keys },
        })),
      },
    ],
  };
}
