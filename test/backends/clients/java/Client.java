import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Sends one trace by the SDK's own exporters, and prints what it was: Client protobuf|grpc ENDPOINT */
public class Client {
  static final List<SpanData> FINISHED = new ArrayList<>();

  /** The SDK's own in-memory exporter is in a testing package; this is all of it that is needed. */
  static class Memory implements SpanExporter {
    public CompletableResultCode export(Collection<SpanData> spans) {
      FINISHED.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  public static void main(String[] args) {
    SpanExporter exporter = args[0].equals("grpc")
        ? OtlpGrpcSpanExporter.builder().setEndpoint(args[1]).build()
        : OtlpHttpSpanExporter.builder().setEndpoint(args[1] + "/v1/traces").setCompression("gzip").build();
    SdkTracerProvider provider = SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.builder()
            .put("service.name", "client-java").put("service.version", "1.2.3").build()))
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
        .addSpanProcessor(SimpleSpanProcessor.create(new Memory()))
        .build();
    Tracer tracer = provider.tracerBuilder("checkout").setInstrumentationVersion("4.5.6").build();
    SpanContext linked = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
        TraceFlags.getSampled(), TraceState.getDefault());
    Span root = tracer.spanBuilder("GET /checkout").setSpanKind(SpanKind.SERVER).setNoParent()
        .addLink(linked, Attributes.of(AttributeKey.stringKey("why"), "batch")).startSpan();
    root.setAttribute("text", "ünï 😝 \"quoted\"\n");
    root.setAttribute("empty", "");
    root.setAttribute("yes", true);
    root.setAttribute("count", 42L);
    root.setAttribute("negative", -7L);
    root.setAttribute("largest", Long.MAX_VALUE);
    root.setAttribute("ratio", 0.1);
    root.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"));
    root.setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, 2L));
    Context inRoot = Context.root().with(root);
    Span charge = tracer.spanBuilder("charge").setSpanKind(SpanKind.CLIENT).setParent(inRoot).startSpan();
    charge.addEvent("retry", Attributes.of(AttributeKey.longKey("attempt"), 2L));
    charge.recordException(new IllegalStateException("card declined"));
    charge.setStatus(StatusCode.ERROR, "card declined");
    charge.end();
    for (int i = 0; i < 20; i++)
      tracer.spanBuilder("step " + i).setParent(inRoot).setAttribute("i", (long) i).startSpan().end();
    root.end();
    boolean sent = provider.forceFlush().join(10, TimeUnit.SECONDS).isSuccess();
    String spans = FINISHED.stream().map(Client::describe).collect(Collectors.joining(","));
    byte[] out = ("{\"traceId\":" + text(root.getSpanContext().getTraceId()) + ",\"spans\":[" + spans + "]}\n")
        .getBytes(StandardCharsets.UTF_8);
    System.out.write(out, 0, out.length);
    System.out.flush();
    provider.shutdown().join(10, TimeUnit.SECONDS);
    System.exit(sent ? 0 : 1);
  }

  static String describe(SpanData s) {
    String parent = s.getParentSpanContext().isValid() ? s.getParentSpanId() : "";
    String events = s.getEvents().stream().map(e -> "{\"name\":" + text(e.getName()) + ",\"time\":\""
        + e.getEpochNanos() + "\",\"attributes\":" + pairs(e.getAttributes()) + "}").collect(Collectors.joining(","));
    String links = s.getLinks().stream().map(l -> "{\"traceId\":" + text(l.getSpanContext().getTraceId())
        + ",\"spanId\":" + text(l.getSpanContext().getSpanId()) + ",\"attributes\":" + pairs(l.getAttributes()) + "}")
        .collect(Collectors.joining(","));
    return "{\"spanId\":" + text(s.getSpanId()) + ",\"parentSpanId\":" + text(parent)
        + ",\"name\":" + text(s.getName()) + ",\"kind\":" + (s.getKind().ordinal() + 1)
        + ",\"start\":\"" + s.getStartEpochNanos() + "\",\"end\":\"" + s.getEndEpochNanos() + "\""
        + ",\"status\":" + s.getStatus().getStatusCode().ordinal()
        + ",\"message\":" + text(s.getStatus().getDescription())
        + ",\"attributes\":" + pairs(s.getAttributes()) + ",\"events\":[" + events + "],\"links\":[" + links + "]"
        + ",\"scope\":{\"name\":" + text(s.getInstrumentationScopeInfo().getName())
        + ",\"version\":" + text(s.getInstrumentationScopeInfo().getVersion()) + "}"
        + ",\"resource\":" + pairs(s.getResource().getAttributes()) + "}";
  }

  static String pairs(Attributes all) {
    return all.asMap().entrySet().stream().map(e -> text(e.getKey().getKey()) + ":" + value(e.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String value(Object v) {
    if (v instanceof List<?> list) return list.stream().map(Client::value).collect(Collectors.joining(",", "[", "]"));
    if (v instanceof Long n && Math.abs(n) > (1L << 53)) return "{\"int\":\"" + n + "\"}";
    return v instanceof String s ? text(s) : String.valueOf(v);
  }

  static String text(String s) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : s.toCharArray())
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    return out.append('"').toString();
  }
}
