/** The growing memory that tables are written to. */
export class TableMemory {
  #words = new Int32Array(1 << 14);
  #bytes = new Uint8Array(this.#words.buffer);
  #length: number;

  /** `reserved`: bytes at the start that `take` does not give. */
  constructor(reserved: number) {
    this.#length = reserved;
  }

  /** Bytes written so far; places below it are taken. */
  get length(): number {
    return this.#length;
  }

  /** All words. Ask again after every `take`: growing makes new ones. */
  get words(): Int32Array {
    return this.#words;
  }

  /** The same memory as bytes. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The place of so many zeroed bytes, at a multiple of `alignment` (a power of 2, at least 4). */
  take(size: number, alignment = 4): number {
    const place = (this.#length + alignment - 1) & -alignment;
    this.#length = place + ((size + 3) & -4);
    if (this.#length > this.#bytes.length) this.#grow();
    return place;
  }

  word(place: number): number {
    return this.#words[place >> 2] ?? 0;
  }

  setWord(place: number, value: number): void {
    this.#words[place >> 2] = value;
  }

  setBytes(place: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, place);
  }

  #grow(): void {
    const words = new Int32Array((this.#length >> 1) | 0);
    words.set(this.#words);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
  }
}
