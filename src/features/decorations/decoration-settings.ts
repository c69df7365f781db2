import type { InlineSettings } from '../../core/figures/inline-lines.ts';
import type { Logger } from '../../core/ports.ts';
import type { Config } from '../../host/config.ts';
import { readInlineSettings } from '../../host/inline-settings.ts';

export type DecorationSettings = {
  readonly inline: InlineSettings;
  readonly gutter: boolean;
  readonly ruler: boolean;
  readonly heat: boolean;
  /** From 0 to 1. */
  readonly minimumShare: number;
};

export const DECORATION_KEYS = [
  'inline.functions',
  'inline.calls',
  'inline.exceptions',
  'inline.gutter',
  'inline.overviewRuler',
  'inline.heat',
  'inline.functionTemplate',
  'inline.callTemplate',
  'inline.exceptionTemplate',
  'inline.minimumCalls',
  'inline.minimumDuration',
  'inline.minimumCallDuration',
  'inline.minimumConfidence',
  'inline.minimumShare',
] as const;

export function readDecorationSettings(config: Config, log: Logger): DecorationSettings {
  return {
    inline: readInlineSettings(config, log),
    gutter: config.get('inline.gutter'),
    ruler: config.get('inline.overviewRuler'),
    heat: config.get('inline.heat'),
    minimumShare: Math.max(0, config.get('inline.minimumShare')) / 100,
  };
}

export const isAnythingOn = ({ inline, gutter, ruler, heat }: DecorationSettings) =>
  gutter || ruler || heat || [inline.functions, inline.calls, inline.exceptions].some((t) => t !== undefined);
