/** The memory behind what the kernels keep: one text at a time, and room for what comes of it. */
import { isUtf8 } from "node:buffer";
import { RESULT_WORDS, TASK_WORDS } from "./kernel.ts";
import type { FhirKernel } from "./kernel.ts";

const PAGE = 65_536;
/** The kernels read up to a block behind a text, and rely on zeros there. */
const PADDING = 128;
/** Longer texts are read as objects. */
const LONGEST_TEXT = 64 * 2 ** 20;
const FIRST_CAPACITY = 2 ** 18;

/** Where the parts of one call stand. */
export interface Layout {
  readonly tasks: number;
  readonly results: number;
  readonly spare: number;
  readonly output: number;
  readonly limit: number;
}

export class KernelMemory {
  readonly #kernel: FhirKernel;
  readonly #heap: number;
  #capacity = FIRST_CAPACITY;
  #bytes = new Uint8Array(0);
  #words = new Int32Array(0);
  #text: Uint8Array | null = null;
  #isValid = false;

  constructor(kernel: FhirKernel) {
    this.#kernel = kernel;
    this.#heap = kernel.heapAt();
  }

  /** All of the memory. Ask again after every other call: growing makes new ones. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get words(): Int32Array {
    return this.#words;
  }

  /**
   * The place of the text, which is put there unless it was the last one: a text does not change while it is in use.
   * Null: it is no UTF-8, or too long.
   */
  place(text: Uint8Array): number | null {
    if (text !== this.#text) this.#put(text);
    return this.#isValid ? this.#heap : null;
  }

  /** Room behind the text for so many tasks, for their compact text and for `output` bytes. Null: there is none. */
  layout(tasks: number, spare: number, output: number): Layout | null {
    const tasksAt = this.#heap + this.#capacity + PADDING;
    const results = tasksAt + tasks * TASK_WORDS * 4;
    const spareAt = aligned(results + tasks * RESULT_WORDS * 4);
    const outputAt = aligned(spareAt + spare + PADDING);
    const limit = outputAt + output;
    if (!this.#reach(limit + PADDING)) return null;
    return { tasks: tasksAt, results, spare: spareAt, output: outputAt, limit };
  }

  #put(text: Uint8Array): void {
    this.#text = null;
    this.#isValid = text.length <= LONGEST_TEXT && isUtf8(text);
    if (!this.#isValid) return;
    while (this.#capacity < text.length) this.#capacity *= 2;
    this.#isValid = this.#reach(this.#heap + this.#capacity + PADDING);
    if (!this.#isValid) return;
    this.#bytes.set(text, this.#heap);
    this.#bytes.fill(0, this.#heap + text.length, this.#heap + text.length + PADDING);
    this.#text = text;
  }

  #reach(end: number): boolean {
    const missing = end - this.#kernel.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.#kernel.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        return false;
      }
    }
    if (this.#bytes.buffer !== this.#kernel.memory.buffer) {
      this.#bytes = new Uint8Array(this.#kernel.memory.buffer);
      this.#words = new Int32Array(this.#kernel.memory.buffer);
    }
    return true;
  }
}

function aligned(place: number): number {
  return (place + 63) & ~63;
}
