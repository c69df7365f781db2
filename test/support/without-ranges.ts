/** A query's tree without the places it was read from, for comparing. */
export function withoutRanges(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutRanges);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'range' && key !== 'text')
      .map(([key, value]) => [key, withoutRanges(value)]),
  );
}
