package com.acme.shop;

import io.opentelemetry.api.trace.Tracer;
import java.util.List;

class Orders {
  private final Tracer tracer;

  Orders(Tracer tracer) {
    this.tracer = tracer;
  }

  void place() {
    tracer.spanBuilder("in a method").startSpan().end();
  }

  void each(List<Integer> items) {
    items.forEach(item -> tracer.spanBuilder("in a lambda").startSpan().end());
  }

  static class Draft {
    void save(Tracer tracer) {
      tracer.spanBuilder("in a nested class").startSpan().end();
    }
  }
}
