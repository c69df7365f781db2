// How a .NET service is traced, read from every kind of file that may say it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, places, setups } from '../../../../support/gap-workspace.ts';

const PROGRAM = 'var app = WebApplication.Create(args);\napp.MapGet("/x", () => "x");\napp.Run();\n';
const csproj = (packages: readonly string[], more = ''): string =>
  `<Project Sdk="Microsoft.NET.Sdk.Web">\n<ItemGroup>\n${packages
    .map((p) => `<PackageReference Include="${p}" Version="1.9.0" />\n`)
    .join('')}${more}</ItemGroup>\n</Project>\n`;
const web = (packages: readonly string[], more: Files = {}): Files => ({
  'shop/Program.cs': PROGRAM,
  'shop/shop.csproj': csproj(packages),
  ...more,
});
const tracing = (calls: string): string =>
  `static class Tracing {\n  static void Add(IServiceCollection s) { s.AddOpenTelemetry().WithTracing(t => t${calls}); }\n}\n`;

type Case = { readonly title: string; readonly files: Files; readonly expect: readonly string[] };
const OPEN = ['setup.no-otel', 'entry.http@shop/Program.cs:2'];

const cases: readonly Case[] = [
  { title: 'nothing', files: web([]), expect: OPEN },
  {
    title: 'installed, not added',
    files: web(['OpenTelemetry.Instrumentation.AspNetCore']),
    expect: ['setup.not-enabled'],
  },
  { title: 'added', files: web([], { 'shop/T.cs': tracing('.AddAspNetCoreInstrumentation()') }), expect: [] },
  {
    title: 'only clients are added',
    files: web([], { 'shop/T.cs': tracing('.AddHttpClientInstrumentation()') }),
    expect: ['entry.http@shop/Program.cs:2'],
  },
  { title: 'automatic, as a package', files: web(['OpenTelemetry.AutoInstrumentation']), expect: [] },
  {
    title: 'automatic, through the environment',
    files: web([], {
      'shop/Dockerfile':
        'FROM dotnet\nENV CORECLR_ENABLE_PROFILING=1\nENV CORECLR_PROFILER={918728DD-259F-4A6A-AC2B-B85E1B658318}\nCMD ["dotnet", "shop.dll"]\n',
    }),
    expect: [],
  },
  {
    title: 'automatic, with ASP.NET Core switched off',
    files: web(['OpenTelemetry.AutoInstrumentation'], {
      'shop/Dockerfile':
        'FROM dotnet\nENV OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_ENABLED=false\nCMD ["dotnet", "shop.dll"]\n',
    }),
    expect: ['setup.disabled'],
  },
  {
    title: 'profiler of Datadog',
    files: web([], {
      'shop/Dockerfile': 'FROM dotnet\nENV CORECLR_PROFILER={846F5F1C-F9AE-4B07-969E-05C26BC060D8}\n',
    }),
    expect: [],
  },
  {
    title: 'Sentry',
    files: web([], {
      'shop/S.cs':
        'static class S {\n  static void Add(WebApplicationBuilder b) { b.WebHost.UseSentry(); }\n}\n',
    }),
    expect: [],
  },
  {
    title: 'Azure Monitor',
    files: web([], {
      'shop/S.cs':
        'static class S {\n  static void Add(WebApplicationBuilder b) { b.Services.AddOpenTelemetry().UseAzureMonitor(); }\n}\n',
    }),
    expect: [],
  },
  {
    title: 'in a project that is referenced',
    files: {
      'shop/Program.cs': PROGRAM,
      'shop/shop.csproj': csproj([], '<ProjectReference Include="..\\defaults\\defaults.csproj" />\n'),
      'defaults/defaults.csproj': '<Project Sdk="Microsoft.NET.Sdk">\n</Project>\n',
      'defaults/T.cs': tracing('.AddAspNetCoreInstrumentation()'),
    },
    expect: [],
  },
  {
    title: 'an ActivitySource that nothing listens to',
    files: web([], {
      'shop/T.cs': tracing('.AddAspNetCoreInstrumentation().AddSource("Other")'),
      'shop/A.cs': 'class A {\n  static readonly ActivitySource S = new("Shop.Orders");\n}\n',
    }),
    expect: ['setup.source-not-registered'],
  },
  {
    title: 'an ActivitySource that a pattern fits',
    files: web([], {
      'shop/T.cs': tracing('.AddAspNetCoreInstrumentation().AddSource("Shop.*")'),
      'shop/A.cs': 'class A {\n  static readonly ActivitySource S = new("Shop.Orders");\n}\n',
    }),
    expect: [],
  },
  {
    title: 'a source whose registered name cannot be read',
    files: web([], {
      'shop/T.cs': tracing('.AddAspNetCoreInstrumentation().AddSource(Names.Orders)'),
      'shop/A.cs': 'class A {\n  static readonly ActivitySource S = new("Shop.Orders");\n}\n',
    }),
    expect: [],
  },
];

for (const { title, files, expect } of cases)
  test(title, async () => {
    const report = await gapsOf(files);
    assert.deepEqual(
      [...setups(report), ...places(report)],
      expect,
      JSON.stringify(report.services, undefined, 1),
    );
  });
