import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { logOfLeaves, memoryLog } from "../../../../src/audit/testing/memory-log.ts";
import { storedEntry } from "../../../../src/audit/testing/record-store.contract.ts";
import { createLogDesk } from "../../../../src/audit/tree/log-desk.ts";
import { verifierKeyOf } from "../../../../src/audit/tree/checkpoint.ts";
import { consistencyProof, inclusionProof, proofReader } from "../../../../src/audit/tree/proofs.ts";
import { openRecordTree } from "../../../../src/audit/tree/record-tree.ts";
import { GrowingTree, provesConsistency, provesInclusion } from "../../../../src/audit/verify/merkle.ts";
import { memoryRecordKey } from "../../../../src/keys/testing/record-key.ts";
import { fixedClock } from "../../../../src/kernel/clock.ts";
import { base64Of, isSame } from "../../../log/bytes.ts";
import { type EntryEvidence, type ShownEntry, verifyEntry } from "./check.ts";
import { climb, isContinued } from "../../../log/merkle.ts";
import { readLogKey, readNote, signatureOf } from "../../../log/note.ts";
import type { WitnessEvidence } from "./witnessed.ts";

const NOW = Date.UTC(2026, 4, 4, 12);
const ORIGIN = "modicum/test";
const GOLDEN = join(import.meta.dirname, "../../../../src/audit/verify/golden/pack");
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 60);

const WITNESS = witnessOf("witness.example.org");

/** A witness's key as C2SP tlog-cosignature has it, beside the key itself. */
function witnessOf(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const typed = Buffer.concat([
    Buffer.of(4),
    publicKey.export({ format: "der", type: "spki" }).subarray(-32),
  ]);
  const id = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  return { name, id, privateKey, verifierKey: `${name}+${id.toString("hex")}+${typed.toString("base64")}` };
}

