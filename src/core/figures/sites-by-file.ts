import type { MeasuredSite } from './measured-site.ts';

/** `folder` and `file` as resolutions name them. */
export type SitesOfFile = {
  readonly folder: string;
  readonly file: string;
  readonly sites: readonly MeasuredSite[];
};

/** Sites that led to code, by the file it is in. */
export function sitesByFile(sites: readonly MeasuredSite[]): SitesOfFile[] {
  const files = new Map<string, { folder: string; file: string; sites: MeasuredSite[] }>();
  for (const site of sites) {
    const code = site.resolution.result;
    if (!code) continue;
    const key = JSON.stringify([code.folder, code.file]);
    const known = files.get(key);
    if (known) known.sites.push(site);
    else files.set(key, { folder: code.folder, file: code.file, sites: [site] });
  }
  return [...files.values()];
}
