import type { Setting } from '../manifest.ts';
import { composeSettings, kubernetesSettings, serverlessSettings } from './deployment.ts';
import { dockerSettings, jsonSettings, lineSettings } from './plain.ts';

type Reader = (source: string, file: string) => Setting[];

const NAMES: readonly (readonly [RegExp, Reader])[] = [
  [/(?:^|[./-])(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?$|\.Dockerfile$/i, dockerSettings],
  [/(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/, composeSettings],
  [/(?:^|\/)(?:serverless|template|samconfig|sam)\.ya?ml$/, serverlessSettings],
  [
    /(?:^|\/)(?:Procfile(?:\.\w+)?|Makefile|makefile|GNUmakefile|justfile|Justfile|Taskfile\.ya?ml|\.env(?:\.[\w.-]+)?|[\w.-]+\.env|gunicorn(?:[._-]?conf(?:ig)?)?\.py|supervisord?\.conf|uwsgi\.ini|ecosystem\.config\.c?js)$/,
    lineSettings,
  ],
  [
    /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)\.gitlab-ci\.yml$|(?:^|\/)(?:cloudbuild|bitbucket-pipelines|azure-pipelines|skaffold|app|apprunner|fly|render|railway)\.(?:ya?ml|toml|json)$|(?:^|\/)\.circleci\/config\.yml$|(?:^|\/)Jenkinsfile$/,
    lineSettings,
  ],
  [
    /(?:^|\/)\.vscode\/(?:launch|tasks)\.json$|(?:^|\/)Properties\/launchSettings\.json$|(?:^|\/)(?:local\.settings|nodemon|appsettings(?:\.\w+)?)\.json$|(?:^|\/)\.devcontainer\/devcontainer\.json$/,
    jsonSettings,
  ],
  [
    /(?:^|\/)(?:bin|scripts?|deploy|docker|hack)?\/?(?:start|run|entrypoint|docker-entrypoint|boot|launch|serve|build|server)[\w.-]*\.(?:sh|bash|ps1|cmd)$/,
    lineSettings,
  ],
  [
    /(?:^|\/)(?:application|bootstrap)(?:-\w+)?\.(?:properties|ya?ml)$|(?:^|\/)gradle\.properties$|(?:^|\/)jvm\.options$|(?:^|\/)\.mvn\/jvm\.config$/,
    lineSettings,
  ],
  [/(?:^|\/)(?:php|[\w-]*opentelemetry[\w-]*|otel)\.ini$/, lineSettings],
];

const YAML = /\.(?:ya?ml|tpl)$/;
/** Kubernetes objects and Helm values are known by what they hold. */
const KUBERNETES = /^\s*(?:apiVersion|kind)\s*:|^\s*(?:env|extraEnv|podAnnotations|image)\s*:/m;

/** Whether a file may say how something is run; YAML must be looked into. */
export const isDeploymentFile = (path: string): boolean =>
  NAMES.some(([pattern]) => pattern.test(path)) || YAML.test(path);

export function deploymentSettings(path: string, source: string): Setting[] {
  const reader = NAMES.find(([pattern]) => pattern.test(path))?.[1];
  if (reader) return reader(source, path);
  return YAML.test(path) && KUBERNETES.test(source.slice(0, 100_000)) ? kubernetesSettings(source, path) : [];
}
