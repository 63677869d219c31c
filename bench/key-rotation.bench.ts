/**
 * A rotation that wraps the keys of all patients anew while they are read: `tsx bench/key-rotation.bench.ts [--keys 1000000 |
 * --quick]`. Prints how long it takes, and how many reads there were meanwhile and how many failed; exits 3 where one did.
 * Readers hold no key in memory: each read asks the database, unwraps, and opens what was sealed before the rotation.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SYSTEM } from "../src/keys/key-types.ts";
import { openKeyFolder } from "../src/keys/key-folder.ts";
import { createKeyWrapper } from "../src/keys/key-wrapper.ts";
import { openKeyring } from "../src/keys/keyring.ts";
import { createPatientSealer } from "../src/keys/patient-sealer.ts";
import { createRecordSealer } from "../src/keys/record-sealer.ts";
import { rewrapPatientKeys } from "../src/keys/rewrap-patient-keys.ts";
import { createSealer } from "../src/keys/local-sealer.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPatientKeyStore } from "../src/store/patient-key-store.ts";

const { values } = parseArgs({
  options: { keys: { type: "string", default: "1000000" }, quick: { type: "boolean", default: false } },
});
const KEYS = values.quick ? 20_000 : Number(values.keys);
/** Keys made at once. */
const BATCH = 5_000;
const READERS = 8;
const SAMPLES = 2_000;
const CONTEXT = "bench.rotation";

interface Sample {
  readonly handles: readonly Uint8Array[];
  readonly sealed: Uint8Array;
  readonly text: string;
}

const dataDir = await mkdtemp(join(tmpdir(), "modicum-bench-keys-"));
const database = await openDatabase({ dataDir });
try {
  await migrate(database.kysely);
  const keyring = await openKeyring(await openKeyFolder(join(dataDir, "keys")));
  const store = createPatientKeyStore(database.kysely);
  const wrapper = createKeyWrapper(keyring);
  const samples = await makeKeys();

  const took: number[] = [];
  let failed = 0;
  const reading = new AbortController();
  const read = async (): Promise<void> => {
    while (!reading.signal.aborted) {
      const sample = samples[Math.floor(Math.random() * samples.length)] as Sample;
      const start = performance.now();
      // One that holds nothing yet.
      const reader = createPatientSealer({ store, sealer: createSealer(keyring), wrapper });
      const opened = await reader.open(sample.handles, sample.sealed, CONTEXT).catch(() => null);
      took.push(performance.now() - start);
      if (opened === null || Buffer.from(opened).toString() !== sample.text) failed += 1;
    }
  };
  const start = performance.now();
  const readers = Array.from({ length: READERS }, read);
  const before = wrapper.active();
  await keyring.rotate("wrap", SYSTEM);
  const wrapped = await rewrapPatientKeys(store, wrapper, [before]);
  const seconds = (performance.now() - start) / 1_000;
  reading.abort();
  await Promise.all(readers);
  const left = (await store.countsByWrapping()).get(before) ?? 0;
  took.sort((a, b) => a - b);
  const at = (share: number): string => (took[Math.floor((took.length - 1) * share)] ?? 0).toFixed(1);
  console.log(`${wrapped} keys wrapped anew in ${seconds.toFixed(1)} s, ${left} left under the key before`);
  console.log(
    `${took.length} reads meanwhile, ${failed} failed; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`,
  );
  if (failed > 0 || left > 0 || wrapped !== KEYS) process.exitCode = 3;

  /** A key for each patient, and texts under some of them. */
  async function makeKeys(): Promise<readonly Sample[]> {
    const sealer = createRecordSealer(keyring, store);
    const made: Sample[] = [];
    const begun = performance.now();
    for (let from = 0; from < KEYS; from += BATCH) {
      const ids = Array.from({ length: Math.min(BATCH, KEYS - from) }, (_, at) => `patient-${from + at}`);
      await sealer.patients.handlesOf(ids);
      const every = Math.max(1, Math.floor(KEYS / SAMPLES));
      for (const id of ids.filter((_, at) => (from + at) % every === 0)) {
        const text = `read after the rotation: ${id}`;
        made.push({ ...(await sealer.patients.sealFor([id], Buffer.from(text), CONTEXT)), text });
      }
    }
    console.log(`${KEYS} keys made in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    return made;
  }
} finally {
  await database.close();
  await rm(dataDir, { recursive: true });
}
