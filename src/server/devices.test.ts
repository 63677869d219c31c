import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { NOW, shippedPolicy } from "../api/testing/practice-api.ts";
import { decide } from "../decision/decide.ts";
import { givesControlElement } from "../decision/control-element.ts";
import { NO_FACTS } from "../decision/no-facts.ts";
import type { AccessRequest } from "../decision/types.ts";
import type { Device } from "../governance/devices/types.ts";
import { LAPTOP, WIPE } from "../governance/devices/testing/device-store.contract.ts";
import { memoryDeviceStore } from "../governance/devices/testing/memory-device-store.ts";
import type { Caller } from "../identity/types.ts";
import { fixedClock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createDeviceLimit, wipeSenderTo } from "./devices.ts";

const DAY = 86_400_000;

/** The shipped policy, asking for devices: without one the record's entries are left, and nothing else. */
async function asking(): Promise<CompiledPolicy> {
  const shipped = await shippedPolicy();
  const { elements } = shipped.catalogue;
  const otherwise = Uint8Array.from(elements, ({ id }) => (id === "record.entries" ? 255 : 0));
  const kept = shipped.roles.get("security-officer")?.grants[0]?.elements ?? otherwise;
  const left = otherwise.map((at, index) => (at === 0 ? 0 : (kept[index] ?? 0)));
  return { ...shipped, devices: { seenWithinMs: 30 * DAY, otherwise: left } };
}

function callerOf(id: string, role: string, deviceId?: string): Caller {
  const token = { subject: id, clientId: null, launchPatient: null, origin: null, endsAt: null };
  const person = {
    id,
    displayName: id,
    roles: [role],
    fhirUser: null,
    department: null,
    manager: null,
    active: true,
  };
  const came = {
    sessionId: "s",
    declaredPurpose: "compliance",
    caseId: null,
    system: "ehr",
    channel: "api",
    scopes: null,
  };
  return { person, ...came, token: { ...token, ...(deviceId === undefined ? {} : { deviceId }) } };
}

const REQUEST: AccessRequest = {
  act: "use",
  subject: {
    personId: "sam.security",
    roles: ["security-officer"],
    active: true,
    patientId: null,
    baa: null,
    scopes: null,
  },
  purpose: "compliance",
  caseId: null,
  capability: "read",
  recipient: null,
  exemption: null,
  system: "ehr",
  channel: "api",
  now: NOW,
};

const MINE: Device = { ...LAPTOP, owner: "sam.security", seenAt: NOW };

async function shown(device: Partial<typeof MINE> | null): Promise<readonly boolean[]> {
  const policy = await asking();
  const store = memoryDeviceStore(device === null ? [] : [{ ...MINE, ...device }]);
  const limit = await createDeviceLimit(store, fixedClock(NOW))(
    callerOf("sam.security", "security-officer", LAPTOP.id),
    policy,
  );
  const decision = decide(REQUEST, policy, limit === null ? NO_FACTS : { ...NO_FACTS, device: limit });
  return ["record.entries", "workforce.roster"].map((element) => givesControlElement(decision, element));
}

describe("what a device limits", () => {
  it("DEV-2 F157 an encrypted device limits nothing; an unencrypted, unknown or unseen one leaves what the policy says", async () => {
    expect(await shown({})).toEqual([true, true]);
    expect(await shown({ encrypted: false })).toEqual([true, false]);
    expect(await shown(null)).toEqual([true, false]);
    expect(await shown({ seenAt: NOW - 31 * DAY })).toEqual([true, false]);
  });

  it("DEV-2 asks nothing where the policy does not, nor of patients and programs", async () => {
    const policy = await asking();
    const limitOf = createDeviceLimit(memoryDeviceStore(), fixedClock(NOW));
    expect(await limitOf(callerOf("sam.security", "security-officer"), await shippedPolicy())).toBeNull();
    expect(await limitOf(callerOf("pat.patient", "patient"), policy)).toBeNull();
    expect(await limitOf(callerOf("ada.agent", "agent"), policy)).toBeNull();
    expect(await limitOf(callerOf("sam.security", "security-officer"), policy)).toMatchObject({
      why: "unproven",
    });
  });
});

describe("a wipe on its way", () => {
  let server: Server | undefined;
  afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

  async function manager(status: number, got: unknown[]): Promise<string> {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece: Buffer) => (body += piece.toString()));
      request.on("end", () => {
        got.push([request.headers["idempotency-key"], JSON.parse(body)]);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/wipe`;
  }

  it("DEV-7 F157 is posted with its id, and without its reason", async () => {
    const got: unknown[] = [];
    expect(await wipeSenderTo(await manager(202, got)).send(WIPE)).toBe(true);
    expect(got).toMatchObject([[WIPE.id, { id: WIPE.id, device: LAPTOP.id, action: "wipe" }]]);
    expect(JSON.stringify(got)).not.toContain("canary");
  });

  it("DEV-7 is not taken where the device manager refuses", async () => {
    expect(await wipeSenderTo(await manager(500, [])).send(WIPE)).toBe(false);
  });
});
