/** How many of `length` bytes are the same at two places; both ranges must lie within the view. */
export function sameBytes(view: DataView, at: number, other: number, length: number): number {
  let i = 0;
  // As doubles, eight bytes a step. NaN is never the same; zero may be minus zero: both are looked at closer below.
  for (; i + 8 <= length; i += 8) {
    const eight = view.getFloat64(at + i, true);
    if (eight !== view.getFloat64(other + i, true) || eight === 0) break;
  }
  for (; i + 4 <= length; i += 4) {
    const differ = view.getInt32(at + i, true) ^ view.getInt32(other + i, true);
    if (differ !== 0) return i + ((31 - Math.clz32(differ & -differ)) >> 3);
  }
  while (i < length && view.getUint8(at + i) === view.getUint8(other + i)) i++;
  return i;
}
