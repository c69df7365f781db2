package com.acme.shop;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

public class Program {
  public static void main(String[] args) {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(new CodeAttributesSpanProcessor("com.acme.shop"))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    Tracer tracer = provider.get("shop");
    new Orders(tracer).place();
    new Orders(tracer).each(List.of(1));
    new Orders.Draft().save(tracer);
    tracer.spanBuilder("of a request").setSpanKind(SpanKind.SERVER).startSpan().end();
    tracer.spanBuilder("of a client").setSpanKind(SpanKind.CLIENT).startSpan().end();
    tracer
        .spanBuilder("said already")
        .setAttribute(AttributeKey.stringKey("code.file.path"), "/elsewhere.java")
        .startSpan()
        .end();
    String spans =
        exporter.getFinishedSpanItems().stream()
            .map(
                span ->
                    "{\"name\":\"" + span.getName() + "\",\"attributes\":{"
                        + span.getAttributes().asMap().entrySet().stream()
                            .map(e -> "\"" + e.getKey().getKey() + "\":"
                                + (e.getValue() instanceof Long ? e.getValue() : "\"" + e.getValue() + "\""))
                            .collect(Collectors.joining(","))
                        + "}}")
            .collect(Collectors.joining(","));
    Tracer noting =
        SdkTracerProvider.builder()
            .addSpanProcessor(new CodeAttributesSpanProcessor("com.acme.shop"))
            .build()
            .get("noting");
    Tracer plain = SdkTracerProvider.builder().build().get("plain");
    double cost = quickest(noting) - quickest(plain);
    System.out.println("{\"spans\":[" + spans + "],\"costNs\":" + cost + "}");
  }

  /** Of many short rounds: others use the machine, too, and the code is compiled as it runs. */
  private static double quickest(Tracer tracer) {
    return IntStream.range(0, 200).mapToDouble(i -> timed(tracer, 10)).min().orElseThrow();
  }

  /** ns a span, ten frames down. */
  private static double timed(Tracer tracer, int depth) {
    if (depth > 0) {
      return timed(tracer, depth - 1);
    }
    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      tracer.spanBuilder("x").startSpan().end();
    }
    return (System.nanoTime() - start) / 1_000.0;
  }
}
