import { otherCoverage } from '../../coverage/tables.ts';
import { commands, type Detect, isForTests, ofDependency, ofSetting, ofSignal } from './common.ts';

const RUBY = 'opentelemetry-instrumentation-';
/** Gems that trace by being there. */
const RUBY_AGENTS =
  /^(?:newrelic_rpm|skylight|scout_apm|elastic-apm|appsignal|instana|dynatrace_oneagent_sdk)$/;
/** What the gem for Rails brings. */
const RAILS = [
  'rack',
  'action_pack',
  'action_view',
  'active_job',
  'active_record',
  'active_support',
  'action_mailer',
  'active_storage',
  'concurrent_ruby',
];
const AUTO = 'open-telemetry/opentelemetry-auto-';

export const detectRuby: Detect = (service, signals, into) => {
  const present = new Set<string>();
  for (const d of service.dependencies.values()) {
    if (RUBY_AGENTS.test(d.name)) into.blanket(d.name, ofDependency(d));
    if (!d.name.startsWith(RUBY)) continue;
    const brings =
      d.name === `${RUBY}all`
        ? otherCoverage().flatMap((c) => (c.id.startsWith(RUBY) ? [c.id] : []))
        : d.name === `${RUBY}rails`
          ? [d.name, ...RAILS.map((r) => RUBY + r)]
          : [d.name];
    for (const id of brings) {
      present.add(id);
      into.install(id, ofDependency(d));
    }
  }
  for (const signal of signals) {
    if (isForTests(signal.file)) continue;
    const because = ofSignal(signal);
    if (/^(?:Datadog|Sentry|ElasticAPM)\.(?:configure|init|start)$/.test(signal.id))
      into.blanket(signal.id.replace(/\..*$/, ''), because);
    else if (signal.id === 'use_all') for (const id of present) into.enable(id, because, false);
    else if (signal.id === 'use')
      for (const name of signal.text.split('\n')) {
        const id = RUBY + snake(name.replace(/^OpenTelemetry::Instrumentation::/, ''));
        into.enable(id, because);
        if (id === `${RUBY}rails`) for (const r of RAILS) into.enable(RUBY + r, because, false);
      }
  }
  for (const s of service.settings) {
    const name = /^OTEL_RUBY_INSTRUMENTATION_(\w+)_ENABLED$/.exec(s.key)?.[1];
    if (name && /^false$/i.test(s.value) && !isForTests(s.file))
      into.disable(RUBY + name.toLowerCase(), ofSetting(s));
    if (s.key === 'AWS_LAMBDA_EXEC_WRAPPER') into.enable('aws-lambda-layer', ofSetting(s));
  }
};

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

export const detectPhp: Detect = (service, _signals, into) => {
  const runs = commands(service, /^(?:PHP_INI_SCAN_DIR|OTEL_PHP_AUTOLOAD_ENABLED)$/);
  const autoload = service.settings.find(
    (s) =>
      !isForTests(s.file) &&
      /OTEL_PHP_AUTOLOAD_ENABLED["']?\s*[=:]?\s*["']?(?:true|1)/i.test(`${s.key}=${s.value}`),
  );
  const extension =
    service.dependencies.has('ext-opentelemetry') ||
    runs.some((s) =>
      /(?:install-php-extensions|pecl\s+install|docker-php-ext-enable|pie\s+install)[^&|;]*opentelemetry|extension\s*=\s*opentelemetry/.test(
        s.value,
      ),
    );
  for (const s of runs) {
    if (/datadog-setup\.php|extension\s*=\s*ddtrace/.test(s.value))
      into.blanket('dd-trace-php', ofSetting(s));
    if (/newrelic-install|extension\s*=\s*newrelic/.test(s.value)) into.blanket('newrelic', ofSetting(s));
  }
  for (const d of service.dependencies.values()) {
    if (/^sentry\/sentry-(?:laravel|symfony)$/.test(d.name)) into.blanket('Sentry', ofDependency(d));
    if (d.name === 'keepsuit/laravel-opentelemetry') into.enable(d.name, ofDependency(d));
    if (!d.name.startsWith(AUTO)) continue;
    into.install(d.name, ofDependency(d));
    if (autoload) into.enable(d.name, ofSetting(autoload));
    else if (extension && service.dependencies.has('open-telemetry/sdk'))
      into.enable(d.name, ofDependency(d));
  }
  for (const s of service.settings)
    if (s.key === 'OTEL_PHP_DISABLED_INSTRUMENTATIONS' && !isForTests(s.file))
      for (const name of s.value.split(',')) into.disable(AUTO + name.trim(), ofSetting(s));
};

/** Rust makes `tracing` spans; they leave the process only through an exporter. */
export const detectRust: Detect = (service, signals, into) => {
  const exporter = [...service.dependencies.values()].find((d) =>
    /^(?:tracing-opentelemetry|opentelemetry(?:[-_].*)?|init-tracing-opentelemetry|sentry-tracing|logfire|datadog.*)$/.test(
      d.name,
    ),
  );
  for (const d of service.dependencies.values())
    if (
      /^(?:tracing-opentelemetry|axum-tracing-opentelemetry|opentelemetry-instrumentation-.*|reqwest-tracing|sqlx-tracing)$/.test(
        d.name,
      )
    )
      into.present(d.name, ofDependency(d));
  for (const signal of signals) {
    if (isForTests(signal.file)) continue;
    if (exporter) into.enable(signal.id, ofSignal(signal));
    else into.install(signal.id, ofSignal(signal));
  }
  const sqlx = service.dependencies.get('sqlx-tracing');
  if (sqlx && exporter) into.enable('sqlx-tracing', ofDependency(sqlx));
};
