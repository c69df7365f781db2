/** Between the host and the view that says how to send traces. */
import type { GuideSection } from '../core/sending/guide.ts';

export type SendingState = {
  readonly receiving: boolean;
  /** What is so, a line each; where something is wrong, what to do. */
  readonly lines: readonly string[];
  /** The variables for any program, as a terminal takes them. */
  readonly anyProgram: string;
  readonly sections: readonly GuideSection[];
  /** New terminals and debug sessions send here. */
  readonly sending: boolean;
};

export type SendingHostApi = {
  requests: {
    /** To the clipboard. */
    copy: { params: { readonly text: string }; result: undefined };
    sendTestTrace: { params: undefined; result: undefined };
  };
  events: { state: SendingState };
};

export type SendingViewApi = {
  requests: Record<never, never>;
  events: {
    ready: undefined;
    startReceiver: undefined;
    setSending: boolean;
  };
};
