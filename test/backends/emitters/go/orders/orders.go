package orders

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

type Service struct {
	Tracer trace.Tracer
}

func (s *Service) Place(ctx context.Context) {
	_, span := s.Tracer.Start(ctx, "in a method")
	defer span.End()
}

func (s *Service) Each(ctx context.Context, items []int) {
	one := func(int) {
		_, span := s.Tracer.Start(ctx, "in a closure")
		span.End()
	}
	for _, item := range items {
		one(item)
	}
}