/** The note with the line of a witness under it. */
function cosigned(
  note: string,
  { name, id, privateKey }: { name: string; id: Buffer; privateKey: KeyObject } = WITNESS,
) {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(NOW / 1000));
  const text = note.slice(0, note.indexOf("\n\n") + 1);
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${NOW / 1000}\n${text}`), privateKey);
  return `${note}— ${name} ${Buffer.concat([id, time, signature]).toString("base64")}\n`;
}

let evidence: EntryEvidence;
let shown: ShownEntry;
beforeAll(async () => {
  const [log, key] = [memoryLog(), memoryRecordKey()];
  const tree = await openRecordTree(log, key, ORIGIN, fixedClock(NOW));
  await tree.append([1, 2, 3].map((number) => storedEntry(number)));
  await tree.append(Array.from({ length: 20 }, (_, at) => storedEntry(at + 4)));
  const desk = createLogDesk(log, log);
  const entry = storedEntry(7);
  const proof = await desk.proofOf(entry.id);
  const [first] = log.notes;
  const early = readNote(first?.note ?? "");
  const continued = await desk.consistency(3);
  if (proof === null || early === null || continued === null) throw new Error("the log gives no proof");
  evidence = {
    proof: { ...proof, leafHash: base64Of(proof.leafHash), path: proof.path.map(base64Of) },
    key: verifierKeyOf(ORIGIN, key.publicKey),
    before: { head: { size: 3, root: base64Of(early.root) }, path: continued.path.map(base64Of) },
    witnesses: [
      {
        name: WITNESS.name,
        verifierKey: WITNESS.verifierKey,
        checkpoint: cosigned(first?.note ?? ""),
        path: continued.path.map(base64Of),
      },
    ],
  };
  shown = {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    person: entry.personId,
    interaction: entry.interaction,
    outcome: entry.outcome,
    purpose: "billing",
  };
});

const statesOf = async (given: EntryEvidence, entry = shown) => {
  const { state, checks } = await verifyEntry(given, entry);
  return [state, ...checks.filter((check) => check.state === "refused").map(({ id }) => id)];
};
const zeros = base64Of(new Uint8Array(32));

describe("the browser's check of an entry", () => {
  it("AUD-158 F177 finds that everything holds of an honest proof, and when it was signed", async () => {
    const verdict = await verifyEntry(evidence, shown);
    expect(verdict.checks.map(({ id, state }) => [id, state])).toEqual(
      ["entry", "leaf", "path", "signature", "witnessed", "continued"].map((id) => [id, "held"]),
    );
    expect(verdict).toMatchObject({ state: "held", signedAt: NOW, index: 6 });
  });

  const alter = (proof: Partial<EntryEvidence["proof"]>): EntryEvidence => ({
    ...evidence,
    proof: { ...evidence.proof, ...proof },
  });
  it.each<[string, string, () => EntryEvidence]>([
    ["the recorded form was edited", "leaf", () => alter({ logForm: `${evidence.proof.logForm} ` })],
    ["the stored entry is not the recorded one", "entry", () => alter({ logForm: null })],
    ["the leaf was swapped", "path", () => alter({ leafHash: zeros })],
    ["a sibling was swapped", "path", () => alter({ path: evidence.proof.path.with(1, zeros) })],
    ["a sibling was left out", "path", () => alter({ path: evidence.proof.path.slice(1) })],
    ["a sibling was added", "path", () => alter({ path: [...evidence.proof.path, zeros] })],
    ["the place was changed", "path", () => alter({ index: 5 })],
    ["the place is beyond the log", "path", () => alter({ index: 23 })],
    ["the size is another", "path", () => alter({ size: 22 })],
    ["the root was edited", "signature", () => alter({ checkpoint: withRoot(evidence.proof.checkpoint) })],
    [
      "a signature was edited",
      "signature",
      () => alter({ checkpoint: evidence.proof.checkpoint.replace(/.{4}==\n$/, "AAAA==\n") }),
    ],
    [
      "the timed signature is gone",
      "signature",
      () => alter({ checkpoint: evidence.proof.checkpoint.replace(/[^\n]+\n$/, "") }),
    ],
    [
      "the key is another log's",
      "signature",
      () => ({ ...evidence, key: verifierKeyOf("modicum/other", memoryRecordKey().publicKey) }),
    ],
    [
      "the key is another",
      "signature",
      () => ({ ...evidence, key: verifierKeyOf(ORIGIN, memoryRecordKey().publicKey) }),
    ],
    ["a witness signed another checkpoint", "witnessed", () => witnessed({ checkpoint: withRoot(theirs()) })],
    ["the log does not go on from theirs", "witnessed", () => witnessed({ path: [zeros] })],
    ["no proof says that it does", "witnessed", () => witnessed({ path: null })],
    [
      "what they cosigned is another log's",
      "witnessed",
      () => witnessed({ checkpoint: cosigned(theirs().replace(ORIGIN, "modicum/other")) }),
    ],
    [
      "another signed in their name",
      "witnessed",
      () => witnessed({ verifierKey: witnessOf(WITNESS.name).verifierKey }),
    ],
    [
      "the key is another witness's",
      "witnessed",
      () => witnessed({ verifierKey: witnessOf("other.example.org").verifierKey }),
    ],
    ["one of two witnesses saw another log", "witnessed", () => alongside({ path: null })],
    ["the log was begun anew", "continued", () => ({ ...evidence, before: before({ root: zeros }) })],
    ["the log was rolled back", "continued", () => ({ ...evidence, before: before({ size: 24 }) })],
    [
      "no proof says that the log goes on",
      "continued",
      () => ({ ...evidence, before: { head: before({}).head, path: null } }),
    ],
  ])("AUD-158 F177 refuses where %s, and says at which step", async (_title, step, altered) => {
    const [state, ...refused] = await statesOf(altered());
    expect(state).toBe("refused");
    expect(refused).toContain(step);
  });

  function theirs(): string {
    return evidence.witnesses?.[0]?.checkpoint ?? "";
  }

  function witnessed(changed: Partial<WitnessEvidence>): EntryEvidence {
    const one = evidence.witnesses?.[0];
    if (one === undefined) throw new Error("there is no witness");
    return { ...evidence, witnesses: [{ ...one, ...changed }] };
  }

  function alongside(changed: Partial<WitnessEvidence>): EntryEvidence {
    return {
      ...evidence,
      witnesses: [...(evidence.witnesses ?? []), ...(witnessed(changed).witnesses ?? [])],
    };
  }

  function before(head: { readonly size?: number; readonly root?: string }) {
    if (evidence.before === null) throw new Error("there is nothing seen before");
    return { ...evidence.before, head: { ...evidence.before.head, ...head } };
  }

  it.each<[keyof ShownEntry, string]>([
    ["person", "nina.nurse"],
    ["at", "2026-01-01T00:00:00.000Z"],
    ["interaction", "fhir.search"],
    ["outcome", "deny"],
    ["purpose", "treatment"],
    ["id", "00000000-0000-7000-8000-000000000008"],
  ])("AUD-158 refuses an entry that is shown with another %s than was recorded", async (field, value) => {
    expect(await statesOf(evidence, { ...shown, [field]: value })).toEqual(["refused", "entry"]);
  });

  it("AUD-158 says what it did not check: no form, no key, nothing seen before", async () => {
    const bare = {
      proof: { ...evidence.proof, logForm: undefined },
      key: null,
      before: null,
      witnesses: null,
    };
    const { state, checks } = await verifyEntry(bare, shown);
    expect([state, checks.filter((check) => check.state === "not-checked").map(({ id }) => id)]).toEqual([
      "held",
      ["entry", "leaf", "signature", "witnessed", "continued"],
    ]);
  });

  it.each<[string, EntryEvidence["witnesses"], string]>([
    ["no witness is configured", [], "not-checked"],
    ["none cosigned yet", [{ ...WITNESS, checkpoint: null, path: null }], "not-checked"],
  ])(
    "AUD-158 F178 holds without a cosignature where %s, and says so",
    async (_title, witnesses, expected) => {
      const { state, checks } = await verifyEntry({ ...evidence, witnesses }, shown);
      expect([state, checks.find(({ id }) => id === "witnessed")?.state]).toEqual(["held", expected]);
    },
  );

  it("AUD-158 says that nothing is proven by an answer that is none", async () => {
    const proof = { index: 0, leafHash: "", checkpoint: "", size: 0, path: ["?"] };
    expect((await statesOf({ proof, key: "none", before: null, witnesses: [] })).slice(0, 2)).toEqual([
      "refused",
      "leaf",
    ]);
  });
});

function withRoot(note: string): string {
  return note.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${zeros}\n`);
}

