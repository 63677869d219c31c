import type { Tally } from "./tally.ts";

const CHUNK_BYTES = 64 * 1024;

/** Gathers small texts into chunks worth writing. */
export class Output {
  private parts: Uint8Array[] = [];
  private bytes = 0;
  private text = "";
  private readonly tally: Tally;

  constructor(tally: Tally) {
    this.tally = tally;
  }

  write(text: string): void {
    this.text += text;
    if (this.text.length >= CHUNK_BYTES) this.closeText();
  }

  /** Bytes that nobody changes any more. */
  writeBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.closeText();
    this.parts.push(bytes);
    this.bytes += bytes.length;
  }

  /** Yields what has gathered, if it is enough or if this is the end. */
  *flush(end = false): Generator<Uint8Array> {
    if (end) this.closeText();
    if (this.bytes < (end ? 1 : CHUNK_BYTES)) return;
    this.closeText();
    const [first] = this.parts;
    const bytes =
      this.parts.length === 1 && first !== undefined ? first : Buffer.concat(this.parts, this.bytes);
    this.parts = [];
    this.bytes = 0;
    this.tally.wrote(bytes.length);
    yield bytes;
  }

  private closeText(): void {
    if (this.text === "") return;
    const bytes = Buffer.from(this.text, "utf8");
    this.text = "";
    this.parts.push(bytes);
    this.bytes += bytes.length;
  }
}
