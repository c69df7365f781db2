import type { OpenedTrace, SpanDetails } from './engine-traces.ts';

/** What the host serves to a waterfall panel. */
export type WaterfallHostApi = {
  requests: {
    /** The trace's head and its serialised timeline. */
    load: { params: undefined; result: { trace: OpenedTrace; timeline: ArrayBuffer } };
    span: { params: { span: number }; result: SpanDetails };
    /** Opens the code of a span; says why when there is none. */
    jump: { params: { span: number }; result: { opened: boolean; reason: string } };
  };
  events: Record<never, never>;
};

/** What a panel serves to the host. `ready` is the first message there is. */
export type WaterfallPanelApi = {
  requests: Record<never, never>;
  events: { ready: undefined };
};
