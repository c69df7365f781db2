import * as vscode from 'vscode';
import type { Resolution } from '../../core/mapping/resolution.ts';
import type { StackFrame } from '../../core/mapping/stack/frame.ts';
import { siteOfFrame } from '../../host/frame-site.ts';
import type { Indexer } from '../../host/indexer.ts';
import { openPlace } from '../../host/open-place.ts';
import type { FoundStack } from './stack-source.ts';

export type WalkFrame = { readonly frame: StackFrame; readonly resolution: Resolution };

/** A stack trace with the code of its frames, and the frame one is at. */
export class StackWalk {
  readonly title: string;
  readonly frames: readonly WalkFrame[];
  /** Index into `frames`; -1 before the first step. */
  at = -1;

  private constructor(title: string, frames: readonly WalkFrame[]) {
    this.title = title;
    this.frames = frames;
  }

  static async open(
    { frames, title }: FoundStack,
    indexer: Indexer,
    signal: AbortSignal,
  ): Promise<StackWalk> {
    const resolutions = await indexer.call('index.resolve', { sites: frames.map(siteOfFrame) }, { signal });
    const walk = frames.flatMap((frame, i): WalkFrame[] => {
      const resolution = resolutions[i];
      return resolution ? [{ frame, resolution }] : [];
    });
    return new StackWalk(title, walk);
  }

  /** The first frame in the workspace: where one's own code threw. */
  get first(): number {
    return this.frames.findIndex(({ resolution }) => resolution.result !== null);
  }

  /** The next frame with code, outwards (1) or inwards (-1); undefined where there is none. */
  next(direction: 1 | -1): number | undefined {
    for (let i = this.at + direction; i >= 0 && i < this.frames.length; i += direction)
      if (this.frames[i]?.resolution.result) return i;
    return undefined;
  }

  async goTo(index: number, preserveFocus: boolean): Promise<void> {
    const place = this.frames[index]?.resolution.result;
    if (!place) return;
    this.at = index;
    await openPlace(place, { preserveFocus });
  }
}

type Item = vscode.QuickPickItem & { readonly index: number };

const MARKS = { exact: '●', likely: '◐', guess: '○' } as const;

/** The frames as a list; walking through it shows the code of each. */
export function pickFrame(walk: StackWalk): Promise<void> {
  const { t } = vscode.l10n;
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = walk.title === '' ? t('Stack trace') : walk.title;
  pick.placeholder = t('Innermost frame first; frames of libraries have no code here');
  pick.matchOnDescription = true;
  pick.items = walk.frames.map(itemOf);
  const start = pick.items[Math.max(0, walk.first)];
  if (start) pick.activeItems = [start];
  // A file that is gone by now says so when its frame is taken, not while one walks over it.
  const look = (index: number) => {
    if (index !== walk.at) walk.goTo(index, true).catch(() => {});
  };
  look(walk.first);
  pick.onDidChangeActive(([item]) => {
    if (item) look(item.index);
  });
  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => {
      const index = pick.activeItems[0]?.index;
      pick.hide();
      if (index !== undefined) walk.goTo(index, false).then(resolve, reject);
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}

function itemOf({ frame, resolution }: WalkFrame, index: number): Item {
  const { result, library, reason } = resolution;
  const label = frame.function ?? frame.raw;
  const place = result
    ? `${MARKS[result.confidence]} ${result.file}:${result.line}`
    : (library?.name ?? [frame.file, frame.line].filter((part) => part !== undefined).join(':'));
  return {
    label: label.slice(0, 200),
    description: place,
    ...(result || library || reason === null ? {} : { detail: reason }),
    iconPath: new vscode.ThemeIcon(result ? 'debug-stackframe' : 'library'),
    index,
  };
}
