import type { DevicesDesk } from "../api/devices/ports.ts";
import type { DeviceLimit } from "../decision/types.ts";
import type { DeviceStore, WipeSender } from "../governance/devices/ports.ts";
import { standingOfDevice } from "../governance/devices/standing.ts";
import { sendWipes } from "../governance/devices/wipes.ts";
import type { WipeRequest, WipeState } from "../governance/devices/types.ts";
import type { Caller } from "../identity/types.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { createDeviceStore } from "../store/device-store.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";

export interface DeviceParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly record: Pick<OpenRecord, "append" | "nextEntryId">;
  /** Where wipes are sent; undefined: they wait until a place is configured. */
  readonly wipeUrl: string | undefined;
  readonly closers: (() => Promise<void>)[];
}

export interface Devices {
  readonly desk: DevicesDesk;
  readonly limitOf: (caller: Caller, policy: CompiledPolicy) => Promise<DeviceLimit | null>;
}

const ROUND_MS = 30_000;
const ANSWER_MS = 10_000;

/** The inventory in the database, what it limits, and the wipes on their way. */
export function openDevices({
  database,
  sealer,
  clock,
  log,
  record,
  wipeUrl,
  closers,
}: DeviceParts): Devices {
  const store = createDeviceStore(database.kysely, sealer);
  const limitOf = createDeviceLimit(store, clock);
  if (wipeUrl === undefined) return { desk: { store, wake: () => undefined }, limitOf };
  const note = (wipe: WipeRequest, state: WipeState): Promise<void> =>
    record.append({ ...OUTCOME, ...wipeNote(wipe, state), id: record.nextEntryId(), at: clock.now() });
  const round = (): Promise<void> =>
    sendWipes({ store, sender: wipeSenderTo(wipeUrl), clock, note }).catch((fault: unknown) =>
      log.fault("sending wipes failed", fault),
    );
  let under = round();
  const wake = (): void => void (under = under.then(round));
  const timer = setInterval(wake, ROUND_MS);
  closers.push(async () => {
    clearInterval(timer);
    await under;
  });
  return { desk: { store, wake }, limitOf };
}

/** What the caller's device limits under this policy; null: nothing. @throws AppError where the inventory cannot be read */
export function createDeviceLimit(store: Pick<DeviceStore, "find">, clock: Clock): Devices["limitOf"] {
  return async ({ person, token }, policy) => {
    const { devices } = policy;
    if (devices === undefined || !comesByDevice(person.roles, policy)) return null;
    const claimed = token?.deviceId;
    const device = claimed === undefined ? undefined : await store.find(claimed);
    const now = clock.now();
    const why = standingOfDevice(device, claimed !== undefined, person.id, now, devices.seenWithinMs);
    return why === "proven" ? null : { why, elements: devices.otherwise };
  };
}

/** Patients use devices of their own, programs none: whoever has another role besides comes by a device of ours. */
function comesByDevice(roles: readonly string[], policy: CompiledPolicy): boolean {
  return roles.some((role) => !["patient", "program"].includes(policy.roles.get(role)?.kind ?? "workforce"));
}

/** Posts a wipe as JSON. The reason stays here. */
export function wipeSenderTo(url: string): WipeSender {
  return {
    send: async ({ id, deviceId, askedBy, askedAt }) => {
      const body = JSON.stringify({ id, device: deviceId, action: "wipe", askedBy, askedAt });
      const headers = { "content-type": "application/json", "idempotency-key": id };
      const signal = AbortSignal.timeout(ANSWER_MS);
      const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
      await response.body?.cancel();
      return response.ok;
    },
  };
}

function wipeNote({ deviceId }: WipeRequest, state: WipeState) {
  const outcome = { changes: [`device/${deviceId}: wipe ${state}`], interaction: `device.wipe.${state}` };
  return state === "acknowledged"
    ? { ...outcome, outcome: "permit" as const, reason: null }
    : { ...outcome, outcome: "error" as const, reason: "upstream_unavailable" as const };
}

/** What the server does of itself: the person who asked stands in the entry of the request. */
const OUTCOME = {
  personId: null,
  roles: [],
  act: "use",
  resourceType: null,
  purpose: null,
  purposes: [],
  basis: null,
  rules: [],
  grantIds: [],
  policyHash: "",
  system: "",
  channel: "device",
  released: [],
  withheldCount: 0,
  recordCount: 0,
  recipient: null,
  patients: [],
  records: [],
  query: null,
} as const;
