import { redaction } from '../trace/redact.ts';

/** What of this machine and workspace must not be in a report. */
export type Private = {
  /** Absolute paths and what stands for them, longest first: the workspace's folders, the home folder. */
  readonly paths: readonly (readonly [path: string, shown: string])[];
  readonly secretKeys: readonly string[];
};

/**
 * A line of a log without anything that span data, an address or a path could have brought into it: what is quoted,
 * hosts, ids, numbers of more than four digits, paths, addresses of mail and whatever looks like a secret.
 */
export function scrub(line: string, { paths, secretKeys }: Private): string {
  let text = redaction(secretKeys).text(line);
  for (const [path, shown] of paths) if (path.length > 1) text = text.replaceAll(path, shown);
  return text
    .replace(/\b([a-z][a-z\d+.-]*):\/\/[^\s"')\]}>]+/gi, '$1://<address>')
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<![\w])'[^']*'(?![\w])/g, '"..."')
    .replace(/\{.*\}/g, '{...}')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '<mail>')
    .replace(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, (ip) => (ip.startsWith('127.') ? ip : '<address>'))
    .replace(
      /\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|local|internal|cloud|example|lan|corp)\b/gi,
      '<host>',
    )
    .replace(/(?<![\w.:])(?:\/[\w.@+ -]+){2,}|[A-Z]:\\[^\s:]+/g, '<path>')
    .replace(/\b[\da-f]{16,}\b/gi, '<id>')
    .replace(/\b(?=\w*\d)(?=\w*[a-z])\w{20,}\b/gi, '<id>')
    .replace(/\b\d{6,}\b/g, '<number>');
}
