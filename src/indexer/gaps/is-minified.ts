/** A minified line says nothing and costs much. */
const MAX_LINE = 20_000;

export function isMinified(text: string): boolean {
  if (text.length < MAX_LINE) return false;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop - at > MAX_LINE) return true;
    at = stop + 1;
  }
  return false;
}
