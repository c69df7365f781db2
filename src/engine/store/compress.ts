import zlib from 'node:zlib';

/** First byte of a packed blob: how the rest is compressed. Then u32 little-endian: its size unpacked. */
const STORED = 0;
const ZSTD = 1;
const DEFLATE = 2;
const HEAD = 5;

const hasZstd = typeof zlib.zstdCompressSync === 'function';

/** The fastest level that still halves what matters; see test/bench/store.ts. */
export function compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.length < 64) return framed(STORED, bytes, bytes.length);
  const chunkSize = Math.max(64, Math.ceil(bytes.length * 1.01) + 512);
  if (!hasZstd) return framed(DEFLATE, zlib.deflateRawSync(bytes, { level: 1, chunkSize }), bytes.length);
  const packed = zlib.zstdCompressSync(bytes, {
    chunkSize,
    params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 },
  });
  return framed(ZSTD, packed, bytes.length);
}

function framed(codec: number, packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(HEAD + packed.length);
  out[0] = codec;
  new DataView(out.buffer).setUint32(1, size, true);
  out.set(packed, HEAD);
  return out;
}

export function decompress(blob: Uint8Array): Uint8Array {
  if (blob.length < HEAD) throw new RangeError('A stored block is truncated.');
  const size = new DataView(blob.buffer, blob.byteOffset, blob.byteLength).getUint32(1, true);
  const packed = blob.subarray(HEAD);
  const limits = { chunkSize: Math.max(64, size + 64), maxOutputLength: Math.max(1, size) };
  switch (blob[0]) {
    case STORED:
      return packed;
    case ZSTD:
      if (!hasZstd) throw new RangeError('Stored traces are zstd-compressed, which this Node cannot read.');
      return zlib.zstdDecompressSync(packed, limits);
    case DEFLATE:
      return zlib.inflateRawSync(packed, limits);
    default:
      throw new RangeError(`A stored block has the unknown codec ${blob[0]}.`);
  }
}
