/** The memory behind what the kernels keep: one text at a time, and room for what comes of it. */
import { isUtf8 } from "node:buffer";
import { RECORD_SIZE, RESULT_SIZE, TASK_SIZE } from "./kernel.ts";
import type { FhirKernel } from "./kernel.ts";

const PAGE = 65_536;
/** The kernels read up to a block behind a text, and rely on zeros there. */
const PADDING = 128;
/** Longer texts are read as objects. */
const LONGEST_TEXT = 64 * 2 ** 20;
/** An entry or link that is told of takes no less text. */
const BYTES_OF_A_RECORD = 16;
const FIRST_CAPACITY = 2 ** 18;

/** Where the parts of one call stand. */
export interface Layout {
  readonly tasks: number;
  readonly spare: number;
  readonly spareStops: number;
  /** The results stand before what comes out, so that one copy takes both. */
  readonly results: number;
  readonly output: number;
  readonly limit: number;
}

export class KernelMemory {
  /** All of the memory. Ask again after every other call: growing makes new ones. */
  bytes = new Uint8Array(0);
  /** The same: to read and write words by. Far faster than an Int32Array over the memory of a module (Node 20). */
  words = new DataView(new ArrayBuffer(0));
  private readonly kernel: FhirKernel;
  private readonly heap: number;
  private capacity = FIRST_CAPACITY;
  private text: Uint8Array | null = null;
  private isValid = false;
  private hasBrackets = false;

  constructor(kernel: FhirKernel) {
    this.kernel = kernel;
    this.heap = kernel.heapAt();
  }

  /**
   * The place of the text, which is put there unless it was the last one: a text does not change while it is in use.
   * Null: it is no UTF-8, or too long.
   */
  place(text: Uint8Array): number | null {
    if (text !== this.text) this.put(text, false);
    return this.isValid ? this.heap : null;
  }

  /** The same for a text that is to be split. */
  placeBundle(text: Uint8Array): number | null {
    if (text !== this.text || !this.hasBrackets) this.put(text, true);
    return this.isValid ? this.heap : null;
  }

  /** Room behind the text for so many tasks, for their compact text and for `output` bytes. Null: there is none. */
  layout(tasks: number, spare: number, output: number): Layout | null {
    const tasksAt = this.endOfIndex;
    const spareAt = aligned(tasksAt + tasks * TASK_SIZE);
    const spareStops = aligned(spareAt + spare + PADDING);
    const results = aligned(spareStops + roomForStops(spare));
    const outputAt = results + tasks * RESULT_SIZE;
    const limit = outputAt + output;
    if (!this.reach(limit + PADDING)) return null;
    return { tasks: tasksAt, spare: spareAt, spareStops, results, output: outputAt, limit };
  }

  /** Room behind a text of this length for what `splitText` tells of it. Null: there is none. */
  roomForRecords(length: number): number | null {
    const at = this.endOfIndex;
    return this.reach(at + mostEntries(length).records) ? at : null;
  }

  private put(text: Uint8Array, withBrackets: boolean): void {
    this.text = null;
    this.isValid = false;
    if (text.length > LONGEST_TEXT) return;
    while (this.capacity < text.length) this.capacity *= 2;
    if (!this.reach(this.endOfIndex)) return;
    this.bytes.set(text, this.heap);
    this.bytes.fill(0, this.heap + text.length, this.heap + text.length + PADDING);
    const end = this.heap + text.length;
    const isAscii =
      this.kernel.useText(this.heap, end, this.stopsAt, withBrackets ? this.bracketsAt : 0) !== 0;
    this.isValid = isAscii || isUtf8(text);
    this.text = text;
    this.hasBrackets = withBrackets;
  }

  private get stopsAt(): number {
    return this.heap + this.capacity + PADDING;
  }

  private get bracketsAt(): number {
    return this.stopsAt + roomForStops(this.capacity);
  }

  private get endOfIndex(): number {
    return this.bracketsAt + roomForBrackets(this.capacity);
  }

  private reach(end: number): boolean {
    // Memory that grew leaves no bytes behind here.
    if (end <= this.bytes.length) return true;
    const missing = end - this.kernel.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.kernel.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        return false;
      }
    }
    if (this.bytes.buffer !== this.kernel.memory.buffer) {
      this.bytes = new Uint8Array(this.kernel.memory.buffer);
      this.words = new DataView(this.kernel.memory.buffer);
    }
    return true;
  }
}

/** What a Bundle of so many bytes has at most: entries, and bytes of what `splitText` tells of them. */
export function mostEntries(length: number): { readonly most: number; readonly records: number } {
  const most = Math.ceil(length / BYTES_OF_A_RECORD) + 2;
  return { most, records: most * RECORD_SIZE };
}

function aligned(place: number): number {
  return (place + 63) & ~63;
}

/** One bit for each byte, and a block more. */
function roomForStops(text: number): number {
  return aligned(text / 8 + PADDING);
}

/** Two bits for each byte, and a block more. */
function roomForBrackets(text: number): number {
  return aligned(text / 4 + PADDING);
}
