import { promisify } from "node:util";
import { constants, deflateRaw, inflateRawSync } from "node:zlib";

const deflate = promisify(deflateRaw);
const BLOCK_BYTES = 256 * 1024;
/** Fast: the charts repeat themselves so much that the lowest level saves nine tenths. */
const LEVEL = constants.Z_BEST_SPEED;
/** Inflated blocks that are kept for the next reader. */
const OPEN_BLOCKS = 64;

/** Where a text stands: counted in bytes over all blocks. */
export interface Place {
  readonly block: number;
  readonly start: number;
  readonly length: number;
}

/** Texts as compressed bytes outside the JavaScript heap, in blocks that are inflated when one is read. */
export class Shelf {
  readonly #blocks: Buffer[] = [];
  readonly #packed: boolean[] = [];
  readonly #open = new Map<number, Buffer>();
  #pending: Promise<void>[] = [];
  #filling: Buffer[] = [];
  #filled = 0;

  put(text: string): Place {
    const bytes = Buffer.from(text, "utf8");
    const place = { block: this.#blocks.length, start: this.#filled, length: bytes.length };
    this.#filling.push(bytes);
    this.#filled += bytes.length;
    if (this.#filled >= BLOCK_BYTES) this.#close();
    return place;
  }

  /** Resolves when no more than the last block is uncompressed. Call it now and then while putting. */
  async settle(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await Promise.all(pending);
  }

  get({ block, start, length }: Place): string {
    const bytes = block === this.#blocks.length ? Buffer.concat(this.#filling) : this.#opened(block);
    return bytes.toString("utf8", start, start + length);
  }

  /** What it holds in memory, in bytes. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.length, this.#filled);
  }

  #close(): void {
    const at = this.#blocks.length;
    const block = Buffer.concat(this.#filling);
    this.#blocks.push(block);
    this.#packed.push(false);
    this.#filling = [];
    this.#filled = 0;
    this.#pending.push(
      deflate(block, { level: LEVEL }).then((packed) => {
        this.#blocks[at] = packed;
        this.#packed[at] = true;
      }),
    );
  }

  #opened(at: number): Buffer {
    const block = this.#blocks[at] ?? Buffer.alloc(0);
    if (this.#packed[at] !== true) return block;
    const known = this.#open.get(at);
    this.#open.delete(at);
    const bytes = known ?? inflateRawSync(block);
    this.#open.set(at, bytes);
    const oldest = this.#open.size > OPEN_BLOCKS ? this.#open.keys().next().value : undefined;
    if (oldest !== undefined) this.#open.delete(oldest);
    return bytes;
  }
}
