import { createHash } from "node:crypto";
import { Tape } from "../../src/decision/testing/tape.ts";

/** A long tape that the seed alone decides. Bytes drawn one by one by the property library would cost more than Cedar. */
export function seededTape(seed: number, length: number): Tape {
  return new Tape(createHash("shake256", { outputLength: length }).update(String(seed)).digest());
}
