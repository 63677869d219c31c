import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { parseVerifierKey } from "../verify/notes.ts";
import { type SampleLog, sampleLog } from "../verify/testing/sample-log.ts";
import { verifyLog } from "../verify/verify-log.ts";
import { openWitnessKey } from "../witness/key.ts";
import { serveWitness, type ServedWitness } from "../witness/serve.ts";
import { openWitnessState } from "../witness/state.ts";
import { createWitness } from "../witness/witness.ts";
import { createWitnessClient, parseWitnesses, type Post, type Witness } from "./witness-client.ts";

let folder: string;
let sample: SampleLog;
let served: ServedWitness;
let vkey: string;
let witness: Witness;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-witness-"));
  sample = await sampleLog([3, 4]);
  const key = await openWitnessKey(folder, "witness.example.org");
  const state = await openWitnessState(folder);
  vkey = key.verifierKey;
  const witnessing = createWitness([parseVerifierKey(sample.vkey)], key, state, systemClock);
  served = await serveWitness({ host: "127.0.0.1", port: 0, verifierKey: vkey }, witnessing);
  witness = parseWitnesses(`${vkey}+http://127.0.0.1:${served.port}/`)[0] as Witness;
});
afterEach(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

const post: Post = async (url, body) => {
  const response = await fetch(url, { method: "POST", body });
  return { status: response.status, text: await response.text() };
};
const more = (count: number): Promise<SampleLog> =>
  sampleLog([count], { key: sample.key, log: sample.log, startAt: Date.UTC(2026, 4, 5) });
const verdictOn = (source = sample.source) =>
  verifyLog(source, {
    key: parseVerifierKey(sample.vkey),
    witnesses: [parseVerifierKey(vkey)],
    entries: true,
    sealed: false,
  });

describe("the log before its witness", () => {
  it("AUD-78 F178 keeps the cosignature beside the newest checkpoint, and asks again when it has grown", async () => {
    const client = createWitnessClient(witness, sample.log, post);
    await client.ask();
    expect((await sample.source.newest())?.match(/^— witness/gm)).toHaveLength(1);
    await more(300);
    await client.ask();
    expect(await client.status()).toMatchObject({ size: 307, refusals: 0, state: "ok", lastRefusal: null });
    expect((await verdictOn()).witnesses).toEqual([{ name: "witness.example.org", cosigned: 2, size: 307 }]);
  });

  it("AUD-78 F178 goes on where a witness cosigned more than the log kept", async () => {
    await createWitnessClient(witness, sample.log, post).ask();
    await more(5);
    const forgetful = { ...sample.log, lastCosigned: async () => null };
    const client = createWitnessClient(witness, forgetful, post);
    await client.ask();
    expect((await client.status()).lastRefusal).toBe(409);
    await client.ask();
    expect((await sample.source.newest())?.match(/^— witness/gm)).toHaveLength(1);
  });

  it("AUD-78 F178 shows that a witness refuses it, and which status it gave", async () => {
    await createWitnessClient(witness, sample.log, post).ask();
    const forked = await sampleLog([3, 40], { key: sample.key, salt: "b" });
    const client = createWitnessClient(witness, forked.log, post);
    await client.ask().catch(() => undefined);
    await expect(client.ask()).rejects.toMatchObject({ code: "upstream_invalid" });
    expect(await client.status()).toMatchObject({ state: "failing", lastRefusal: 422, refusals: 2 });
  });

  it("AUD-78 F178 keeps nothing that the witness did not sign", async () => {
    const lying: Post = async () => ({ status: 200, text: "— witness.example.org AAAAAAAA\n" });
    const client = createWitnessClient(witness, sample.log, lying);
    await expect(client.ask()).rejects.toMatchObject({ code: "upstream_invalid" });
    expect((await client.status()).size).toBe(0);
  });

  it.each(["nonsense", "name+00000000+AAAA+http://127.0.0.1", "+http://127.0.0.1"])(
    "AUD-78 refuses the setting `%s`",
    (text) => {
      expect(() => parseWitnesses(text)).toThrow("MODICUM_WITNESS");
    },
  );
});

describe("the verifier with a witness's key", () => {
  it("AUD-79 F178 says so where no checkpoint is cosigned", async () => {
    expect((await verdictOn()).findings).toEqual([
      { class: "witness-missing", place: "the witness witness.example.org" },
    ]);
  });

  it("AUD-79 F178 finds a line that bears the witness's name and is not its own", async () => {
    await createWitnessClient(witness, sample.log, post).ask();
    const forged = { ...sample.source, history: forgedHistory };
    expect((await verdictOn(forged)).findings).toEqual([
      { class: "witness-forged", place: "checkpoint of size 3" },
    ]);
  });
});

/** The line of size 7 put under the checkpoint of size 3. */
async function* forgedHistory(): AsyncIterable<string> {
  const notes: string[] = [];
  for await (const note of sample.source.history(7)) notes.push(note);
  const line = notes[1]?.split("\n").find((one) => one.startsWith("— witness")) ?? "";
  yield `${notes[0] ?? ""}${line}\n`;
  yield notes[1] ?? "";
}
