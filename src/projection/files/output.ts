import type { Tally } from "./tally.ts";

const CHUNK_CHARS = 64 * 1024;

/** Gathers small texts into chunks worth writing. */
export class Output {
  private text = "";
  private readonly tally: Tally;

  constructor(tally: Tally) {
    this.tally = tally;
  }

  write(text: string): void {
    this.text += text;
  }

  /** Yields what has gathered, if it is enough or if this is the end. */
  *flush(end = false): Generator<Uint8Array> {
    if (this.text.length < (end ? 1 : CHUNK_CHARS)) return;
    const bytes = Buffer.from(this.text, "utf8");
    this.text = "";
    this.tally.wrote(bytes.length);
    yield bytes;
  }
}
