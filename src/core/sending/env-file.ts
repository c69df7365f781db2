/** The variables an `.env` file sets, as debug adapters read it: NAME=value lines, `export` and quotes allowed. */
export function readEnvFile(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name, value = ''] = match ?? [];
    if (name !== undefined) found.set(name, /^(["'])(.*)\1$/.exec(value)?.[2] ?? value);
  }
  return found;
}
