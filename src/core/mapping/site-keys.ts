/**
 * Attributes that can say where a span's code is (spec/mapping.md sections 1 and 3). Everything else about a span is
 * no business of mapping.
 */
export const SPAN_KEYS: readonly string[] = [
  'code.function.name',
  'code.function',
  'code.namespace',
  'code.module.name',
  'code.file.path',
  'code.filepath',
  'code.filename',
  'code.line.number',
  'code.lineno',
  'code.column.number',
  'code.column',
  'endpoint.function_full_name',
  'http.route',
  'http.request.method',
  'http.method',
  'url.path',
  'url.full',
  'url.template',
  'http.target',
  'http.url',
  'next.route',
  'rpc.service',
  'rpc.method',
  'rpc.system',
  'rpc.system.name',
  'messaging.destination.name',
  'messaging.destination',
  'messaging.destination.template',
  'messaging.operation',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.sidekiq.job_class',
  'db.query.text',
  'db.statement',
  'db.operation.name',
  'db.operation',
  'db.collection.name',
  'db.sql.table',
  'db.system.name',
  'db.system',
  'graphql.document',
  'graphql.operation.name',
  'graphql.field.name',
  'graphql.field.path',
  'graphql.source',
  'faas.name',
  'faas.invoked_name',
  'nestjs.controller',
  'nestjs.callback',
  'nestjs.type',
  'phoenix.plug',
  'phoenix.action',
  'celery.task_name',
  'express.name',
  'express.type',
  'router.name',
  'router.type',
  'fastify.type',
  'asgi.event.type',
  'koa.name',
  'koa.type',
  'hook.name',
  'hook.callback.name',
  '_dd.code_origin.type',
];

/** Datadog's code origin: at most eight frames of `file`, `line`, `column`, `method`, `type`. */
export const CODE_ORIGIN_PREFIX = '_dd.code_origin.frames.';

export const RESOURCE_KEYS: readonly string[] = [
  'vcs.repository.url.full',
  'vcs.repository.url',
  'git.repository_url',
  'service_repository',
  'vcs.root.path',
  'service_root_path',
  'service.namespace',
  'service.version',
  'process.working_directory',
  'paths.working_directory',
  'process.command_args',
  'process.command_line',
  'process.executable.path',
  'faas.name',
  'code.module.importpath',
  'code.module.path',
  'code.package.name',
  'code.package.path',
];

/** Trusted first. `service.version` is tried after these, as a commit and as a tag. */
export const REVISION_KEYS: readonly string[] = [
  'vcs.ref.head.revision',
  'vcs.repository.ref.revision',
  'git.commit.sha',
  'scm.commit.id',
  'tags.commit',
  'service_git_ref',
];

/**
 * Attributes whose values differ from call to call of one line of code. They help to find code, but statistics must
 * not be split by them, so they are no part of the fingerprint.
 */
export const VOLATILE_KEYS: ReadonlySet<string> = new Set([
  'url.path',
  'url.full',
  'http.target',
  'http.url',
  'db.query.text',
  'db.statement',
  'graphql.document',
  'graphql.source',
]);
