import type { LogLine } from '../../protocol/engine.ts';
import type {
  ReceiverConfig,
  ReceiverStatus,
  RetentionConfig,
  StoreEvents,
} from '../../protocol/engine-store.ts';
import type { FlushUpTo } from '../store/trace-writer.ts';

/** What the engine asks of the thread that receives and writes. */
export type ReceiverThreadApi = {
  requests: {
    open: { params: { file: string; ownFile: boolean }; result: undefined };
    start: { params: ReceiverConfig; result: ReceiverStatus };
    stop: { params: undefined; result: ReceiverStatus };
    status: { params: undefined; result: ReceiverStatus };
    retention: { params: RetentionConfig; result: undefined };
    flush: { params: FlushUpTo; result: undefined };
    clear: { params: undefined; result: undefined };
    /** Writes what is held; the thread may be ended afterwards. */
    close: { params: undefined; result: undefined };
  };
  events: StoreEvents & { log: LogLine };
};

export type Nothing = { requests: Record<never, never>; events: Record<never, never> };
