import { createHash } from "node:crypto";
import type { Sample } from "./types.ts";

interface Drawn<T> {
  readonly lot: string;
  readonly item: T;
}

/**
 * Draws so many items by lot: the lot of an item follows from the seed and its id alone, so that anyone who knows the seed
 * draws the same from the same items, in whatever order they come. Holds as many items as the sample, at most twice.
 */
export class Lottery<T extends { readonly id: string }> {
  readonly #sample: Sample;
  #drawn: Drawn<T>[] = [];

  constructor(sample: Sample) {
    this.#sample = sample;
  }

  offer(item: T): void {
    this.#drawn.push({ lot: lotOf(this.#sample.seed, item.id), item });
    if (this.#drawn.length >= 2 * this.#sample.size) this.#cut();
  }

  /** The ids that were drawn, and their items, in the order of the lots. */
  drawn(): readonly T[] {
    this.#cut();
    return this.#drawn.map(({ item }) => item);
  }

  #cut(): void {
    this.#drawn = this.#drawn
      .toSorted((one, other) => (one.lot < other.lot ? -1 : 1))
      .slice(0, this.#sample.size);
  }
}

/** SHA-256 of a namespace, the seed and the id, hex. */
function lotOf(seed: string, id: string): string {
  return createHash("sha256").update(`modicum evidence sample\0${seed}\0${id}`).digest("hex");
}
