import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { parseVerifierKey } from "./notes.ts";
import { packSource } from "./pack-source.ts";
import { sampleLog, samplePack } from "./testing/sample-log.ts";
import { verifyLog } from "./verify-log.ts";

/** Entries of the honest log; 1000000 shows the row of the requirements. */
const ENTRIES = Number(process.env["VERIFY_ENTRIES"] ?? 20_000);

describe("an honest log", () => {
  it(`AUD-70 F177 raises no false alarm over ${ENTRIES} entries in an exported pack`, async () => {
    const commits = Array.from({ length: Math.ceil(ENTRIES / 1_000) }, () => 1_000);
    const sample = await sampleLog(commits);
    const pack = await samplePack(sample);
    const verdict = await verifyLog(packSource(pack), {
      key: parseVerifierKey(sample.vkey),
      entries: true,
      sealed: true,
    });
    await rm(dirname(pack), { recursive: true });
    expect(verdict.findings).toEqual([]);
    expect(verdict).toMatchObject({ size: ENTRIES, entries: ENTRIES, sealedParts: ENTRIES });
    expect(verdict.checkpoints).toBe(commits.length);
  });

  it.each([1, 2, 255, 256, 257, 511, 513])(
    "AUD-70 raises no false alarm over a log of %d entries as a server has it",
    async (size) => {
      const { source, vkey } = await sampleLog([1, size - 1].filter((count) => count > 0));
      const verdict = await verifyLog(source, { key: parseVerifierKey(vkey), entries: true, sealed: true });
      expect(verdict.findings).toEqual([]);
      expect(verdict.entries).toBe(size);
    },
  );

  it("AUD-71 is verified without the right to entries by its hashes and checkpoints", async () => {
    const { source, vkey } = await sampleLog([300, 5]);
    const refusing = {
      ...source,
      read: (path: string) => (/^\d/.test(path) ? source.read(path) : refused(path)),
    };
    const verdict = await verifyLog(refusing, { key: parseVerifierKey(vkey), entries: false, sealed: false });
    expect(verdict).toMatchObject({ findings: [], size: 305, entries: 0, checkpoints: 2 });
  });
});

function refused(path: string): never {
  throw new Error(`asked for ${path}`);
}
