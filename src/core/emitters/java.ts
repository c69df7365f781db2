import { below, type Emission, type EmitterProject } from './emitter.ts';

const COST =
  'A walk up the stack a span, no further than the first frame of yours: about 2 microseconds (measured ten frames deep).';

const text = (
  root: string,
) => `${root === '' ? '' : `package ${root};\n\n`}import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;

/**
 * Notes on each span which line of this project started it (code.function.name, code.file.path,
 * code.line.number), so that tools can jump from the span to the code.
 *
 * <p>${COST}
 *
 * <p>Left alone: spans of incoming requests and messages, whose handler has not run yet.
 */
public final class CodeAttributesSpanProcessor implements SpanProcessor {
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");
  private static final AttributeKey<String> FILE = AttributeKey.stringKey("code.file.path");
  private static final AttributeKey<Long> LINE = AttributeKey.longKey("code.line.number");
  private static final StackWalker WALKER = StackWalker.getInstance();

  private final List<String> packages;

  /** Frames of these packages, and of packages below them, count as the project's. */
  public CodeAttributesSpanProcessor(String... packages) {
    this.packages = List.of(packages);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (span.getKind() == SpanKind.SERVER || span.getKind() == SpanKind.CONSUMER) {
      return;
    }
    if (span.getAttribute(FILE) != null) {
      return;
    }
    WALKER
        .walk(frames -> frames.filter(this::isOurs).findFirst())
        .ifPresent(
            frame -> {
              String type = frame.getClassName();
              span.setAttribute(FUNCTION, type + "." + frame.getMethodName());
              if (frame.getFileName() != null && frame.getLineNumber() > 0) {
                int end = type.lastIndexOf('.') + 1;
                span.setAttribute(FILE, type.substring(0, end).replace('.', '/') + frame.getFileName());
                span.setAttribute(LINE, (long) frame.getLineNumber());
              }
            });
  }

  private boolean isOurs(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    // Proxies that frameworks generate lie in the package of what they stand for.
    if (type.contains("$$") || type.equals(CodeAttributesSpanProcessor.class.getName())) {
      return false;
    }
    for (String name : packages) {
      if (type.startsWith(name) && (type.length() == name.length() || type.charAt(name.length()) == '.')) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
`;

export function javaEmission({ root = '', sources }: EmitterProject): Emission {
  const folder = below(sources, root.replaceAll('.', '/')).replace(/\/$/, '');
  return {
    path: below(folder, 'CodeAttributesSpanProcessor.java'),
    text: text(root),
    languageId: 'java',
    register: `// Where you build the SDK yourself:
SdkTracerProvider.builder()
    .addSpanProcessor(new CodeAttributesSpanProcessor("${root || 'com.example'}"))

// With the Spring Boot starter, as a bean:
@Bean
AutoConfigurationCustomizerProvider codeAttributes() {
  return customizer ->
      customizer.addTracerProviderCustomizer(
          (provider, config) ->
              provider.addSpanProcessor(new CodeAttributesSpanProcessor("${root || 'com.example'}")));
}

// With the Java agent: the same AutoConfigurationCustomizerProvider in a jar of its own, named in
// META-INF/services/io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider and loaded by
// -Dotel.javaagent.extensions=that.jar
`,
    cost: 'about 2 µs a span',
  };
}
