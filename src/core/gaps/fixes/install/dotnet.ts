import type { FileEdit, FixOutcome, FixProject } from '../fix-plan.ts';
import { refused } from '../fix-plan.ts';
import { eolOf, indentAt, indentUnit, insert, type TextEdit } from '../text-edit.ts';
import { filesNamed } from './start-commands.ts';

/** Package of an instrumentation, the call that adds it, and what of a project asks for it. */
const PARTS: readonly (readonly [name: string, call: string, asks: RegExp])[] = [
  [
    'OpenTelemetry.Instrumentation.AspNetCore',
    'AddAspNetCoreInstrumentation()',
    /Microsoft\.NET\.Sdk\.Web|AspNetCore/,
  ],
  ['OpenTelemetry.Instrumentation.Http', 'AddHttpClientInstrumentation()', /./],
  ['OpenTelemetry.Instrumentation.SqlClient', 'AddSqlClientInstrumentation()', /SqlClient/],
  ['OpenTelemetry.Instrumentation.StackExchangeRedis', 'AddRedisInstrumentation()', /StackExchange\.?Redis/],
  ['Npgsql.OpenTelemetry', 'AddNpgsql()', /Include="Npgsql(?!\.OpenTelemetry)/],
];
const BASE = ['OpenTelemetry.Extensions.Hosting', 'OpenTelemetry.Exporter.OpenTelemetryProtocol'];

/** Package references, and the provider where the host is built. */
export function installDotnet(project: FixProject): FixOutcome {
  const text = project.read(project.manifest);
  if (text === undefined) return refused(`${project.manifest} cannot be read.`);
  const parts = PARTS.filter(([, , asks]) => asks.test(text));
  const missing = [...BASE, ...parts.map(([name]) => name)].filter((name) => !text.includes(`"${name}"`));
  const edits: FileEdit[] =
    missing.length === 0 ? [] : [{ path: project.manifest, edits: references(text, missing) }];
  const notes: string[] = [];
  const host = filesNamed(project, /\.cs$/)
    .map((path) => ({ path, text: project.read(path) ?? '' }))
    .find((f) => /\b(?:WebApplication|Host)\.Create(?:Application)?(?:Slim)?Builder\(/.test(f.text));
  if (host && !/AddOpenTelemetry\(\)/.test(host.text))
    edits.push({
      path: host.path,
      edits: provider(
        host.text,
        project.service,
        parts.map(([, call]) => call),
      ),
    });
  else if (!host)
    notes.push(
      'No host builder was found: build a tracer provider with Sdk.CreateTracerProviderBuilder() where the program starts.',
    );
  if (edits.length === 0) return refused('Everything is installed and switched on already. Scan again.');
  return {
    edits,
    notes,
    ...(missing.length > 0 ? { command: { folder: project.root, line: 'dotnet restore' } } : {}),
  };
}

function references(text: string, names: readonly string[]): TextEdit[] {
  const eol = eolOf(text);
  const unit = indentUnit(text, '  ');
  const central = /ManagePackageVersionsCentrally>\s*true/i.test(text);
  // It is released with the driver, in its numbers.
  const npgsql = `${/Include="Npgsql"[^>]*Version="(\d+)/.exec(text)?.[1] ?? ''}.*`.replace(/^\./, '');
  const line = (name: string) =>
    `<PackageReference Include="${name}"${central ? '' : ` Version="${name === 'Npgsql.OpenTelemetry' ? npgsql : '1.*'}"`} />`;
  const last = [...text.matchAll(/<PackageReference\b[^>]*?(?:\/>|>[\s\S]*?<\/PackageReference>)/g)].at(-1);
  if (last)
    return [
      insert(
        last.index + last[0].length,
        names.map((n) => `${eol}${indentAt(text, last.index)}${line(n)}`).join(''),
      ),
    ];
  const end = text.lastIndexOf('</Project>');
  const group = [
    `${unit}<ItemGroup>`,
    ...names.map((n) => unit + unit + line(n)),
    `${unit}</ItemGroup>`,
    '',
  ].join(eol);
  return [insert(end < 0 ? text.length : end, `${group}${eol}`)];
}

/** Below the statement that makes the builder. */
function provider(text: string, service: string, calls: readonly string[]): TextEdit[] {
  const eol = eolOf(text);
  const unit = indentUnit(text, '    ');
  const m = /^([ \t]*)(?:var|[\w.]+)\s+(\w+)\s*=\s*(?:WebApplication|Host)\.Create\w*Builder\([^;]*;/m.exec(
    text,
  );
  if (!m) return [];
  const indent = m[1] ?? '';
  const lines = [
    '',
    `${indent}${m[2]}.Services.AddOpenTelemetry()`,
    `${indent}${unit}.ConfigureResource(resource => resource.AddService("${service.replace(/["\\]/g, '')}"))`,
    `${indent}${unit}.WithTracing(tracing => tracing`,
    ...calls.map((call) => `${indent}${unit}${unit}.${call}`),
    `${indent}${unit}${unit}.AddOtlpExporter());`,
  ];
  const edits = [
    insert(
      m.index + m[0].length,
      lines
        .map((l) => eol + l)
        .join('')
        .replace(eol, ''),
    ),
  ];
  const usings = [
    'OpenTelemetry.Resources',
    'OpenTelemetry.Trace',
    ...(calls.includes('AddNpgsql()') ? ['Npgsql'] : []),
  ].filter((u) => !new RegExp(`^using ${u.replace('.', '\\.')};`, 'm').test(text));
  if (usings.length > 0)
    edits.unshift(insert(/^\ufeff/.test(text) ? 1 : 0, usings.map((u) => `using ${u};${eol}`).join('')));
  return edits;
}
