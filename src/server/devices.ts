import type { DeviceEventsDesk, DevicesDesk } from "../api/devices/ports.ts";
import { systemEntry } from "../audit/system-entry.ts";
import type { DeviceLimit } from "../decision/types.ts";
import type { DeviceStore, WipeSender } from "../governance/devices/ports.ts";
import { countsOf, createInventory } from "../governance/devices/reports.ts";
import type { DeviceManagers } from "../governance/devices/signature.ts";
import { standingOfDevice } from "../governance/devices/standing.ts";
import type { WipeRequest, WipeState } from "../governance/devices/types.ts";
import { sendWipes } from "../governance/devices/wipes.ts";
import type { Caller } from "../identity/types.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { createDeviceStore } from "../store/device-store.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface DeviceParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Pick<CompiledPolicy, "hash">;
  readonly metrics: Pick<Metrics, "deviceEvents">;
  readonly record: Pick<OpenRecord, "append" | "nextEntryId">;
  /** Where wipes are sent; undefined: they wait until a place is configured. */
  readonly wipeUrl: string | undefined;
  /** Who may report devices. */
  readonly managers: DeviceManagers;
  readonly closers: (() => Promise<void>)[];
}

export interface Devices {
  readonly desk: DevicesDesk;
  readonly limitOf: (caller: Caller, policy: CompiledPolicy) => Promise<DeviceLimit | null>;
}

const ROUND_MS = 30_000;
const ANSWER_MS = 10_000;

/** The inventory in the database, what it limits, what device managers report, and the wipes on their way. */
export function openDevices(parts: DeviceParts): Devices {
  const { database, sealer, clock, wipeUrl } = parts;
  const store = createDeviceStore(database.kysely, sealer);
  const inventory = createInventory(store, clock);
  const wake = wipeUrl === undefined ? () => {} : sendingWipes(parts, store, wipeUrl);
  const desk = { store, inventory, events: eventsDesk(parts), sends: wipeUrl !== undefined, wake };
  return { desk, limitOf: createDeviceLimit(store, clock) };
}

/** Sends wipes each half minute, and when the function it gives is called. */
function sendingWipes(parts: DeviceParts, store: DeviceStore, wipeUrl: string): () => void {
  const { clock, log, closers } = parts;
  const note = (wipe: WipeRequest, state: WipeState): Promise<void> => noteWipe(parts, wipe, state);
  const sender = wipeSenderTo(wipeUrl);
  const round = (): Promise<void> =>
    sendWipes({ store, sender, clock, note }).catch((fault: unknown) =>
      log.fault("sending wipes failed", fault),
    );
  let under = round();
  const wake = (): void => void (under = under.then(round));
  const timer = setInterval(wake, ROUND_MS);
  closers.push(async () => {
    clearInterval(timer);
    await under;
  });
  return wake;
}

/** The person who asked for a wipe stands in the entry of the request; what became of it is the server's own. */
function noteWipe(parts: DeviceParts, { deviceId }: WipeRequest, state: WipeState): Promise<void> {
  const reason = state === "failed" ? "upstream_unavailable" : null;
  return append(parts, "system.device.wipe", reason, [`device/${deviceId}: wipe ${state}`]);
}

function eventsDesk(parts: DeviceParts): DeviceEventsDesk {
  return {
    managers: parts.managers,
    note: (manager, taken) => {
      const confirmed = taken.wiped.map((device) => `device/${device}: wipe confirmed`);
      const changes = [`manager/${manager}: ${countsOf(taken)}`, ...confirmed];
      return append(parts, "system.device.events", null, changes);
    },
    count: (outcome, events) => parts.metrics.deviceEvents.of(outcome).add(events),
  };
}

function append(
  { record, clock, policy }: DeviceParts,
  interaction: `system.device.${string}`,
  reason: "upstream_unavailable" | null,
  changes: readonly string[],
): Promise<void> {
  const act = { id: record.nextEntryId(), at: clock.now(), interaction, reason, changes };
  return record.append(systemEntry({ ...act, policyHash: policy.hash, recordCount: 0 }));
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
