import type { RuleFamily } from '../../rule.ts';
import { type Evidence, EvidenceBuilder, type FileSignal } from '../evidence.ts';
import type { Service } from '../service.ts';
import { type Detect, detectSwitches } from './common.ts';
import { detectJs } from './js.ts';

const DETECT: Readonly<Record<RuleFamily, Detect>> = {
  js: detectJs,
  python: () => {},
  go: () => {},
  jvm: () => {},
  dotnet: () => {},
  ruby: () => {},
  php: () => {},
  rust: () => {},
};

/** How a service is traced, from its dependencies, deployment files and code. */
export function detectEvidence(service: Service, signals: readonly FileSignal[]): Evidence {
  const builder = new EvidenceBuilder(service);
  DETECT[service.family](service, signals, builder);
  detectSwitches(service, signals, builder);
  return builder.build();
}
