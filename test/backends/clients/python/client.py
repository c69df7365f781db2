"""Sends one trace by the SDK's own exporters, and prints what it was: client.py protobuf|grpc ENDPOINT"""

import json
import sys

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

protocol, endpoint = sys.argv[1:3]
if protocol == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=True)
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint + "/v1/traces", compression=Compression.Deflate)

resource = Resource.create({"service.name": "client-python", "service.version": "1.2.3"})
memory = InMemorySpanExporter()
provider = TracerProvider(resource=resource)
provider.add_span_processor(BatchSpanProcessor(exporter))
provider.add_span_processor(SimpleSpanProcessor(memory))
tracer = provider.get_tracer("checkout", "4.5.6")

linked = SpanContext(
    trace_id=0x0AF7651916CD43DD8448EB211C80319C,
    span_id=0xB7AD6B7169203331,
    is_remote=True,
    trace_flags=TraceFlags(1),
)
attributes = {
    "text": 'ünï 😝 "quoted"\n',
    "empty": "",
    "yes": True,
    "count": 42,
    "negative": -7,
    "largest": 9223372036854775807,
    "ratio": 0.1,
    "list": ["a", "b"],
    "numbers": [1, 2],
}
with tracer.start_as_current_span(
    "GET /checkout", kind=SpanKind.SERVER, attributes=attributes, links=[Link(linked, {"why": "batch"})]
) as root:
    with tracer.start_as_current_span("charge", kind=SpanKind.CLIENT) as charge:
        charge.add_event("retry", {"attempt": 2})
        charge.record_exception(ValueError("card declined"))
        charge.set_status(Status(StatusCode.ERROR, "card declined"))
    for i in range(20):
        tracer.start_span(f"step {i}", attributes={"i": i}).end()
provider.force_flush()


def value(v):
    if isinstance(v, int) and not isinstance(v, bool) and abs(v) > 2**53:
        return {"int": str(v)}
    return list(v) if isinstance(v, tuple) else v


def pairs(all):
    return {k: value(v) for k, v in (all or {}).items()}


def describe(span):
    return {
        "spanId": format(span.context.span_id, "016x"),
        "parentSpanId": format(span.parent.span_id, "016x") if span.parent else "",
        "name": span.name,
        "kind": span.kind.value + 1,
        "start": str(span.start_time),
        "end": str(span.end_time),
        # The SDK numbers them as OTLP does.
        "status": span.status.status_code.value,
        "message": span.status.description or "",
        "attributes": pairs(span.attributes),
        "events": [{"name": e.name, "time": str(e.timestamp), "attributes": pairs(e.attributes)} for e in span.events],
        "links": [
            {
                "traceId": format(link.context.trace_id, "032x"),
                "spanId": format(link.context.span_id, "016x"),
                "attributes": pairs(link.attributes),
            }
            for link in span.links
        ],
        "scope": {"name": span.instrumentation_scope.name, "version": span.instrumentation_scope.version},
        "resource": pairs(span.resource.attributes),
    }


print(
    json.dumps(
        {
            "traceId": format(root.get_span_context().trace_id, "032x"),
            "spans": [describe(s) for s in memory.get_finished_spans()],
        }
    )
)
provider.shutdown()
