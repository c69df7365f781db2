/** What serves HTTP in a JVM, as modules of the agent; and the starters and extensions that trace it by themselves. */
export const SERVERS = [
  'spring-webmvc',
  'spring-webflux',
  'servlet',
  'tomcat',
  'jetty',
  'undertow',
  'netty',
  'reactor-netty',
  'micrometer-tracing',
  'sleuth',
  'quarkus-opentelemetry',
  'micronaut-tracing',
  'microprofile-telemetry',
] as const;

export const AGENT = {
  package: 'opentelemetry-javaagent',
  enable: 'start with JAVA_TOOL_OPTIONS=-javaagent:opentelemetry-javaagent.jar',
} as const;

/** Tracing that comes with a framework and follows its own clients. */
export const FRAMEWORK = [
  'micrometer-tracing',
  'sleuth',
  'quarkus-opentelemetry',
  'micronaut-tracing',
] as const;
