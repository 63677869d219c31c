import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseVerifierKey } from "./notes.ts";
import { packSource } from "./pack-source.ts";
import { verifyLog } from "./verify-log.ts";

/**
 * A log as it was exported when the format was settled, its first two entries of the first form, one checkpoint cosigned.
 * INVARIANT: never regenerated, since no deployment can regenerate its own.
 */
const GOLDEN = join(import.meta.dirname, "golden/pack");

describe("the golden log", () => {
  it("AUD-74 is verified, with sealed parts, entries of both forms and a cosignature", async () => {
    const key = parseVerifierKey(await readFile(join(GOLDEN, "key"), "utf8"));
    const witnesses = [parseVerifierKey(await readFile(join(GOLDEN, "../witness-key"), "utf8"))];
    const verdict = await verifyLog(packSource(GOLDEN), { key, witnesses, entries: true, sealed: true });
    expect(verdict).toEqual({
      origin: "modicum/golden.example.org",
      size: 302,
      at: Date.UTC(2026, 4, 4, 0, 0, 6),
      checkpoints: 4,
      entries: 302,
      sealedParts: 302,
      witnesses: [{ name: "witness.golden.example.org", cosigned: 1, size: 302 }],
      findings: [],
      counts: {},
    });
  });
});
