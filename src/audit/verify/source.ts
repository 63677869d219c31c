/** Where the bytes of a log come from: a running server, or a pack. */
export interface LogSource {
  /** The newest checkpoint; null where there is none. */
  newest(): Promise<string | null>;
  /** The checkpoints of trees up to this size, in the order in which they are kept. */
  history(size: number): AsyncIterable<string>;
  /** A file of the layout below `tile/`; null where it is missing. */
  read(path: string): Promise<Uint8Array | null>;
  /** The verifier key that comes with the log: worth nothing as proof. */
  key(): Promise<string | null>;
}

export const TILE = 256;

/** The path of a tile or bundle (C2SP tlog-tiles): `0/x001/234.p/5`. */
export function pathOf(kind: number | "entries" | "sealed", index: number, width: number): string {
  const groups: string[] = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(String(rest % 1000).padStart(3, "0"));
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `${kind}/${number}${width === TILE ? "" : `.p/${width}`}`;
}

/** A text after its length in 16 bits, big-endian, as bundles and the history of checkpoints hold them. */
export function prefixed(text: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, text]);
}

/** The parts of bytes in which each stands after its length of `lengthBytes`; null where the last is torn. */
export function partsOf(bytes: Uint8Array, lengthBytes: 2 | 4): readonly Buffer[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Buffer[] = [];
  for (let at = 0; at < buffer.length;) {
    if (at + lengthBytes > buffer.length) return null;
    const end = at + lengthBytes + buffer.readUIntBE(at, lengthBytes);
    if (end > buffer.length) return null;
    parts.push(buffer.subarray(at + lengthBytes, end));
    at = end;
  }
  return parts;
}
