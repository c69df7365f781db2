import type { TimeRange } from '../core/ports.ts';
import type { EngineApi } from '../protocol/engine.ts';
import type { IndexerApi } from '../protocol/indexer.ts';
import type { Api, Rpc } from '../protocol/rpc.ts';

type Caller<Remote extends Api> = Pick<Rpc<Remote, Api>, 'call'>;

/** What the tools ask; the editor and the command line put their own threads and choices behind it. */
export type AgentDeps = {
  readonly engine: Caller<EngineApi>;
  readonly indexer: Caller<IndexerApi>;
  readonly scope: () => AgentScope;
};

/** Whose traces, of which time: what the user chose, unless a call says otherwise. */
export type AgentScope = {
  readonly connection: string;
  readonly range: TimeRange;
  readonly environment: string | undefined;
  readonly version: string | undefined;
  /** Absolute. */
  readonly folders: readonly string[];
  /** Names of attributes whose values are secrets. */
  readonly secretKeys: readonly string[];
};

/** JSON Schema of what a tool takes: flat, so that every model and protocol understands it. */
export type AgentSchema = {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, AgentProperty>>;
  readonly required?: readonly string[];
};

export type AgentProperty = {
  readonly type: 'string' | 'integer';
  readonly description: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
};

/** Checked against the schema before a tool sees it. */
export type AgentInput = Readonly<Record<string, string | number | undefined>>;

export type AgentTool = {
  readonly name: string;
  readonly title: string;
  /** For the model: when to use it, and what it answers. */
  readonly description: string;
  readonly schema: AgentSchema;
  /** A short text with file:line; what it says of spans is data of others. */
  readonly run: (deps: AgentDeps, input: AgentInput, signal: AbortSignal) => Promise<string>;
};

/** A mistake in what the model asked, in a sentence that tells it what to do. */
export class AgentInputError extends Error {}
