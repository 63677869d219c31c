import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logOfLeaves } from "../../src/audit/testing/memory-log.ts";
import { createCheckpointSigner, verifierKeyOf } from "../../src/audit/tree/checkpoint.ts";
import { EMPTY_TREE, grown, leafHash, rootOf } from "../../src/audit/tree/merkle.ts";
import { consistencyProof, inclusionProof, proofReader } from "../../src/audit/tree/proofs.ts";
import { memoryRecordKey } from "../../src/keys/testing/record-key.ts";

/** Debian's Go with golang.org/x/mod as a package of the system, outside any module. */
const ENV = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
const SIZES = 100_000;
const PROOFS = 400;

const isRequired = process.env["MODICUM_GO"] === "required";
const hasGo = spawnSync("go", ["version"]).status === 0;

/** Skipped where there is no Go: it is an oracle of the tree, and nothing that the product runs on. */
describe.skipIf(!hasGo && !isRequired)("the tree beside Go's sumdb/tlog", () => {
  const folder = mkdtempSync(join(tmpdir(), "modicum-oracle-"));
  const program = join(folder, "oracle");
  const oracle = (args: readonly string[], input = ""): string =>
    execFileSync(program, args, { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });

  beforeAll(() => {
    const source = join(import.meta.dirname, "go/main.go");
    execFileSync("go", ["build", "-o", program, source], { env: { ...ENV, GOCACHE: join(folder, "cache") } });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`AUD-75 F177 has Go's root at every size from 1 to ${SIZES}`, () => {
    const expected = oracle(["roots", String(SIZES)])
      .trimEnd()
      .split("\n");
    let tree = EMPTY_TREE;
    const different: number[] = [];
    for (let at = 0; at < SIZES; at++) {
      tree = grown(tree, [leafHash(`entry ${at}`)]);
      if (Buffer.from(rootOf(tree)).toString("base64") !== expected[at]) different.push(at + 1);
    }
    expect(expected.length).toBe(SIZES);
    expect(different).toEqual([]);
  });

  it("AUD-75 F177 makes Go's inclusion and consistency proofs", async () => {
    const log = await logOfLeaves(Array.from({ length: SIZES }, (_, at) => leafHash(`entry ${at}`)));
    const asked = Array.from({ length: PROOFS }, (_, at) => {
      const size = 1 + ((at * 7_919 + 13) % SIZES);
      const below = (at * 104_729) % size;
      return at % 2 === 0
        ? (["inclusion", below, size] as const)
        : (["consistency", below + 1, size] as const);
    });
    const answers = oracle(["proofs", String(SIZES)], `${asked.map((one) => one.join(" ")).join("\n")}\n`);
    const expected = answers.split("\n").slice(0, PROOFS);
    const ours: string[] = [];
    for (const [kind, at, size] of asked) {
      const reader = proofReader(log, size);
      const path =
        kind === "inclusion" ? await inclusionProof(reader, at) : await consistencyProof(reader, at);
      ours.push(path.map((hash) => Buffer.from(hash).toString("base64")).join(" "));
    }
    expect(ours.filter((path, at) => path !== expected[at])).toEqual([]);
    expect(ours.filter((path) => path !== "").length).toBeGreaterThan(PROOFS / 2);
  });

  it("AUD-75 F177 signs notes that Go's sumdb/note opens by the log's verifier key, and by no other", () => {
    const [key, other] = [memoryRecordKey(), memoryRecordKey()];
    const origin = "modicum/phi.example.org";
    const note = createCheckpointSigner(origin, key).sign({ size: 7, root: Buffer.alloc(32, 7) }, 1_000);
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    expect(oracle(["note", verifierKeyOf(origin, key.publicKey)], note)).toBe(`signed by ${origin}\n${text}`);
    expect(oracle(["note", verifierKeyOf(origin, other.publicKey)], note)).toBe("refused\n");
  });
});
