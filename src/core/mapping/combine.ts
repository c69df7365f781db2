import { type Candidate, levelOf, raised, type Source } from './candidate.ts';
import type { Alternative, Confidence, Library, Rejected, Resolution, ResolvedCode } from './resolution.ts';

const MAX_ALTERNATIVES = 50;
/** Scores nearer than this are a tie. */
const MARGIN = 5;

/** What a span's code is; a stack frame or a caller is something else and contradicts nothing. */
const OWN: ReadonlySet<Source> = new Set([
  'code-file',
  'code-name',
  'framework',
  'name',
  'entry',
  'call',
  'user',
]);

export type Findings = {
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly Rejected[];
  readonly library: Library | null;
  /** Sentences for when nothing was found, the most telling first. */
  readonly reasons: readonly string[];
  readonly provisional: boolean;
};

type Group = {
  readonly best: Candidate;
  readonly members: readonly Candidate[];
  readonly level: Confidence;
};

/**
 * Decides between what the strategies found: agreement of independent sources raises the level, contradiction about
 * the span's own code lowers it to a guess, ties ask. Never takes one of several equals silently.
 */
export function combine(findings: Findings): Resolution {
  const groups = grouped(findings.candidates);
  groups.sort((a, b) => order(b, a));
  const top = groups[0];
  const rest = { library: findings.library, rejected: findings.rejected, provisional: findings.provisional };
  if (!top)
    return {
      ...rest,
      result: null,
      reason: findings.reasons[0] ?? 'Nothing on the span names its code.',
      alternatives: [],
    };
  const rivals = groups.slice(1).filter((other) => rivalOf(top, other));
  const contradicted = rivals.length > 0;
  const level = contradicted ? 'guess' : top.level;
  const evidence = evidenceOf(top, findings);
  if (contradicted) evidence.push(contradiction(top, rivals));
  const { best } = top;
  const result: ResolvedCode = {
    folder: best.folder,
    file: best.file,
    line: best.line,
    endLine: best.endLine,
    symbol: best.symbol,
    column: best.column,
    confidence: level,
    strategy: best.strategy,
    role: best.role,
    evidence,
    stale: best.stale,
    revision: best.revision,
    jump: !contradicted,
  };
  return { ...rest, result, reason: null, alternatives: alternatives(top, groups) };
}

function grouped(candidates: readonly Candidate[]): Group[] {
  const byGroup = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const members = byGroup.get(candidate.group);
    if (members) members.push(candidate);
    else byGroup.set(candidate.group, [candidate]);
  }
  return [...byGroup.values()].map((members) => {
    members.sort(orderCandidates);
    // In one function: what the span is goes before the line where it threw.
    const own = members.find((m) => OWN.has(m.source) && m.role === 'code');
    const threw = members.find((m) => m.source === 'stack');
    const best = own && threw ? own : (members[0] as Candidate);
    const sorted = [best, ...members.filter((m) => m !== best)];
    const level = agreedLevel(best, members);
    return { best, members: sorted, level: own && threw && level === 'guess' ? threw.level : level };
  });
}

const orderCandidates = (a: Candidate, b: Candidate) =>
  levelOf(b.level) - levelOf(a.level) || b.score - a.score || a.line - b.line;

/**
 * One level up when a second source, reading other attributes, names the same code unit. A caller or a weak second
 * guess confirms nothing.
 */
function agreedLevel(best: Candidate, members: readonly Candidate[]): Confidence {
  if (!OWN.has(best.source)) return best.level;
  const confirmed = members.some(
    (other) =>
      other.source !== best.source &&
      OWN.has(other.source) &&
      other.role === 'code' &&
      other.level !== 'guess',
  );
  return confirmed && best.role === 'code' ? raised(best.level) : best.level;
}

function order(a: Group, b: Group): number {
  return (
    rank(a) - rank(b) ||
    levelOf(a.level) - levelOf(b.level) ||
    a.best.score - b.best.score ||
    // Stable for equals: by place.
    (b.best.file < a.best.file ? -1 : b.best.file > a.best.file ? 1 : b.best.line - a.best.line)
  );
}

/** The span's own code goes before where it threw, that before who called it. */
function rank(group: Group): number {
  const { source, role } = group.best;
  if (source === 'ancestor') return 0;
  if (source === 'stack') return 1;
  return role === 'registration' || role === 'definition' ? 2 : 3;
}

/** Whether `other` claims to be the span's own code about as strongly as `top` does. */
function rivalOf(top: Group, other: Group): boolean {
  if (other.best.role !== top.best.role) return false;
  if (OWN.has(top.best.source) !== OWN.has(other.best.source)) return false;
  if (top.best.source === 'stack' || top.best.source === 'user') return false;
  const codeKeys = (g: Group) => g.best.source === 'code-file' || g.best.source === 'code-name';
  // The file says one thing and the function another: whatever their levels, something is wrong.
  if (codeKeys(top) && codeKeys(other) && !top.members.some((m) => m.source === other.best.source))
    return true;
  return top.level === other.level && top.best.score - other.best.score < MARGIN;
}

function contradiction(top: Group, rivals: readonly Group[]): string {
  const other = rivals[0]?.best;
  const place = other ? `${other.file}:${other.line}` : '';
  if (other && other.source !== top.best.source && top.best.source.startsWith('code'))
    return `The span contradicts itself: ${other.why.replace(/\.$/, '')}, which is ${place}.`;
  return rivals.length === 1
    ? `${place} fits as well.`
    : `${rivals.length} other places fit as well, ${place} among them.`;
}

function evidenceOf(top: Group, findings: Findings): string[] {
  const own = top.members
    .filter((m, i) => top.members.findIndex((o) => o.why === m.why) === i)
    .map((m) => m.why);
  const { library } = findings;
  return library ? [...own, `The span itself names library code: ${library.name}.`] : own;
}

function alternatives(top: Group, groups: readonly Group[]): Alternative[] {
  const out: Alternative[] = [];
  const seen = new Set([`${top.best.folder}\0${top.best.file}\0${top.best.line}`]);
  const add = (c: Candidate, confidence: Confidence) => {
    const key = `${c.folder}\0${c.file}\0${c.line}`;
    if (seen.has(key) || out.length >= MAX_ALTERNATIVES) return;
    seen.add(key);
    const { folder, file, line, endLine, symbol, strategy, role, why } = c;
    out.push({ folder, file, line, endLine, symbol, confidence, strategy, role, why });
  };
  for (const member of top.members.slice(1)) add(member, member.level);
  for (const group of groups.slice(1)) add(group.best, group.level);
  return out;
}
