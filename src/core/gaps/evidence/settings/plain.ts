import { dirOf, joinPath, type Setting } from '../manifest.ts';
import { commandText, unquote } from './yaml-outline.ts';

/** Dockerfile and Containerfile: ENV, ARG with a default, and the commands, continued lines joined. */
export function dockerSettings(source: string, file: string): Setting[] {
  const out: Setting[] = [];
  const scope = copied(source, file);
  for (const { text, line } of logicalLines(source)) {
    const m = /^\s*([A-Za-z]+)\s+([\s\S]*)$/.exec(text);
    const word = m?.[1]?.toUpperCase();
    const rest = (m?.[2] ?? '').trim();
    if (word === 'ENV') {
      const spaced = /^([A-Za-z_]\w*)\s+(?![^=\s]*=)([\s\S]*)$/.exec(rest);
      if (spaced?.[1] && !rest.slice(0, spaced[1].length + 1).includes('='))
        out.push({ what: 'env', key: spaced[1], value: unquote(spaced[2] ?? ''), file, line, scope });
      else
        for (const [, key = '', value = ''] of rest.matchAll(
          /([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g,
        ))
          out.push({ what: 'env', key, value: unquote(value), file, line, scope });
    } else if (word === 'CMD' || word === 'ENTRYPOINT' || word === 'RUN')
      out.push({ what: 'run', key: word, value: commandText(rest), file, line, scope });
    else if (
      (word === 'COPY' || word === 'ADD') &&
      /opentelemetry|javaagent|otel|dd-java|newrelic|elastic-apm/i.test(rest)
    )
      out.push({ what: 'run', key: word, value: rest, file, line, scope });
  }
  return out;
}

/** Folders that the image is made of: `COPY services/cart .`, `COPY ./cart/package.json`. */
function copied(source: string, file: string): string[] {
  const dir = dirOf(file);
  const found = new Set<string>();
  for (const { text } of logicalLines(source)) {
    const m = /^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)([\s\S]+)$/i.exec(text);
    if (!m?.[2] || /--from=/.test(m[1] ?? '')) continue;
    const parts = commandText(m[2]).split(/\s+/);
    for (const part of parts.slice(0, -1))
      if (/^[.\w][\w./@-]*$/.test(part) && part !== '.') found.add(joinPath(dir, part));
  }
  return [...found];
}

export function logicalLines(source: string): { text: string; line: number }[] {
  const out: { text: string; line: number }[] = [];
  let text = '';
  let from = 0;
  for (const [i, raw] of source.split('\n').entries()) {
    const clean = raw.replace(/\r$/, '');
    if (text === '') {
      if (/^\s*(?:#|$)/.test(clean)) continue;
      from = i + 1;
    } else if (/^\s*#/.test(clean)) continue;
    if (clean.endsWith('\\')) {
      text += `${clean.slice(0, -1)} `;
      continue;
    }
    out.push({ text: text + clean, line: from });
    text = '';
  }
  if (text !== '') out.push({ text, line: from });
  return out;
}

/** `.env`, Procfile, Makefile, shell scripts, CI: `KEY=value` and everything else as a command. */
export function lineSettings(source: string, file: string): Setting[] {
  const telling =
    /opentelemetry|otel|javaagent|ddtrace|dd-trace|newrelic|orchestrion|toolexec|CORECLR|NODE_OPTIONS|elastic-apm|management\.tracing|beyla|splunk|grafana|require|import /i;
  return logicalLines(source).flatMap(({ text, line }): Setting[] => {
    if (!telling.test(text)) return [];
    const m = /^\s*(?:export\s+|-\s+|ENV\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*[:=]\s*(.*)$/.exec(text);
    const settings: Setting[] = [];
    if (m?.[1] && /^[A-Z][A-Z0-9_]+$/.test(m[1]))
      settings.push({ what: 'env', key: m[1], value: unquote(m[2] ?? ''), file, line, scope: [] });
    settings.push({ what: 'run', key: 'line', value: text.trim().slice(0, 600), file, line, scope: [] });
    return settings;
  });
}

/** .vscode/launch.json, launchSettings.json, tasks: every `"KEY": "value"` and every argument list. */
export function jsonSettings(source: string, file: string): Setting[] {
  const out: Setting[] = [];
  for (const [i, text] of source.split('\n').entries()) {
    for (const [, key = '', value = ''] of text.matchAll(/"([A-Z][A-Z0-9_]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g))
      out.push({ what: 'env', key, value, file, line: i + 1, scope: [] });
    const args = /"(?:args|runtimeArgs|vmArgs|command|nodeArgs)"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text)?.[1];
    if (args)
      out.push({
        what: 'run',
        key: 'launch',
        value: commandText(unquote(args)),
        file,
        line: i + 1,
        scope: [],
      });
  }
  return out;
}
