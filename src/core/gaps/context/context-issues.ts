import type { FileView } from '../match/file-view.ts';
import type { CodeIssue, CodeSite } from '../model.ts';
import { goContextIssues } from './go-context.ts';
import { threadIssues } from './threads.ts';

/** Where the context gets lost inside of a process (spec/gaps.md 2.4). */
export function contextIssues(view: FileView, sites: readonly CodeSite[]): CodeIssue[] {
  if (view.family === 'go') return goContextIssues(view, sites);
  if (view.family === 'jvm' || view.family === 'python' || view.family === 'ruby')
    return threadIssues(view, sites);
  return [];
}
