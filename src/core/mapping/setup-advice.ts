import { KIND } from '../trace/columns.ts';
import type { MappingShare } from './shares.ts';
import type { SpanSite } from './span-site.ts';

/** A change of a service's setup that would lead more of its spans to their exact line. */
export type SetupAdvice = {
  readonly id: AdviceId;
  /** How many spans of the service it concerns. */
  readonly spans: number;
  /** What to paste. */
  readonly snippet: string;
};

export type AdviceId =
  | 'service-name'
  | 'revision'
  | 'java-controllers'
  | 'java-code-keys'
  | 'node-source-maps'
  | 'python-log-code'
  | 'go-log-source'
  | 'code-attributes';

/** Languages that a span processor of our own can set code attributes for. */
const PROCESSORS: ReadonlySet<string> = new Set(['nodejs', 'python', 'go', 'java', 'dotnet']);

type Rule = {
  readonly id: AdviceId;
  readonly language?: string;
  readonly concerns: (site: SpanSite) => boolean;
  readonly snippet: string;
};

const hasCode = ({ attributes: a }: SpanSite) =>
  Boolean(
    a['code.function.name'] ||
      a['code.function'] ||
      a['code.namespace'] ||
      a['code.file.path'] ||
      a['code.filepath'],
  );

const pathOf = ({ attributes: a }: SpanSite) => a['code.file.path'] || a['code.filepath'] || '';

/** The flags and lines of spec/mapping.md section 5, the ones that do most first. */
const RULES: readonly Rule[] = [
  {
    id: 'service-name',
    concerns: ({ service }) => service === '' || service.startsWith('unknown_service'),
    snippet: 'OTEL_SERVICE_NAME=my-service',
  },
  {
    id: 'java-controllers',
    language: 'java',
    concerns: (site) => site.kind === KIND.server && !hasCode(site),
    snippet: '-Dotel.instrumentation.common.experimental.controller-telemetry.enabled=true',
  },
  {
    id: 'java-code-keys',
    language: 'java',
    concerns: ({ attributes: a }) => Boolean(a['code.function'] && !a['code.function.name']),
    snippet: '-Dotel.semconv-stability.opt-in=code',
  },
  {
    id: 'node-source-maps',
    language: 'nodejs',
    concerns: (site) =>
      /(?:^|\/)(?:dist|build|out|lib|\.next)\/.*\.[cm]?js$/.test(pathOf(site)) || builtStack(site),
    snippet: 'NODE_OPTIONS=--enable-source-maps',
  },
  {
    id: 'code-attributes',
    concerns: (site) =>
      PROCESSORS.has(site.language) &&
      !hasCode(site) &&
      site.kind !== KIND.client &&
      site.kind !== KIND.producer,
    snippet: '',
  },
  {
    id: 'python-log-code',
    language: 'python',
    concerns: (site) => !hasCode(site),
    snippet: 'OTEL_PYTHON_LOG_CODE_ATTRIBUTES=true',
  },
  {
    id: 'go-log-source',
    language: 'go',
    concerns: (site) => !hasCode(site),
    snippet: 'otelslog.NewHandler("my-service", otelslog.WithSource(true))',
  },
  {
    id: 'revision',
    concerns: ({ revisions }) => revisions.length === 0,
    snippet:
      'OTEL_RESOURCE_ATTRIBUTES="vcs.repository.url.full=$(git remote get-url origin),vcs.ref.head.revision=$(git rev-parse HEAD)"',
  },
];

const builtStack = ({ stack }: SpanSite) => /\/(?:dist|build|out)\/[^\s()]+\.[cm]?js:\d+/.test(stack);

export function setupAdvice({ sites }: MappingShare): SetupAdvice[] {
  return RULES.flatMap(({ id, language, concerns, snippet }) => {
    let spans = 0;
    for (const { site, spans: n, resolution } of sites) {
      // What is found to the line already needs nothing but, for later, the revision it is of.
      if (id !== 'revision' && resolution.result?.confidence === 'exact') continue;
      if ((language === undefined || site.language === language) && concerns(site)) spans += n;
    }
    return spans > 0 ? [{ id, spans, snippet }] : [];
  });
}
