/** Length (4 bytes, big-endian) and kind (1) stand before each frame. */
const HEADER = 5;
const MOST = 64 * 1024 * 1024;

export interface Frame {
  readonly kind: number;
  readonly bytes: Buffer;
}

/** @param torn what is thrown where a frame is cut off, or longer than 64 MiB */
export async function* framesOf(bytes: AsyncIterable<Uint8Array>, torn: () => Error): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of bytes) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part]);
    for (let whole = firstFrame(held, torn); whole !== null; whole = firstFrame(held, torn)) {
      yield whole;
      held = held.subarray(HEADER + whole.bytes.length);
    }
  }
  if (held.length > 0) throw torn();
}

function firstFrame(held: Buffer, torn: () => Error): Frame | null {
  if (held.length < HEADER) return null;
  const length = held.readUInt32BE(0);
  if (length > MOST) throw torn();
  if (held.length < HEADER + length) return null;
  return { kind: held[4] ?? 0, bytes: held.subarray(HEADER, HEADER + length) };
}

export function frame(kind: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([frameHeader(kind, bytes.length), bytes]);
}

/** What stands before so many bytes. */
export function frameHeader(kind: number, length: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeUInt32BE(length, 0);
  bytes[4] = kind;
  return bytes;
}
