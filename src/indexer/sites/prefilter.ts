import type { ParsedLanguage } from '../../core/facts/facts.ts';
import { ROWS } from '../languages/rows.ts';
import type { LanguageRows } from './rows.ts';

/**
 * Names that rows wait for but that any code uses: they tell something only with a literal, an object or a context as
 * their first argument.
 */
const COMMON = new Set(
  (
    'get post put patch delete del head options all any add use send start Start create to new path url uri service ' +
    'process group register resource scope map match name query route mount prefix Get Post Put Patch Delete Head ' +
    'Options All Any Add Use Route Group Method Handle Handler Path With New Default Name Methods Map Topic Queue ' +
    'Query Mutation consume publish subscribe Publish Subscribe Consume emit produce request exchange fetch root job ' +
    'span trace wrap instrument task field Trace Span Process Worker Job Base Controller merge nest configure actor topic ' +
    'subscriber Function stream observe traced app server Router router resources namespace Namespace '
  ).split(' '),
);

const VERBS = /^(?:get|post|put|patch|delete|del|head|options|all|any)$/i;
const WRAPPERS =
  '[Ss]pan(?:Async|ed|_async)?\\(|[Tt]raced?(?:Async)?\\(|\\binstrument\\(|\\bobserve\\(|in_span';
const SQL =
  '\\b(?:SELECT|select)\\b[^;"\'`]{1,300}\\b(?:FROM|from)\\b|\\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|insert into|delete from)\\s';
const GIVEN_A_ROUTER = '\\b\\w+\\((?:app|router|api|server|mux)\\s*[,)]';
const RESOLVERS = '\\b[rR]esolvers?\\b|\\bresolve_\\w|\\btype Query\\b|class \\w*(?:Query|Mutation)';

/** What a superclass of generated or framework code looks like in each language. */
const SUPERS: Partial<Record<ParsedLanguage, string>> = {
  python: 'Servicer\\b',
  java: 'ImplBase\\b|\\bRequestHandler\\b|\\bimplements\\s+[^{]*\\bJob\\b|QuartzJobBean',
  kotlin: 'ImplBase\\b|\\bRequestHandler\\b|:\\s*Job\\b|QuartzJobBean',
  go: '\\b(?:Unimplemented|Unsafe)\\w',
  csharp: ':\\s*\\w+\\.\\w+Base\\b|\\bBackgroundService\\b|\\bIConsumer<|\\bIJob\\b',
  ruby: '::Service\\b|ApplicationJob|ApplicationWorker|ActiveJob|Sidekiq',
  php: 'ShouldQueue',
  rust: 'async_trait',
};

/** What stands before an annotation. */
const ANNOTATION: Partial<Record<ParsedLanguage, string>> = { csharp: '[\\[,]', php: '#\\[', rust: '#\\[' };

const filters = new Map(
  Object.entries(ROWS).map(
    ([language, rows]) => [language, pattern(language as ParsedLanguage, rows)] as const,
  ),
);

/** Whether a file may have any site at all; of the others only the outline is read. */
export function mayHaveSites(language: ParsedLanguage, source: string): boolean {
  return filters.get(language)?.test(source) === true;
}

function pattern(language: ParsedLanguage, rows: LanguageRows): RegExp {
  const all = [
    ...rows.spans,
    ...rows.tracers,
    ...rows.routes,
    ...rows.resources,
    ...rows.scopes,
    ...rows.mounts,
    ...rows.prefixes,
    ...rows.rpc.filter((r) => r.on !== 'super'),
    ...rows.messages,
    ...rows.graphql.filter((r) => r.on === 'annotation'),
    ...rows.tasks.filter((r) => r.on === 'annotation'),
    ...rows.httpCalls,
  ].flatMap((row) => ('names' in row ? row.names : []));
  const names = [...new Set(all)].map((name) => name.replace(/^.*[.:\\]/, '').replace(/[^\w]/g, ''));
  const bareVerbs = rows.routes.some(
    (row) => row.bare && row.on === 'call' && row.names.some((n) => VERBS.test(n)),
  );
  const isVerb = (name: string) => VERBS.test(name) && !bareVerbs;
  const isCommon = (name: string) => COMMON.has(name) || name.length <= 2;
  const telling = names.filter((name) => !isCommon(name)).join('|');
  const common = names.filter((name) => isCommon(name) && !isVerb(name)).join('|');
  const verbs = names.filter(isVerb).join('|');
  const type = '(?:<[^>\\n]*>)?!?';
  const mark = ANNOTATION[language] ?? '@';
  const literal = '(?:[a-zA-Z]{0,2}["\'`]|\\{|\\[|:\\w|ctx|c\\.|context|[A-Z]\\w*[.,]|[A-Z_]{3,})';
  const parts = [
    `\\b(?:${telling})\\b${type}\\s*[({]|${mark}\\s*(?:\\w+[.:]+)*(?:${[telling, common, verbs].filter(Boolean).join('|')})\\b(?!\\s*\\()`,
    `\\b(?:${common})\\b${type}\\s*\\(\\s*${literal}|${mark}(?:\\w+[.:]+)*(?:${common})\\b`,
    RESOLVERS,
    WRAPPERS,
    GIVEN_A_ROUTER,
    SQL,
    SUPERS[language] ?? '',
    // `cache.get("key")` is everywhere; a route or a URL has a slash, an annotation an @.
    verbs &&
      `\\b(?:${verbs})\\b\\s*\\(\\s*[a-zA-Z]{0,2}["'\`](?:[A-Z]+ )?(?:/|https?:|\\$|\\{|["'\`])|${mark}(?:\\w+[.:]+)*(?:${verbs})\\b`,
    // Calls without parentheses.
    language === 'ruby' ? `\\b(?:${[telling, common].join('|')}) +["':]` : '',
    language === 'csharp' ? 'StartActivity\\(\\)|= new\\("' : '',
  ];
  return new RegExp(parts.filter(Boolean).join('|'));
}
