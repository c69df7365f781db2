import { ATTR } from '../trace/columns.ts';
import { emptyOwner } from '../trace/owner-index.ts';
import type { AttributeMemo } from './attribute-memo.ts';
import type { BatchWriter } from './batch-writer.ts';
import { readJaegerTags } from './jaeger-tags.ts';
import type { JsonReader } from './json-reader.ts';
import { KeySet } from './key-set.ts';

const PROCESS = new KeySet(['serviceName', 'tags']);

/** Added to the row of a resource that stands inside its span, to tell it from a process name. */
export const INLINE_RESOURCE = 0x80000000;

/** Returns its row in the resources. */
export function readProcess(r: JsonReader, w: BatchWriter, memo: AttributeMemo): number {
  const { strings, attributes } = w.batch;
  const from = attributes.length;
  const owner = emptyOwner();
  // Kept first whatever the order in the data; the value is filled in when it comes.
  attributes.push(strings.intern('service.name'), ATTR.string, 0);
  if (r.enterObject())
    do {
      switch (PROCESS.read(r)) {
        case 'serviceName':
          r.string();
          attributes.value.data[from] = r.intern(strings, w.limits.textBytes);
          break;
        case 'tags':
          owner.dropped = readJaegerTags(r, w, memo, undefined);
          break;
        default:
          r.skip();
      }
    } while (r.nextMember());
  w.takeAttributes('resource', owner, from);
  return w.ownerRow('resource', owner);
}

export function readWarnings(r: JsonReader, w: BatchWriter): void {
  if (!r.enterList()) return;
  do {
    if (r.peek() !== 34) r.skip();
    else {
      r.string();
      w.warn(`Jaeger: ${r.text().slice(0, 300)}`);
    }
  } while (r.nextElement());
}
