/**
 * V8 drops the optimised code of a class when a full collection finds no object of it. Decoders come and go with the
 * data, so one of each, empty, is kept for good: otherwise each trace opened after a pause is read by slow code.
 */
export const KEPT: object[] = [];
