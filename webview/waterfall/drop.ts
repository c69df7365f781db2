import type { Context } from './context.ts';

/** How the editor and the system name what is dragged. */
const URI_LISTS = ['application/vnd.code.uri-list', 'text/uri-list'];
/** A larger file is opened from where it is. */
const MOST_BYTES = 200_000_000;

/** Trace files that are dropped on the panel open in panels of their own. */
export function bindDrop(root: HTMLElement, { host, tell }: Context): void {
  const takes = (data: DataTransfer | null) =>
    data !== null && [...data.types].some((type) => type === 'Files' || URI_LISTS.includes(type));
  root.addEventListener('dragover', (event) => {
    if (!takes(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  });
  root.addEventListener('drop', (event) => {
    const data = event.dataTransfer;
    if (!data || !takes(data)) return;
    event.preventDefault();
    const fail = (error: unknown) => tell(error instanceof Error ? error.message : String(error));
    const uris = URI_LISTS.flatMap((type) => data.getData(type).split(/[\r\n]+/)).filter((uri) =>
      /^[a-z-]+:/i.test(uri),
    );
    if (uris.length > 0) host.call('drop', { uris: [...new Set(uris)] }).catch(fail);
    else void sendFiles(host, [...data.files]).catch(fail);
  });
}

async function sendFiles(host: Context['host'], files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (file.size > MOST_BYTES)
      throw new Error(
        `${file.name} is too large to be dropped here. Open it with "Spanlight: Open Trace File".`,
      );
    await host.call('drop', { name: file.name, bytes: await file.arrayBuffer() });
  }
}
