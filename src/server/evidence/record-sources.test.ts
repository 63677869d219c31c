import { beforeAll, describe, expect, it } from "vitest";
import { createRecorder } from "../../audit/recorder.ts";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import { memoryLog } from "../../audit/testing/memory-log.ts";
import { memoryRecordStore } from "../../audit/testing/memory-record-store.ts";
import { createLogDesk } from "../../audit/tree/log-desk.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { hashOfLeaf, provesInclusion } from "../../audit/verify/merkle.ts";
import { parseNote } from "../../audit/verify/notes.ts";
import type { Produced, SourceQuery } from "../../governance/evidence/types.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { entriesArtifact, type Limits, type RecordParts } from "./record-sources.ts";

const clock = fixedClock(Date.UTC(2026, 4, 5));
const CONTEXT = { site: "demo", version: "0", purposeCode: () => undefined };
const AS_OF = Date.UTC(2026, 4, 4) + 30;
const COUNT = 40;

let parts: RecordParts;
beforeAll(async () => {
  const sealer = memorySealer();
  const log = memoryLog();
  const tree = createRecorder(
    await openRecordTree(log, memoryRecordKey(), "modicum/test", clock),
    sealer,
    clock,
  );
  const recorder = createRecorder(memoryRecordStore(), sealer, clock);
  for (let number = 1; number <= COUNT; number++) {
    const entry = auditEntry(number, {
      patients: [`p-${number}`],
      records: [`Claim/${number}`],
      ...odd(number),
    });
    await recorder.record(entry);
    await tree.record(entry);
  }
  parts = {
    record: { search: (query, withPatients) => recorder.search(query, withPatients) },
    recordLog: createLogDesk(log, log),
  };
});

function odd(number: number) {
  if (number === 7) return { interaction: "keys.rotate", changes: ["key seal/1"] };
  if (number === 8) return { interaction: "keys.create", personId: "=cmd()" };
  return number % 10 === 0 ? { exceptions: ["break-glass" as const] } : {};
}

async function asked(query: Partial<SourceQuery>, limits?: Limits): Promise<Produced> {
  const answer = await entriesArtifact(
    parts,
    { kind: "record-entries", asOf: AS_OF, ...query },
    CONTEXT,
    limits,
  );
  if ("code" in answer) throw new Error(answer.code);
  return answer;
}

const textOf = ({ bytes }: Produced): string => Buffer.from(bytes).toString("utf8");

describe("evidence from the record", () => {
  it("EVI-7 F133 holds the entries before its moment, newest first, and is the same when asked again", async () => {
    const answer = await asked({});
    const ids = [...textOf(answer).matchAll(/000000000(\d{3}),/g)].map(([, number]) => Number(number));
    expect([answer.items, ids[0], ids.at(-1)]).toEqual([29, 29, 1]);
    expect(textOf(await asked({}))).toBe(textOf(answer));
  });

  it("EVI-8 F133 names no patient and no record unless that is asked for", async () => {
    const [without, named] = [await asked({}), await asked({ patients: true })];
    expect(textOf(without)).not.toMatch(/p-\d|Claim\/\d/);
    expect([without.patients, without.elements]).toEqual([[], ["record.entries"]]);
    expect(textOf(named)).toContain("p-29");
    expect([named.patients.length, named.elements]).toEqual([29, ["record.entries", "record.patients"]]);
  });

  it("EVI-8 is about the patient whom its question names, whatever its answer names", async () => {
    const answer = await asked({ filters: { patient: "p-3" } });
    expect([answer.items, answer.patients, answer.elements]).toEqual([
      1,
      ["p-3"],
      ["record.entries", "record.patients"],
    ]);
    expect(textOf(answer)).not.toContain("p-3");
  });

  it("EVI-9 F133 draws a sample that its seed draws again", async () => {
    const [one, again, other] = await Promise.all(
      ["may", "may", "june"].map((seed) => asked({ sample: { size: 5, seed } })),
    );
    expect(one?.items).toBe(5);
    expect(one && textOf(one)).toBe(again && textOf(again));
    expect(one && textOf(one)).not.toBe(other && textOf(other));
  });

  it("EVI-15 refuses more than one artifact holds, and draws a sample from it all the same", async () => {
    const limits = { entries: 10, naming: 5, proven: 3, population: 100 };
    await expect(asked({}, limits)).rejects.toThrow("evidence_too_large");
    await expect(asked({ kind: "record-proofs" }, limits)).rejects.toThrow("evidence_too_large");
    expect((await asked({ sample: { size: 5, seed: "s" } }, limits)).items).toBe(5);
  });

  it("F133 shows exceptions and key operations by themselves, and nothing runs as a formula", async () => {
    const exceptions = await asked({ kind: "record-exceptions" });
    const operations = await asked({ kind: "key-operations" });
    expect([exceptions.items, operations.items]).toEqual([2, 2]);
    expect(textOf(operations)).toContain("'=cmd()");
  });

  it("F133 F131 gives entries as FHIR AuditEvents, one a line", async () => {
    const lines = textOf(await asked({ kind: "record-events", sample: { size: 2, seed: "s" } }))
      .trim()
      .split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { resourceType: string }).resourceType)).toEqual([
      "AuditEvent",
      "AuditEvent",
    ]);
  });

  it("F133 F176 gives entries with proofs that hold", async () => {
    const answer = await asked({ kind: "record-proofs", filters: { from: AS_OF - 3 } });
    const { checkpoints, entries } = JSON.parse(textOf(answer)) as {
      checkpoints: Record<string, string>;
      entries: { index: number; size: number; logForm: string; path: string[] }[];
    };
    expect(entries).toHaveLength(3);
    for (const { index, size, logForm, path } of entries) {
      const note = parseNote(checkpoints[size] ?? "");
      const hashes = path.map((hash) => Buffer.from(hash, "base64"));
      expect(note && provesInclusion(hashOfLeaf(Buffer.from(logForm)), index, note, hashes)).toBe(true);
    }
  });
});
