import type { RuleFamily } from '../../rule.ts';
import { observedIds } from '../../traces/observed-services.ts';
import type { ServiceFacts } from '../../traces/trace-facts.ts';
import { type Evidence, EvidenceBuilder, type FileSignal } from '../evidence.ts';
import type { Service } from '../service.ts';
import { type Detect, detectSwitches } from './common.ts';
import { detectDotnet } from './dotnet.ts';
import { detectGo } from './go.ts';
import { detectJs } from './js.ts';
import { detectJvm } from './jvm.ts';
import { detectPython } from './python.ts';
import { detectPhp, detectRuby, detectRust } from './scripting.ts';

const DETECT: Readonly<Record<RuleFamily, Detect>> = {
  js: detectJs,
  python: detectPython,
  go: detectGo,
  jvm: detectJvm,
  dotnet: detectDotnet,
  ruby: detectRuby,
  php: detectPhp,
  rust: detectRust,
};

/** How a service is traced, from its dependencies, deployment files and code. */
export function detectEvidence(
  service: Service,
  signals: readonly FileSignal[],
  observed?: ServiceFacts,
): Evidence {
  const builder = new EvidenceBuilder(service);
  DETECT[service.family](service, signals, builder);
  detectSwitches(service, signals, builder);
  // What was seen in traces settles it, whatever the files say.
  if (observed) for (const { id, because } of observedIds(service, observed)) builder.observe(id, because);
  return builder.build();
}
