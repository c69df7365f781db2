/** One spelling of a path, whatever slashes and case of the drive letter it came with. */
export function pathKey(path: string): string {
  const slashes = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  return /^[A-Z]:\//.test(slashes) ? slashes.charAt(0).toLowerCase() + slashes.slice(1) : slashes;
}

/** Of a place that mapping found. */
export const placeKey = (place: { readonly folder: string; readonly file: string }): string =>
  pathKey(`${place.folder}/${place.file}`);
