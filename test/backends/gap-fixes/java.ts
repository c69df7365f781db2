import { run, type Toolchain } from './toolchain.ts';

const CODE = `package shop;

import java.io.IOException;
import java.util.function.Supplier;

/** Orders. */
public class Orders {
    private final String name = "orders";

    @Deprecated
    public String show(String span) throws IOException {
        // early
        if (span.isEmpty()) return null;
        String text = """
            kept
              as it is
            """;
        if (span.equals("bad")) throw new IOException(text);
        return load(span) + text;
    }

    private String load(String id) {
        return name + id;
    }

    static int job() { return 1; }

    static Supplier<Integer> lambda() {
        return () -> {
            int n = 2;
            return n;
        };
    }

    static int leaky(boolean x) {
        io.opentelemetry.api.trace.Span span = io.opentelemetry.api.GlobalOpenTelemetry.getTracer("x").spanBuilder("leaky").startSpan();
        if (x) return 1;
        span.end();
        return 2;
    }
}
`;

const MAIN = `package shop;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

public class Main {
    public static void main(String[] args) throws Exception {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build())
            .buildAndRegisterGlobal();
        Orders orders = new Orders();
        if (!orders.show("a").equals("ordersakept\\n  as it is\\n")) throw new Error("show");
        if (orders.show("") != null) throw new Error("early");
        try {
            orders.show("bad");
            throw new Error("bad");
        } catch (IOException expected) {
        }
        if (Orders.job() != 1 || Orders.lambda().get() != 2 || Orders.leaky(true) != 1) throw new Error("rest");
        List<SpanData> spans = exporter.getFinishedSpanItems();
        System.out.println(spans.stream().map(s -> String.format(
            "{\\"name\\":\\"%s\\",\\"kind\\":\\"%s\\",\\"status\\":\\"%s\\",\\"parent\\":\\"%s\\"}",
            s.getName(), s.getKind().name().toLowerCase(), s.getStatus().getStatusCode() == StatusCode.ERROR ? "error" : "ok",
            spans.stream().filter(p -> p.getSpanId().equals(s.getParentSpanId())).map(SpanData::getName).findFirst().orElse("")
        )).collect(Collectors.joining(",", "[", "]")));
    }
}
`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>spanlight.test</groupId>
  <artifactId>fixes</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-testing</artifactId><version>1.45.0</version></dependency>
  </dependencies>
</project>
`;

export const java: Toolchain = {
  title: 'Java',
  language: 'java',
  tool: ['javac', '-version'],
  file: 'shop/Orders.java',
  code: CODE,
  fixes: [
    { at: '@Deprecated', target: { keys: { route: '/orders', method: 'GET' } } },
    { at: 'String load', target: { rule: 'outbound.db', tech: 'JDBC', symbol: 'Orders.load' } },
    { at: 'static int job', target: { rule: 'entry.scheduled', symbol: 'Orders.job' } },
    { at: 'return () -> {', target: { rule: 'entry.queue', keys: { topic: 'jobs' }, column: 15 } },
    { kind: 'end-span', at: 'spanBuilder("leaky")', target: { rule: 'span.not-ended-on-path' } },
  ],
  files: { 'shop/Main.java': MAIN, 'pom.xml': POM },
  install: (cwd) =>
    run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd }),
  run: async (cwd) => {
    await run(
      'javac',
      [
        '-Xlint:all,-deprecation,-try',
        '-Werror',
        '-proc:none',
        '-cp',
        'lib/*',
        '-d',
        'out',
        'shop/Orders.java',
        'shop/Main.java',
      ],
      { cwd },
    );
    return run('java', ['-cp', 'lib/*:out', 'shop.Main'], { cwd });
  },
  expect: [
    { name: 'JDBC in Orders.load', kind: 'client', status: 'ok', parent: 'GET /orders' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders', kind: 'server', status: 'error', parent: '' },
    { name: 'Orders.job', kind: 'internal', status: 'ok', parent: '' },
    { name: 'process jobs', kind: 'consumer', status: 'ok', parent: '' },
    { name: 'leaky', kind: 'internal', status: 'ok', parent: '' },
  ],
};
