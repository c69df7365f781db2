// Sends one trace by the SDK's own exporters, and prints what it was: client protobuf|grpc ENDPOINT
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	ctx := context.Background()
	protocol, endpoint := os.Args[1], os.Args[2]
	var exporter sdk.SpanExporter
	var err error
	if protocol == "grpc" {
		exporter, err = otlptracegrpc.New(ctx, otlptracegrpc.WithEndpointURL(endpoint), otlptracegrpc.WithCompressor("gzip"))
	} else {
		exporter, err = otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint+"/v1/traces"),
			otlptracehttp.WithCompression(otlptracehttp.GzipCompression))
	}
	check(err)
	memory := tracetest.NewInMemoryExporter()
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(exporter),
		sdk.WithSyncer(memory),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "client-go"), attribute.String("service.version", "1.2.3"))),
	)
	tracer := provider.Tracer("checkout", trace.WithInstrumentationVersion("4.5.6"))

	traceID, _ := trace.TraceIDFromHex("0af7651916cd43dd8448eb211c80319c")
	spanID, _ := trace.SpanIDFromHex("b7ad6b7169203331")
	linked := trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID, TraceFlags: trace.FlagsSampled})
	rootCtx, root := tracer.Start(ctx, "GET /checkout", trace.WithSpanKind(trace.SpanKindServer),
		trace.WithLinks(trace.Link{SpanContext: linked, Attributes: []attribute.KeyValue{attribute.String("why", "batch")}}),
		trace.WithAttributes(
			attribute.String("text", "ünï 😝 \"quoted\"\n"),
			attribute.String("empty", ""),
			attribute.Bool("yes", true),
			attribute.Int64("count", 42),
			attribute.Int64("negative", -7),
			attribute.Int64("largest", math.MaxInt64),
			attribute.Float64("ratio", 0.1),
			attribute.StringSlice("list", []string{"a", "b"}),
			attribute.Int64Slice("numbers", []int64{1, 2}),
		))
	_, charge := tracer.Start(rootCtx, "charge", trace.WithSpanKind(trace.SpanKindClient))
	charge.AddEvent("retry", trace.WithAttributes(attribute.Int("attempt", 2)))
	charge.RecordError(errors.New("card declined"))
	charge.SetStatus(codes.Error, "card declined")
	charge.End()
	for i := range 20 {
		_, step := tracer.Start(rootCtx, fmt.Sprintf("step %d", i), trace.WithAttributes(attribute.Int("i", i)))
		step.End()
	}
	root.End()
	check(provider.ForceFlush(ctx))

	spans := []map[string]any{}
	for _, span := range memory.GetSpans() {
		spans = append(spans, describe(span))
	}
	out, err := json.Marshal(map[string]any{"traceId": root.SpanContext().TraceID().String(), "spans": spans})
	check(err)
	fmt.Println(string(out))
	check(provider.Shutdown(ctx))
}

func describe(span tracetest.SpanStub) map[string]any {
	parent := ""
	if span.Parent.HasSpanID() {
		parent = span.Parent.SpanID().String()
	}
	events := []map[string]any{}
	for _, e := range span.Events {
		events = append(events, map[string]any{
			"name": e.Name, "time": strconv.FormatInt(e.Time.UnixNano(), 10), "attributes": pairs(e.Attributes)})
	}
	links := []map[string]any{}
	for _, l := range span.Links {
		links = append(links, map[string]any{
			"traceId": l.SpanContext.TraceID().String(), "spanId": l.SpanContext.SpanID().String(), "attributes": pairs(l.Attributes)})
	}
	// The SDK's codes are not OTLP's: Error is 1 there and 2 here.
	status := map[codes.Code]int{codes.Unset: 0, codes.Ok: 1, codes.Error: 2}[span.Status.Code]
	return map[string]any{
		"spanId":       span.SpanContext.SpanID().String(),
		"parentSpanId": parent,
		"name":         span.Name,
		"kind":         int(span.SpanKind),
		"start":        strconv.FormatInt(span.StartTime.UnixNano(), 10),
		"end":          strconv.FormatInt(span.EndTime.UnixNano(), 10),
		"status":       status,
		"message":      span.Status.Description,
		"attributes":   pairs(span.Attributes),
		"events":       events,
		"links":        links,
		"scope":        map[string]string{"name": span.InstrumentationScope.Name, "version": span.InstrumentationScope.Version},
		"resource":     pairs(span.Resource.Attributes()),
	}
}

func pairs(all []attribute.KeyValue) map[string]any {
	out := map[string]any{}
	for _, kv := range all {
		v := kv.Value.AsInterface()
		if i, ok := v.(int64); ok && (i > 1<<53 || i < -(1<<53)) {
			v = map[string]string{"int": strconv.FormatInt(i, 10)}
		}
		out[string(kv.Key)] = v
	}
	return out
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
