import type { Tally } from "./tally.ts";

const CHUNK_BYTES = 64 * 1024;
/** Less is copied together with what stands beside it. */
const COPIED_BYTES = 16 * 1024;

/** Gathers small texts into chunks worth writing. */
export class Output {
  private ready: Uint8Array[] = [];
  private readyBytes = 0;
  private buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  private filled = 0;
  private readonly tally: Tally;

  constructor(tally: Tally) {
    this.tally = tally;
  }

  write(text: string): void {
    const bytes = Buffer.byteLength(text, "utf8");
    this.makeRoom(bytes);
    this.filled += this.buffer.write(text, this.filled, "utf8");
  }

  /** Bytes that nobody changes any more. */
  writeBytes(bytes: Uint8Array): void {
    if (bytes.length >= COPIED_BYTES) {
      this.seal(CHUNK_BYTES);
      this.add(bytes);
      return;
    }
    this.makeRoom(bytes.length);
    this.buffer.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  /** Yields what has gathered, if it is enough or if this is the end. */
  *flush(end = false): Generator<Uint8Array> {
    if (!end && this.readyBytes + this.filled < CHUNK_BYTES) return;
    this.seal(CHUNK_BYTES);
    const { ready } = this;
    this.ready = [];
    this.readyBytes = 0;
    for (const bytes of ready) {
      this.tally.wrote(bytes.length);
      yield bytes;
    }
  }

  private makeRoom(bytes: number): void {
    if (this.filled + bytes > this.buffer.length) this.seal(Math.max(CHUNK_BYTES, bytes));
  }

  /** What is in the buffer is not changed any more; a new one holds so many bytes. */
  private seal(nextBytes: number): void {
    if (this.filled > 0) this.add(this.buffer.subarray(0, this.filled));
    if (this.filled > 0 || this.buffer.length < nextBytes) this.buffer = Buffer.allocUnsafe(nextBytes);
    this.filled = 0;
  }

  private add(bytes: Uint8Array): void {
    this.ready.push(bytes);
    this.readyBytes += bytes.length;
  }
}
