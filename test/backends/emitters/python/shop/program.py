import json
import time

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from shop.code_attributes import CodeAttributesSpanProcessor

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(CodeAttributesSpanProcessor())
provider.add_span_processor(SimpleSpanProcessor(exporter))
tracer = provider.get_tracer("shop")


class Orders:
    def place(self):
        with tracer.start_as_current_span("in a method"):
            pass

    @tracer.start_as_current_span("by a decorator")
    def load(self):
        return None


def price(items):
    def one(_):
        tracer.start_span("in a closure").end()

    list(map(one, items))


def timed(using, depth):
    """ns a span, ten frames down."""
    if depth > 0:
        return timed(using, depth - 1)
    start = time.perf_counter_ns()
    for _ in range(500):
        using.start_span("x").end()
    return (time.perf_counter_ns() - start) / 500


def quickest(using):
    """Of many short rounds: others use the machine, too."""
    return min(timed(using, 10) for _ in range(60))


def main():
    Orders().place()
    Orders().load()
    price([1])
    tracer.start_span("of a request", kind=SpanKind.SERVER).end()
    provider.get_tracer("opentelemetry.instrumentation.asgi").start_span("of a framework").end()
    client = provider.get_tracer("opentelemetry.instrumentation.requests")
    client.start_span("of a client", kind=SpanKind.CLIENT).end()
    tracer.start_span("said already", attributes={"code.file.path": "/elsewhere.py"}).end()
    spans = [{"name": s.name, "attributes": dict(s.attributes)} for s in exporter.get_finished_spans()]

    noting = TracerProvider()
    noting.add_span_processor(CodeAttributesSpanProcessor())
    cost = quickest(noting.get_tracer("noting")) - quickest(TracerProvider().get_tracer("plain"))
    print(json.dumps({"spans": spans, "costNs": cost}))


if __name__ == "__main__":
    main()
