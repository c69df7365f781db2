import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

/** node:util's parser, strict, with its complaints turned into usage errors. */
export function parseArguments<T extends ParseArgsConfig>(args: readonly string[], config: T) {
  try {
    return parseArgs<T & { args: string[]; strict: true }>({ ...config, args: [...args], strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
