import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { createShreddingDesk, type ShreddingDesk } from "../governance/shredding/desk.ts";
import type { CountSealed, ReasonsToKeep } from "../governance/shredding/ports.ts";
import { carryOut, type WrappingTurn } from "../governance/shredding/work.ts";
import type { KeyActor } from "../keys/key-types.ts";
import { SYSTEM } from "../keys/key-types.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { rewrapPatientKeys } from "../keys/rewrap-patient-keys.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { Database } from "../store/database.ts";
import { createPatientKeyStore } from "../store/patient-key-store.ts";
import { createShreddingStore } from "../store/shredding-store.ts";
import type { Log } from "./log.ts";

export interface ShreddingParts {
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly keyring: Keyring;
  readonly reasonsToKeep: ReasonsToKeep;
  readonly countSealed: CountSealed;
  /** Told when one was carried out. */
  readonly done: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
}

export interface OpenShredding {
  readonly desk: ShreddingDesk;
  /** Takes up what was approved, now and whenever something is. */
  start(): void;
}

/** Between two looks for what another process left half done. */
const LOOK_MS = 60_000;

/** The destruction of patients' keys, carried out by one process at a time. */
export function openShredding(parts: ShreddingParts): OpenShredding {
  const { database, sealer, keyring, clock, log } = parts;
  const store = createShreddingStore(database.kysely, sealer);
  const work = { store, keys: wrappingTurn(parts), forget: sealer.patients.forget, clock };
  const stopped = new AbortController();
  let wake = (): void => {};

  async function takeUp(): Promise<void> {
    await keyring.refresh();
    for (const state of ["approved", "destroyed"] as const)
      for (const { id } of await store.list({ state, limit: 100 }))
        await carryOut({ ...work, done: parts.done }, id);
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await alone(database, takeUp).catch((fault: unknown) => log.fault("a shredding failed", fault));
      const woken = new Promise<void>((resolve) => (wake = resolve));
      await Promise.race([woken, wait(LOOK_MS, undefined, { signal: stopped.signal, ref: false })]).catch(
        () => undefined,
      );
    }
  }

  return {
    desk: createShreddingDesk({ ...parts, store, approved: async () => wake() }),
    start: () => {
      const running = run();
      parts.closers.push(async () => {
        stopped.abort();
        await running;
      });
    },
  };
}

/** Of several processes one turns keys; the others look again later. */
const TURNING = 4_005;

async function alone({ kysely }: Database, work: () => Promise<void>): Promise<void> {
  await kysely.connection().execute(async (session) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${TURNING}) as mine`.execute(
      session,
    );
    if (rows[0]?.mine !== true) return;
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${TURNING})`.execute(session);
    }
  });
}

/** The keyring's `wrap` keys: a fresh one for all patients, and an end of the others. */
function wrappingTurn({ database, keyring }: ShreddingParts): WrappingTurn {
  const keys = createPatientKeyStore(database.kysely);
  const retired = (): readonly string[] =>
    keyring.list().flatMap(({ id, use, state }) => (use === "wrap" && state === "retired" ? [id] : []));
  return {
    turn: async () => {
      const turned = await keyring.rotate("wrap", SYSTEM);
      if (!turned.ok) throw new AppError("internal", `the wrapping key was not turned: \`${turned.error}\``);
      await rewrapPatientKeys(keys, createKeyWrapper(keyring), retired());
    },
    destroyOld: async (proposedBy, approvedBy) => {
      const old = retired();
      // One that was turned meanwhile may wrap keys still: it stays until nothing can come under it, and nothing does.
      await keys.retireWrapping(old);
      const wraps = await keys.countsByWrapping();
      for (const id of old)
        if (!wraps.has(id)) await destroyKey(keyring, id, actor(proposedBy), actor(approvedBy));
    },
  };
}

/** In the names of the two who asked for the shredding and approved it. */
async function destroyKey(keyring: Keyring, id: string, first: KeyActor, second: KeyActor): Promise<void> {
  await keyring.proposeDestroy(id, first);
  const destroyed = await keyring.destroy(id, second);
  if (!destroyed.ok)
    throw new AppError("internal", `a wrapping key was not destroyed: \`${destroyed.error}\``);
}

function actor(personId: string): KeyActor {
  return { personId, roles: [] };
}
