import type { EngineApi, EngineHostApi } from '../protocol/engine.ts';
import type { Thread } from './threads.ts';

export type Engine = Thread<EngineApi, EngineHostApi>;
