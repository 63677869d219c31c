import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInventory } from "./inventory.ts";
import { standingOfDevice } from "./standing.ts";
import { deviceStoreContract, LAPTOP, WIPE } from "./testing/device-store.contract.ts";
import { memoryDeviceStore } from "./testing/memory-device-store.ts";
import { ATTEMPTS, sendWipes } from "./wipes.ts";

const DAY = 86_400_000;

describe("devices in memory", () => {
  deviceStoreContract(async () => memoryDeviceStore());
});

describe("what a device proves", () => {
  it.each([
    ["proven", {}],
    ["not-theirs", { owner: "bea.biller" }],
    ["unencrypted", { encrypted: false }],
    ["unencrypted", { encrypted: null }],
    ["not-compliant", { compliant: false }],
    ["not-seen", { seenAt: null }],
    ["not-seen", { seenAt: 1_000 - 30 * DAY - 1 }],
    ["proven", { seenAt: 1_000 - 30 * DAY, compliant: null }],
    ["lost", { lostAt: 999 }],
    ["wiped", { wipedAt: 1_000 }],
    ["proven", { wipedAt: 999 }],
  ])("DEV-1 F157 is %s for %j", (standing, fields) => {
    expect(standingOfDevice({ ...LAPTOP, ...fields }, true, "nina.nurse", 1_000, 30 * DAY)).toBe(standing);
  });

  it("DEV-1 is unknown where the inventory does not have it, and unproven where none is named", () => {
    expect(standingOfDevice(undefined, true, "nina.nurse", 0, DAY)).toBe("unknown");
    expect(standingOfDevice(LAPTOP, false, "nina.nurse", 0, DAY)).toBe("unproven");
  });
});

describe("an inventory", () => {
  it("DEV-4 F157 reads our columns, and those of device managers' exports", () => {
    const row = "d1,nina.nurse@clinic.example,Windows,S,True,noncompliant,2026-05-04T15:00:00Z";
    const exported =
      "Device ID,userPrincipalName,OS,Serial Number,isEncrypted,complianceState,lastSyncDateTime";
    const seenAt = Date.parse("2026-05-04T15:00:00Z");
    const state = {
      id: "d1",
      owner: "nina.nurse",
      kind: "",
      platform: "Windows",
      serial: "S",
      encrypted: true,
      compliant: false,
      seenAt,
    };
    const report = { state, statedAt: seenAt, wiped: false, place: 2, event: null };
    expect(readInventory(`${exported}\n${row}\n`)).toEqual({ reports: [report], refused: [] });
    const ours = "id,owner,platform,serial,encrypted,compliant,lastSeen";
    expect(readInventory(`\uFEFF${ours}\r\n${row}\r\n`)).toEqual({ reports: [report], refused: [] });
    expect(readInventory(`${ours}\n${row}`.replaceAll(",", ";"))).toEqual({ reports: [report], refused: [] });
  });

  it("DEV-4 leaves out what is no device, tells its line, and takes nothing unknown for a yes", () => {
    const rows = [",a,yes,", "d2,,yes,", "d3,a,probably,", "d4,a,unknown,", "d5,a,yes,lately", "d 6,a,yes,"];
    const { reports, refused } = readInventory(`id,owner,encrypted,lastSeen\n${rows.join("\n")}\n`);
    expect(reports.map(({ state }) => state)).toMatchObject([{ id: "d4", encrypted: null, seenAt: null }]);
    expect(refused.map(({ place, field }) => `${place} ${field}`)).toEqual([
      "2 id",
      "3 owner",
      "4 encrypted",
      "6 lastSeen",
      "7 id",
    ]);
  });

  it("DEV-4 refuses a file as a whole that is no CSV, or names neither device nor owner", () => {
    expect(() => readInventory('id,owner\n"d1,a\n')).toThrow("not CSV");
    expect(() => readInventory("id\nd1\n")).toThrow("owner");
    expect(() => readInventory("")).toThrow("`id`");
  });
});

describe("a wipe", () => {
  async function sending(answers: readonly (boolean | Error)[]) {
    const store = memoryDeviceStore([LAPTOP]);
    await store.addWipe(WIPE);
    const noted: string[] = [];
    let [now, sent] = [2_000, 0];
    const sender = {
      send: async () => {
        const answer = answers[sent++] ?? false;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
    const note = async (_: unknown, state: string) => void noted.push(state);
    const round = async (after: number) => {
      now += after;
      await sendWipes({ store, sender, clock: { now: () => now }, note });
    };
    return { store, noted, round, sent: () => sent };
  }

  it("DEV-7 F157 is sent again after a fault, not before its time, until it is taken", async () => {
    const wipe = await sending([new Error("no answer"), true]);
    await wipe.round(0);
    await wipe.round(29_999);
    expect([wipe.sent(), wipe.noted]).toEqual([1, []]);
    await wipe.round(1);
    expect([wipe.sent(), wipe.noted]).toEqual([2, ["acknowledged"]]);
    await wipe.round(DAY);
    expect(wipe.sent()).toBe(2);
    expect(await wipe.store.wipes(1)).toMatchObject([{ state: "acknowledged", attempts: 2 }]);
  });

  it("DEV-7 has failed after eight tries, and says so in the record once", async () => {
    const wipe = await sending([]);
    for (let round = 0; round < ATTEMPTS + 3; round++) await wipe.round(DAY);
    expect([wipe.sent(), wipe.noted]).toEqual([ATTEMPTS, ["failed"]]);
  });
});

describe("the rules of devices", () => {
  const ID = /\bDEV-\d+\b/g;
  const root = join(import.meta.dirname, "../..");
  const titled = ["governance/devices", "api/devices", "identity", "cli", "store", "server"].flatMap(
    (folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(?:test|contract)\.ts$/.test(file))
        .flatMap(
          (file) => readFileSync(join(root, folder, file), "utf8").match(/["'`](DEV-\d+[^"'`]*)/g) ?? [],
        )
        .flatMap((title) => title.match(ID) ?? []),
  );
  const specified = readFileSync(join(import.meta.dirname, "SPEC.md"), "utf8").match(ID) ?? [];

  it("each have a test, and each test a rule", () => {
    expect([...new Set(titled)].toSorted()).toEqual([...new Set(specified)].toSorted());
  });
});
