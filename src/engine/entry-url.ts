/**
 * Where another entry of the engine lies: beside this one in the built extension, or its source when this runs from
 * source (tests). `source` is relative to this folder.
 */
export function entryUrl(bundle: string, source: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(source, import.meta.url)
    : new URL(`./${bundle}.cjs`, import.meta.url);
}
