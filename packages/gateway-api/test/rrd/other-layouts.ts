// The same file as another machine, or an older rrdtool, would have written it. The sizes are those that
// `gcc -m32` gives the structures of rrd_format.h; they are written out here and not taken from the reader.

/** A 64-bit file of version 3 as version 1: the last update has no microseconds. */
export function olderVersion(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const liveAt = 128 + 120 * Number(view.getBigUint64(24, true)) + 120 * Number(view.getBigUint64(32, true));
  const older = new Uint8Array(bytes.length - 8);
  older.set(bytes.subarray(0, liveAt + 8));
  older.set(bytes.subarray(liveAt + 16), liveAt + 8);
  older[7] = "1".charCodeAt(0);
  return older;
}

/** A 64-bit file as a machine with 32 bits writes it, whose doubles stand at multiples of 4 (i386) or 8 (arm). */
export function in32Bits(bytes: Uint8Array, alignment: 4 | 8): Uint8Array {
  const view = viewOf(bytes);
  const pieces: Uint8Array[] = [];
  const copy = (start: number, length: number) => pieces.push(bytes.subarray(start, start + length));
  const gap = (length: number) => pieces.push(new Uint8Array(length));
  const longs = (start: number, count: number) => {
    for (let index = 0; index < count; index++) copy(start + index * 8, 4);
  };
  const [sources, archives] = [Number(view.getBigUint64(24, true)), Number(view.getBigUint64(32, true))];
  const live = 128 + sources * 120 + archives * 120;
  const pointers = live + 16 + sources * 112 + sources * archives * 80;

  copy(0, alignment === 4 ? 12 : 16);
  copy(16, 8);
  longs(24, 3);
  if (alignment === 8) gap(4);
  copy(48, 80);
  copy(128, sources * 120);
  for (let index = 0; index < archives; index++) {
    const at = 128 + sources * 120 + index * 120;
    copy(at, 20);
    longs(at + 24, 2);
    if (alignment === 8) gap(4);
    copy(at + 40, 80);
  }
  longs(live, 2);
  copy(live + 16, pointers - live - 16);
  longs(pointers, archives);
  copy(pointers + archives * 8, bytes.length);
  return Buffer.concat(pieces);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
