import { tooDeep } from './describe.ts';
import type { JsonReader } from './json-reader.ts';
import { MAX_NESTING } from './limits.ts';

const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;

/** Steps over any value, however deep, without recursion. */
export function skipValue(r: JsonReader): void {
  let depth = 0;
  do {
    const byte = r.peek();
    switch (byte) {
      case OPEN:
      case OPEN_LIST:
        if (depth >= MAX_NESTING) throw tooDeep(r.pos, MAX_NESTING);
        closers[depth] = byte === OPEN ? CLOSE : CLOSE_LIST;
        if (byte === OPEN ? r.enterObject() : r.enterList()) {
          depth++;
          if (byte === OPEN) r.key();
          continue;
        }
        break;
      case 34: // a string
      case 110: // null
        r.string();
        break;
      case 116: // true
      case 102: // false
        r.boolean();
        break;
      default:
        if (byte !== 45 && !(byte >= 48 && byte <= 57)) r.fail('a value');
        r.digits();
    }
    // A value ended: close what ends with it, then stand at the next one.
    while (depth > 0) {
      const inObject = closers[depth - 1] === CLOSE;
      if (inObject ? r.nextMember() : r.nextElement()) {
        if (inObject) r.key();
        break;
      }
      depth--;
    }
  } while (depth > 0);
}

const closers = new Uint8Array(MAX_NESTING);
