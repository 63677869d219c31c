import { randomBytes } from "node:crypto";
import { createSealer } from "../local-sealer.ts";
import type { Sealer } from "../ports.ts";
import { fixedKeys } from "./keys.ts";

/** A real sealer on fresh keys in memory, for tests. */
export function memorySealer(): Sealer {
  return createSealer(
    fixedKeys([
      { id: randomBytes(4).toString("hex"), use: "seal", bytes: randomBytes(32) },
      { id: randomBytes(4).toString("hex"), use: "blind-index", bytes: randomBytes(32) },
    ]),
  );
}
