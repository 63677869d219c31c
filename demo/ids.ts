import { createHash } from "node:crypto";

/** Where the ids of a world come from. */
export interface IdSource {
  /** The opaque id that the record of this type and key has in this world: 20 hexadecimal digits. */
  idOf(type: string, key: string | number): string;
}

/** Ids as a function of the seed: the same key has the same id whatever else is drawn. */
export function idSource(seed: string): IdSource {
  return {
    idOf: (type, key) => createHash("sha256").update(`${seed}/${type}/${key}`).digest("hex").slice(0, 20),
  };
}
