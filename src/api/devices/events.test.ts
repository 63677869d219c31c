import { beforeEach, describe, expect, it } from "vitest";
import { signBatch } from "../../governance/devices/signature.ts";
import type { TakenReports } from "../../governance/devices/settle.ts";
import { AppError } from "../../kernel/errors.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { createApi } from "../app.ts";
import { practiceDevices } from "../testing/practice-devices.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import type { DevicesDesk, EventOutcome } from "./ports.ts";

const SECRET = "a secret that is long enough for it";
const SECONDS = String(NOW / 1_000);

let desk: DevicesDesk;
let app: ReturnType<typeof createApi>;
let noted: (readonly [string, TakenReports])[];
let counted: Partial<Record<EventOutcome, number>>;
let recordIsAway: boolean;

beforeEach(async () => {
  [noted, counted, recordIsAway] = [[], {}, false];
  const plain = practiceDevices(fixedClock(NOW), new Map([["intune", [SECRET]]]));
  desk = {
    ...plain,
    events: {
      ...plain.events,
      note: async (manager, taken) => {
        if (recordIsAway) throw new AppError("record_unavailable", "the record is away");
        noted.push([manager, taken]);
      },
      count: (outcome, events) => void (counted[outcome] = (counted[outcome] ?? 0) + events),
    },
  };
  const { deps } = await practiceApi({ more: () => ({ devices: desk }) });
  app = createApi(deps);
});

const PHONE = { id: "phone-1", owner: "bea.biller", encrypted: true, lastSeen: "2026-05-04T14:00:00Z" };
const eventOf = (id: string, at: string, device: object = {}) => ({
  id,
  at: `2026-05-04T${at}:00Z`,
  device: { ...PHONE, ...device },
});

async function send(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await app.request("/api/v1/devices/events", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "modicum-manager": "intune",
      "modicum-timestamp": SECONDS,
      "modicum-signature": signBatch(SECRET, "intune", SECONDS, text),
      ...headers,
    },
    body: text,
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe("events of a device manager", () => {
  it("DEV-32 F157 a signed batch changes the inventory, and is one entry of the record", async () => {
    const reply = await send({
      events: [eventOf("e-1", "14:00"), eventOf("e-2", "14:30", { encrypted: false })],
    });
    expect(reply).toMatchObject({ status: 200, json: { added: 1, changed: 1, refused: [] } });
    expect(await desk.store.find("phone-1")).toMatchObject({ encrypted: false, source: "intune" });
    expect(noted.map(([manager]) => manager)).toEqual(["intune"]);
    expect(counted).toMatchObject({ added: 1, changed: 1 });
  });

  it("DEV-25 DEV-32 F157 the same batch again changes nothing, and leaves no entry", async () => {
    const batch = { events: [eventOf("e-1", "14:00")] };
    await send(batch);
    expect((await send(batch)).json).toMatchObject({ added: 0, changed: 0, duplicate: 1 });
    expect(noted).toHaveLength(1);
  });

  it("DEV-26 F157 an event that comes late undoes no newer state", async () => {
    await send({ events: [eventOf("new", "14:30", { encrypted: false })] });
    expect((await send({ events: [eventOf("old", "14:00")] })).json).toMatchObject({ older: 1 });
    expect(await desk.store.find("phone-1")).toMatchObject({ encrypted: false });
  });

  it("DEV-31 F157 an event with a member that is not known is refused by its place, and the others are taken", async () => {
    const reply = await send({
      events: [
        eventOf("e-1", "14:00", { encypted: true }),
        eventOf("e-2", "14:00", { encrypted: "yes" }),
        { ...eventOf("e-3", "14:00"), at: "lately" },
        eventOf("e-4", "14:00", { id: "phone 1" }),
        eventOf("e-5", "15:06"),
        "nothing",
        eventOf("e-6", "14:00"),
      ],
    });
    expect(reply.json).toMatchObject({
      added: 1,
      refused: [
        { place: 1, field: "device: unknown member" },
        { place: 2, field: "device.encrypted" },
        { place: 3, field: "at" },
        { place: 4, field: "device.id" },
        { place: 5, field: "at" },
        { place: 6, field: "event" },
      ],
    });
    expect(counted.refused).toBe(6);
  });

  it.each([
    ["no JSON", "{"],
    ["no events", { events: [] }],
    ["a member that is not known", { events: [eventOf("e-1", "14:00")], more: 1 }],
    ["more events than a batch holds", { events: Array.from({ length: 201 }, () => 0) }],
  ])("DEV-31 a body with %s is refused as a whole", async (_title, body) => {
    expect(await send(body)).toMatchObject({ status: 400, json: { code: "input_invalid" } });
    expect(noted).toEqual([]);
  });

  it("DEV-24 F157 a batch that nobody signed is 401 with a code, is counted, and leaves neither entry nor device", async () => {
    const signature = signBatch("another secret of the same length", "intune", SECONDS, "{}");
    const replies = [
      await send({ events: [eventOf("e-1", "14:00")] }, { "modicum-signature": signature }),
      await send({ events: [eventOf("e-1", "14:00")] }, { "modicum-timestamp": String(NOW / 1_000 - 301) }),
      await send("{", { "modicum-signature": "" }),
    ];
    expect(replies.map(({ status, json }) => [status, json["code"]])).toEqual([
      [401, "signature_invalid"],
      [401, "signature_invalid"],
      [401, "signature_invalid"],
    ]);
    expect(counted).toEqual({ unsigned: 3 });
    expect(noted).toEqual([]);
    expect(await desk.store.find("phone-1")).toBeUndefined();
  });

  it("DEV-22 F157 while the record is away nothing is taken, and the sender is told to come again", async () => {
    recordIsAway = true;
    const batch = { events: [eventOf("e-1", "14:00")] };
    expect(await send(batch)).toMatchObject({ status: 503, json: { code: "record_unavailable" } });
    expect(await desk.store.find("phone-1")).toBeUndefined();
    recordIsAway = false;
    expect((await send(batch)).json).toMatchObject({ added: 1 });
  });

  it("F157 a body of more than 64 KiB is not read", async () => {
    expect((await send(" ".repeat(65 * 1024))).status).toBe(413);
  });
});
