import fc from "fast-check";
import { expect, it } from "vitest";
import { settleReports } from "./settle.ts";
import { reportOf } from "./testing/device-store.contract.ts";
import type { Device, DeviceReport } from "./types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
const HERE = { source: "intune", now: 10_000 };

/** Events of one device, each of its own time. */
const events = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 8 })
  .chain((times) =>
    fc.tuple(
      ...times.map((at) =>
        fc
          .record({
            encrypted: fc.constantFrom(true, false, null),
            owner: fc.constantFrom("nina.nurse", "bea.biller"),
            wiped: fc.boolean(),
          })
          .map((fields) => reportOf({ ...fields, statedAt: at, seenAt: at, event: `e-${at}` })),
      ),
    ),
  );

/** What is known in the end where each of these comes in a batch of its own. */
function taken(reports: readonly DeviceReport[]): Omit<Device, "reportedAt"> | undefined {
  let devices: ReadonlyMap<string, Device> = new Map();
  for (const report of reports) {
    const { changes } = settleReports([report], { devices, events: new Set() }, HERE);
    devices = new Map(changes.devices.map((device) => [device.id, device]));
  }
  return [...devices.values()][0];
}

it("DEV-26 F157 events in any order, once or again, come to the same device", () => {
  fc.assert(
    fc.property(
      events.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const newest = all.toSorted((a, b) => (a.statedAt ?? 0) - (b.statedAt ?? 0)).at(-1);
        const device = taken(shuffled);
        expect(device).toEqual(taken(all));
        expect(taken([...shuffled, ...all])).toEqual(device);
        expect(device).toMatchObject({ encrypted: newest?.state.encrypted, owner: newest?.state.owner });
      },
    ),
    { numRuns: RUNS },
  );
});

it("DEV-20 F157 every report is counted once", () => {
  fc.assert(
    fc.property(events, fc.array(fc.nat(8), { maxLength: 4 }), (all, again) => {
      const reports = [...all, ...again.flatMap((at) => all[at] ?? [])];
      const { taken: came } = settleReports(reports, { devices: new Map(), events: new Set() }, HERE);
      const { added, changed, unchanged, older, duplicate, refused } = came;
      expect(added + changed + unchanged + older + duplicate + refused.length).toBe(reports.length);
      expect(duplicate).toBe(reports.length - all.length);
    }),
    { numRuns: RUNS },
  );
});

it("DEV-23 F157 a time that lies more than five minutes ahead is refused, and its event may come again", () => {
  const known = { devices: new Map(), events: new Set<string>() };
  const ahead = HERE.now + 5 * 60_000;
  const { taken: came, changes } = settleReports(
    [
      reportOf({ statedAt: ahead, event: "in-time" }, 1),
      reportOf({ statedAt: ahead + 1, event: "ahead" }, 2),
      reportOf({ statedAt: 1_000, seenAt: ahead + 1, event: "seen-ahead" }, 3),
    ],
    known,
    HERE,
  );
  expect(came.refused).toEqual([
    { place: 2, field: "at" },
    { place: 3, field: "lastSeen" },
  ]);
  expect(changes.events).toEqual(["in-time"]);
});
