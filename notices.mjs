// The licences of everything that ships, from what was really bundled: dist/third-party-notices.txt.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `metafiles` of esbuild and the packages whose files are copied as they are. */
export function writeNotices({ root, metafiles, copied, out }) {
  const folders = new Set(copied);
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file);
        if (found && bytesInOutput > 0) folders.add(path.resolve(root, found[0]));
      }
  const notices = [...folders]
    .map(noticeOf)
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  const text = notices.map(
    ({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`,
  );
  const line = `${'-'.repeat(100)}\n\n`;
  writeFileSync(out, `Spanlight contains the following packages.\n\n${line}${text.join(`\n${line}`)}`);
}

function noticeOf(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const license = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type;
  if (!license) throw new Error(`${name} states no licence: it can't be shipped before that is known.`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files
    .map((file) => path.join(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').trim());
  return { name, version, license, text: texts.join('\n\n') || `Licensed as ${license}.` };
}
