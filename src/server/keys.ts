import { join } from "node:path";
import type { KeyDesk, KeyOutcome, KeyOverview } from "../api/keys/ports.ts";
import type { Config } from "../config.ts";
import type { KeyInfo, KeyRefusal } from "../keys/key-types.ts";
import type { Keyring } from "../keys/keyring.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { patientKeyPlace } from "../keys/patient-key-place.ts";
import type { SealedPlace, Sealer } from "../keys/ports.ts";
import { createResealing, type Resealing } from "../keys/resealing.ts";
import { sealedKeyFiles } from "../keys/sealed-key-files.ts";
import { AppError } from "../kernel/errors.ts";
import type { Result } from "../kernel/result.ts";
import type { Database } from "../store/database.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import { sealedColdMonths } from "../store/cold/sealed-place.ts";
import { sealedJobFiles } from "../store/job-files.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { sealedPlaces } from "../store/sealed-places.ts";
import { tellRecord, toldOperations } from "./key-operations.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";
import { toldOnce } from "./told-once.ts";
import { keysDirOf } from "./storage.ts";

export interface KeyDeskParts {
  readonly config: Config;
  readonly keyring: Keyring;
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: Sealer;
  readonly record: OpenRecord;
  readonly policyHash: string;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
}

/** How often the other processes' changes are looked for. Milliseconds. */
const LOOK_MS = 1_000;

/**
 * What the custodian works with. Tells the record what was done so far, and from now on follows what other processes do
 * with the keys and seals anew what lies under retired ones.
 * @throws AppError `record_unavailable` when the record cannot be told
 */
export async function openKeyDesk(parts: KeyDeskParts): Promise<KeyDesk> {
  const { config, keyring, database, cold, sealer, record, policyHash } = parts;
  const places = [
    ...sealedPlaces(database.kysely, sealer),
    patientKeyPlace(createPatientKeyStore(database.kysely), createKeyWrapper(keyring)),
    sealedKeyFiles(keysDirOf(config.dataDir), sealer),
    sealedJobFiles(join(config.dataDir, "exports")),
    sealedColdMonths(database.kysely, cold),
    record.journal.sealed,
  ];
  const resealing = createResealing(keyring, places);
  const tell = (): Promise<number> =>
    tellRecord(
      keyring,
      { search: record.desk.search, append: record.append },
      { policyHash, system: config.system },
    );
  await tell();
  watch(parts, resealing, tell);
  const operations = (limit: number) => toldOperations(record.desk, limit);
  return keyDeskOver({ keyring, places, resealing, tell, operations });
}

/** The desk over a keyring and what lies under it. */
export function keyDeskOver({
  keyring,
  places,
  resealing,
  tell,
  operations,
}: {
  readonly keyring: Keyring;
  readonly places: readonly SealedPlace[];
  readonly resealing: Pick<Resealing, "progress">;
  readonly tell: () => Promise<number>;
  readonly operations: KeyDesk["operations"];
}): KeyDesk {
  const done = async (work: Promise<Result<readonly KeyInfo[], KeyRefusal>>): Promise<KeyOutcome> => {
    const outcome = await outcomeOf(work);
    // What cannot be told now waits in the file of the keys.
    await tell().catch(() => 0);
    return outcome;
  };
  const one = async (work: Promise<Result<KeyInfo, KeyRefusal>>) => {
    const said = await work;
    return said.ok ? { ok: true as const, value: [said.value] } : said;
  };
  return {
    overview: () => overview(keyring, places, resealing),
    rotate: (use, by) => done(one(keyring.rotate(use, by))),
    rewrap: (newRoot, by) =>
      done(keyring.rewrapAll(by, { newRoot }).then((keys) => ({ ok: true, value: keys }))),
    proposeDestroy: (id, by) => done(one(keyring.proposeDestroy(id, by))),
    approveDestroy: async (id, by) => {
      const use = keyring.list().find((key) => key.id === id)?.use;
      const holding =
        use === undefined
          ? []
          : await holdingOf(
              id,
              places.filter((place) => place.use === use),
            );
      if (holding.length > 0) return { kind: "refused", refusal: "in-use", holding };
      return done(one(keyring.destroy(id, by)));
    },
    waitingFor: (personId) =>
      keyring
        .list()
        .filter(
          ({ state, proposal }) => state === "retired" && proposal !== null && proposal.personId !== personId,
        ),
    operations,
  };
}

/** A fault is told to the custodian with its hint: what to do about a vault is theirs to do. */
async function outcomeOf(work: Promise<Result<readonly KeyInfo[], KeyRefusal>>): Promise<KeyOutcome> {
  try {
    const said = await work;
    return said.ok ? { kind: "done", keys: said.value } : { kind: "refused", refusal: said.error };
  } catch (fault) {
    if (fault instanceof AppError) return { kind: "failed", fault };
    throw fault;
  }
}

async function overview(
  keyring: Keyring,
  places: readonly SealedPlace[],
  resealing: Pick<Resealing, "progress">,
): Promise<KeyOverview> {
  const [vault, counted] = await Promise.all([
    keyring.vault(),
    Promise.all(places.map(async ({ title, counts }) => ({ title, counts: await counts() }))),
  ]);
  const keys = keyring.list().map((key) => ({
    ...key,
    seals: counted.flatMap(({ title, counts }) => {
      const count = counts?.get(key.id);
      return count === undefined ? [] : [{ title, count }];
    }),
  }));
  return { vault, keys, resealing: resealing.progress() };
}

/** Closed by default: where no place is known for a use, something may lie anywhere. */
async function holdingOf(id: string, places: readonly SealedPlace[]): Promise<readonly string[]> {
  if (places.length === 0) return ["what is not counted here"];
  const held = await Promise.all(places.map(async (place) => ((await place.holds(id)) ? [place.title] : [])));
  return held.flat();
}

/** One look at a time; a fault is logged by its code, once, and the next look tries again. */
function watch(
  { keyring, log, closers }: KeyDeskParts,
  resealing: Resealing,
  tell: () => Promise<number>,
): void {
  let looking: Promise<void> | undefined;
  const told = toldOnce(log, "looking after the keys failed");
  const look = async (): Promise<void> => {
    await keyring.refresh();
    await tell();
    await resealing.run();
  };
  const timer = setInterval(() => {
    looking ??= look()
      .then(told.passed, told.fault)
      .finally(() => (looking = undefined));
  }, LOOK_MS);
  timer.unref();
  closers.push(async () => {
    clearInterval(timer);
    await looking;
  });
}
