import type { Engine } from '../../host/engine.ts';
import { LOCAL_CONNECTION } from '../../protocol/engine-backends.ts';
import type { TraceList } from './trace-list.ts';

/** Why there are no rows; each reason has a text of its own in package.json. Undefined: there are, or nobody knows. */
export type EmptyReason = 'nothing' | 'receiverOff' | 'noneHere' | 'noneThere' | 'noMatch';

export async function emptyReason(
  engine: Engine,
  { traces, state, query }: Pick<TraceList, 'traces' | 'state' | 'query'>,
  connection: string,
): Promise<EmptyReason | undefined> {
  if (traces.length > 0 || state.state !== 'ok') return undefined;
  if (query !== '') return 'noMatch';
  if (connection !== LOCAL_CONNECTION) return 'noneThere';
  try {
    const [stored, receiver] = await Promise.all([
      engine.call('store.info', undefined),
      engine.call('receiver.status', undefined),
    ]);
    if (stored.traces > 0) return 'noneHere';
    return receiver.state === 'off' || receiver.state === 'blocked' ? 'receiverOff' : 'nothing';
  } catch {
    return 'noneHere';
  }
}
