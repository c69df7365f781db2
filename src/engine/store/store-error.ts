/** What keeps the store from being read or written; the message is a sentence for the user with the next step. */
export class StoreError extends Error {
  readonly code: 'store-unusable' | 'store-full' | 'store-busy';
  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
