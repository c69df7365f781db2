import { BackendError } from '../../../core/ports.ts';
import type { Http } from '../http.ts';
import type { JaegerDialect } from './jaeger-api.ts';

export type JaegerServer = {
  readonly dialect: JaegerDialect;
  /** "2.20.0"; its UI's page says so. */
  readonly version: string | undefined;
  /** Whether it has a metrics store for service performance figures, where the UI's page says so. */
  readonly metrics: boolean | undefined;
};

/** The API has no version: its pages are asked for and their absence noted. */
export async function detectJaeger(http: Http, signal: AbortSignal): Promise<JaegerServer> {
  // Without their parameters these answer 400 where they exist.
  const [v3, summaries, legacy, page] = await Promise.all([
    has(http, '/api/v3/services', signal),
    has(http, '/api/v3/trace-summaries', signal),
    has(http, '/api/services', signal),
    uiPage(http, signal),
  ]);
  if (!v3 && !legacy)
    throw new BackendError(
      'not-found',
      `${http.asked.name}: ${http.asked.host} answers, but not as Jaeger does: it has neither /api/v3/services nor /api/services. ` +
        'The address may lack the base path of its UI, or be that of another product.',
    );
  return { dialect: { v3, summaries: v3 && summaries, legacy }, ...page };
}

async function has(http: Http, path: string, signal: AbortSignal): Promise<boolean> {
  const answer = await http.send({ path, signal, allow: [400, 404, 405], page: true });
  // Older ones answer any unknown path with their UI, VictoriaTraces with a 400 that says so.
  if (answer.status === 404 || answer.status === 405 || /html/i.test(answer.contentType)) return false;
  return answer.status !== 400 || !/unsupported path/i.test(new TextDecoder().decode(answer.body));
}

async function uiPage(http: Http, signal: AbortSignal): Promise<Pick<JaegerServer, 'version' | 'metrics'>> {
  const answer = await http
    .send({ path: '/', accept: 'text/html', signal, allow: [404], page: true })
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
      return undefined;
    });
  const html = answer ? new TextDecoder().decode(answer.body.subarray(0, 200_000)) : '';
  const version = /"gitVersion":"v?([0-9][^"]{0,40})"/.exec(html)?.[1];
  const metrics = /"metricsStorage":(true|false)/.exec(html)?.[1];
  return { version, metrics: metrics === undefined ? undefined : metrics === 'true' };
}
