import { dirOf, joinPath, type Setting } from '../manifest.ts';
import { commandText, unquote, type YamlLine, yamlDocuments } from './yaml-outline.ts';

/** Compose: environment, command and build folder of each service. */
export function composeSettings(source: string, file: string): Setting[] {
  const out: Setting[] = [];
  for (const document of yamlDocuments(source)) {
    const services = new Map<string, YamlLine[]>();
    for (const one of document) {
      const at = one.path[0] === 'services' ? one.path[1] : undefined;
      if (at === undefined) continue;
      const list = services.get(at);
      if (list) list.push(one);
      else services.set(at, [one]);
    }
    for (const [name, lines] of services) {
      const scope = [name, ...folders(lines, file)];
      out.push({ what: 'run', key: 'service', value: '', file, line: lines[0]?.line ?? 1, scope });
      for (const { path, value, line } of lines) {
        const [, , key, ...rest] = path;
        if (key === 'environment') out.push(...envOf(rest, value, file, line, scope));
        else if (key === 'command' || key === 'entrypoint' || key === 'develop')
          out.push({ what: 'run', key: 'command', value: commandText(value), file, line, scope });
      }
    }
  }
  return out;
}

function folders(lines: readonly YamlLine[], file: string): string[] {
  const dir = dirOf(file);
  return lines.flatMap(({ path, value }) => {
    const key = path.slice(2).join('.');
    if (key === 'build' || key === 'build.context') return [joinPath(dir, value)];
    if (key === 'build.dockerfile') return [dirOf(joinPath(dir, value))];
    return [];
  });
}

/** `- KEY=value`, `KEY: value`. */
function envOf(
  rest: readonly string[],
  value: string,
  file: string,
  line: number,
  scope: readonly string[],
): Setting[] {
  const key = rest.at(-1) ?? '';
  if (/^\d+$/.test(key) || rest.length === 0) {
    const m = /^([A-Za-z_]\w*)\s*[=:]\s*(.*)$/s.exec(value);
    return m?.[1] ? [{ what: 'env', key: m[1], value: unquote(m[2] ?? ''), file, line, scope }] : [];
  }
  return [{ what: 'env', key, value, file, line, scope }];
}

/** Kubernetes and Helm: container environment, commands and annotations, per document. */
export function kubernetesSettings(source: string, file: string): Setting[] {
  const out: Setting[] = [];
  for (const document of yamlDocuments(source)) {
    const scope = names(document);
    for (const [i, { path, value, line }] of document.entries()) {
      const key = path.at(-1) ?? '';
      if (
        path.includes('annotations') &&
        /instrumentation\.opentelemetry\.io|odigos|ad\.datadoghq|admission\.datadoghq/.test(key)
      )
        out.push({ what: 'label', key, value, file, line, scope });
      else if (key === 'name' && path.includes('env')) {
        const next = document[i + 1];
        if (
          next &&
          next.path.at(-1) === 'value' &&
          next.path.slice(0, -1).join() === path.slice(0, -1).join()
        )
          out.push({ what: 'env', key: value, value: next.value, file, line, scope });
      } else if (path.at(-2) === 'command' || path.at(-2) === 'args' || key === 'command' || key === 'args')
        out.push({ what: 'run', key: 'command', value: commandText(value), file, line, scope });
      // values.yaml: `env: { KEY: value }`
      else if (path.at(-2) === 'env' && /^[A-Z][A-Z0-9_]+$/.test(key))
        out.push({ what: 'env', key, value, file, line, scope });
      else if (key === 'image' && /beyla|\bobi\b|opentelemetry-ebpf|odigos|pixie/.test(value))
        out.push({ what: 'label', key: 'ebpf', value, file, line, scope: [] });
      else if (key === 'kind' && value === 'Instrumentation')
        out.push({ what: 'label', key: 'operator', value, file, line, scope: [] });
    }
  }
  return out;
}

/** Names of the workload and its images: what a service may be called. */
function names(document: readonly YamlLine[]): string[] {
  const found = new Set<string>();
  for (const { path, value } of document) {
    const key = path.at(-1);
    if (key === 'image') found.add(value.replace(/[:@].*$/, '').replace(/^.*\//, ''));
    else if (
      key === 'name' &&
      (path[0] === 'metadata' || path.includes('containers')) &&
      !path.includes('env') &&
      !/[{}]/.test(value)
    )
      found.add(value);
    else if (key === 'app' || key === 'app.kubernetes.io/name') found.add(value);
  }
  found.delete('');
  return [...found];
}

/** serverless.yml and SAM templates: environment and layers of the functions. */
export function serverlessSettings(source: string, file: string): Setting[] {
  return yamlDocuments(source).flatMap((document) =>
    document.flatMap(({ path, value, line }): Setting[] => {
      const key = path.at(-1) ?? '';
      if (path.some((p) => p === 'environment' || p === 'Variables') && /^[A-Z][A-Z0-9_]+$/.test(key))
        return [{ what: 'env', key, value, file, line, scope: [] }];
      if (/layers/i.test(path.join('.')) && /otel|opentelemetry|datadog|newrelic|lumigo/i.test(value))
        return [{ what: 'env', key: 'AWS_LAMBDA_LAYER', value, file, line, scope: [] }];
      return [];
    }),
  );
}
