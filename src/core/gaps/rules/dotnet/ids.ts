/** What traces requests that ASP.NET Core serves. */
export const ASPNETCORE = ['AddAspNetCoreInstrumentation', 'ASPNETCORE'] as const;
export const HTTPCLIENT = ['AddHttpClientInstrumentation', 'HTTPCLIENT'] as const;

export const add = (name: string, call: string) => ({
  package: `OpenTelemetry.Instrumentation.${name}`,
  enable: `.WithTracing(t => t.${call}())`,
});

/** A source that the library has built in: listening to it is all. */
export const listen = (library: string, source: string) => ({
  package: library,
  enable: `.WithTracing(t => t.AddSource("${source}"))`,
});

export const WEB = [
  'Microsoft.NET.Sdk.Web',
  'Microsoft.AspNetCore.App',
  'Microsoft.AspNetCore.Mvc*',
] as const;
