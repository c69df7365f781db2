import { type AgentDeps, AgentInputError, type AgentTool } from './agent-tool.ts';
import { errorsTool } from './errors-tool.ts';
import { gapsTool } from './gaps-tool.ts';
import { latencyTool } from './latency-tool.ts';
import { readInput } from './read-input.ts';
import { searchTool } from './search-tool.ts';
import { traceTool } from './trace-tool.ts';

/** What agents and scripts can ask, in the editor and by MCP alike. */
export const AGENT_TOOLS: readonly AgentTool[] = [searchTool, traceTool, latencyTool, errorsTool, gapsTool];

export type ToolAnswer = { readonly text: string; readonly failed: boolean };

/** Runs a tool; what went wrong is an answer, too: the model can mend its question or tell its user. */
export async function runTool(
  tool: AgentTool,
  deps: AgentDeps,
  raw: unknown,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  try {
    return { text: await tool.run(deps, readInput(tool.schema, raw), signal), failed: false };
  } catch (error) {
    if (signal.aborted) throw error;
    const text = (error as Error).message;
    return { text: error instanceof AgentInputError ? text : `${tool.title} failed: ${text}`, failed: true };
  }
}
