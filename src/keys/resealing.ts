import type { KeyInfo, KeySource, KeyUse } from "./key-types.ts";
import type { SealedPlace } from "./ports.ts";

/** How far the values of one place that lay under a retired key have come under the active one. */
export interface ResealProgress {
  readonly title: string;
  /** `stays`: values there are only added, and keep their key. */
  readonly state: "waiting" | "running" | "done" | "stays";
  readonly resealed: number;
}

export interface Resealing {
  progress(): readonly ResealProgress[];
  /** Goes through each place once, where a key of its use was retired and that was not done for the active key yet. */
  run(): Promise<void>;
}

/**
 * Seals anew, batch by batch, what lies under a retired key; readers go on meanwhile. A process that dies leaves each
 * value under one key or the other, and the next one begins again with what is left.
 */
export function createResealing(
  keys: KeySource & { list(): readonly KeyInfo[] },
  places: readonly SealedPlace[],
): Resealing {
  const progress: ResealProgress[] = places.map(({ title, reseal }) => ({
    title,
    state: reseal === null ? "stays" : "waiting",
    resealed: 0,
  }));
  const doneFor = new Map<SealedPlace, string>();
  let running: Promise<void> | undefined;

  async function pass(): Promise<void> {
    for (const [at, place] of places.entries()) {
      const { id } = keys.active(place.use);
      if (place.reseal === null || doneFor.get(place) === id || !hasRetired(keys.list(), place.use)) continue;
      let [resealed, after]: [number, string | null] = [0, null];
      do {
        progress[at] = { title: place.title, state: "running", resealed };
        const batch = await place.reseal(id, after);
        resealed += batch.resealed;
        after = batch.next;
      } while (after !== null);
      progress[at] = { title: place.title, state: "done", resealed };
      doneFor.set(place, id);
    }
  }

  return {
    progress: () => [...progress],
    run: () => (running ??= pass().finally(() => (running = undefined))),
  };
}

function hasRetired(keys: readonly KeyInfo[], asked: KeyUse): boolean {
  return keys.some(({ use, state }) => use === asked && state === "retired");
}
