import { parseRegex, type RegexNode } from './parse-regex.ts';

/** The texts of a pattern that is only a list of them, `a|b|c`; undefined for any other pattern. */
export function literalAlternatives(pattern: string, atMost: number): string[] | undefined {
  const node = parseRegex(pattern);
  return 'message' in node ? undefined : textsOf(node, atMost);
}

/** Recursion is bounded by the parser's nesting limit. */
function textsOf(node: RegexNode, atMost: number): string[] | undefined {
  switch (node.is) {
    case 'set': {
      const { set } = node;
      return set.length === 2 && set[0] === set[1] ? [String.fromCodePoint(set[0] ?? 0)] : undefined;
    }
    case 'choice': {
      const all: string[] = [];
      for (const item of node.items) {
        const texts = textsOf(item, atMost);
        if (!texts || all.length + texts.length > atMost) return undefined;
        all.push(...texts);
      }
      return all;
    }
    case 'sequence': {
      let all = [''];
      for (const item of node.items) {
        const texts = textsOf(item, atMost);
        if (!texts || all.length * texts.length > atMost) return undefined;
        all = all.flatMap((head) => texts.map((tail) => head + tail));
      }
      return all;
    }
    default:
      return undefined;
  }
}
