import { sourceTest } from '../evidence/detect/dotnet.ts';
import type { Evidence, FileSignal } from '../evidence/evidence.ts';
import type { Service } from '../evidence/service.ts';
import type { Finding } from '../model.ts';
import { setupFinding } from './setup-findings.ts';

/** ActivitySources of a program that no provider listens to: their activities are never even made. */
export function unheardSource(
  service: Service,
  evidence: Evidence,
  signals: readonly FileSignal[],
): Finding | undefined {
  if (service.family !== 'dotnet' || service.application !== true) return undefined;
  const listens = signals.filter((s) => s.id === 'AddSource' || s.id === 'AddLegacySource');
  // A name that is computed may be any; and without a provider there is another finding.
  if (listens.some((s) => s.text === '')) return undefined;
  const provides =
    evidence.enabled.size > 0 ||
    signals.some((s) => /^(?:WithTracing|CreateTracerProviderBuilder)$/.test(s.id));
  if (!provides || evidence.blanket.length > 0) return undefined;
  const more = service.settings
    .filter((s) => s.key === 'OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES')
    .flatMap((s) => s.value.split(','));
  const heard = [...listens.flatMap((s) => s.text.split('\n')), ...more].map((p) => sourceTest(p.trim()));
  const lost = signals.filter(
    (s) => s.id === 'new ActivitySource' && s.text !== '' && !heard.some((test) => test(first(s.text))),
  );
  const [one] = lost;
  if (!one) return undefined;
  return setupFinding('setup.source-not-registered', service, {
    title: `Nothing listens to the ActivitySource ${first(one.text)} of ${service.name}`,
    why: [
      `StartActivity gives null until a provider has AddSource("${first(one.text)}") (or a pattern that fits).`,
      ...lost.slice(1, 4).map((s) => `Also ${first(s.text)} (${s.file}:${s.line}).`),
    ],
    because: listens.slice(0, 3).map((s) => ({ text: `AddSource("${s.text}")`, file: s.file, line: s.line })),
    at: one,
  });
}

const first = (text: string): string => text.split('\n')[0] ?? '';
