/** Calls with a variant that takes a context, and that variant. */
export const GO_CONTEXT_VARIANTS: Readonly<Record<string, string>> = {
  Query: 'QueryContext',
  QueryRow: 'QueryRowContext',
  Exec: 'ExecContext',
  Prepare: 'PrepareContext',
  Begin: 'BeginTx',
  Ping: 'PingContext',
  Get: 'GetContext',
  Select: 'SelectContext',
};