describe("the browser's tree", () => {
  const leaves = Array.from({ length: 700 }, (_, at) => createHash("sha256").update(`${at}`).digest());
  const log = logOfLeaves(leaves);
  const rootAt = (size: number): Buffer => {
    const tree = new GrowingTree();
    for (const leaf of leaves.slice(0, size)) tree.add(leaf);
    return tree.root();
  };
  const plain = (bytes: Uint8Array) => Uint8Array.from(bytes);

  it("AUD-158 judges every proof as the verifier of the log does, true and false", async () => {
    const size = fc.integer({ min: 1, max: 700 });
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), size, fc.nat(3), async (until, seed, other, fault) => {
        const [index, from] = [seed % until, Math.min(until, other)];
        const reader = proofReader(await log, until);
        const path = (await inclusionProof(reader, index)).slice(fault === 1 ? 1 : 0);
        const [head, place] = [{ size: until, root: rootAt(until) }, fault === 2 ? index + 1 : index];
        const leaf = leaves[index] ?? Buffer.alloc(0);
        const steps = await climb(plain(leaf), place, until, path.map(plain));
        const climbed = steps !== null && isSame(steps.at(-1)?.hash ?? leaf, head.root);
        expect(climbed).toBe(provesInclusion(leaf, place, head, path));
        const early = { size: from, root: fault === 3 ? Buffer.alloc(32) : rootAt(from) };
        const proof = await consistencyProof(reader, from);
        const [first, second] = [early, head].map((one) => ({ ...one, root: plain(one.root) }));
        if (first === undefined || second === undefined) throw new Error("there are two heads");
        expect(await isContinued(first, second, proof.map(plain))).toBe(
          provesConsistency(early, head, proof),
        );
      }),
      { numRuns },
    );
  });
});

describe("the golden log", () => {
  it("AUD-158 F177 has a key and a checkpoint that the browser believes, and neither when altered", async () => {
    const [text, keyText] = await Promise.all(
      ["checkpoint", "key"].map((file) => readFile(join(GOLDEN, file), "utf8")),
    );
    const [note, key] = [readNote(text ?? ""), await readLogKey(keyText ?? "")];
    if (note === null || key === null) throw new Error("the golden log cannot be read");
    expect([note.origin, note.size]).toEqual(["modicum/golden.example.org", 302]);
    expect(await signatureOf(note, key)).toEqual({ signed: "good", at: Date.UTC(2026, 4, 4, 0, 0, 6) });
    expect((await signatureOf({ ...note, text: note.text.replace("302", "303") }, key)).signed).toBe("bad");
    expect(await readLogKey((keyText ?? "").replace("+", "x+"))).toBeNull();
  });
});
