import { describe, expect, test } from "vitest";
import { sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { parseJsonObject } from "../../src/kernel/json.ts";
import { chartOf, nameOf } from "./chart.ts";
import { goldenRecords } from "./golden-records.ts";
import { pretty } from "./pretty.ts";
import { sessionsOf, shippedPolicy } from "./sessions.ts";
import { throughNdjson } from "./through-files.ts";

const policy = await shippedPolicy();
const hospital = sharedHospital();
const records = goldenRecords(hospital, policy);
const chart = chartOf(policy, [...records.values()], hospital.landmarks.assignedClaim);
const sessions = sessionsOf(policy, [hospital.landmarks.pat]).filter(({ purpose }) =>
  policy.purposes.has(purpose),
);

describe("what each job sees of landmark records of the demo hospital, exactly", () => {
  test.each(sessions)("F160 F008 F028 $role for $purpose", async (session) => {
    const lines = (await throughNdjson(chart, session)).split("\n").filter((line) => line !== "");
    const seen = new Map(
      lines.map((line) => parseJsonObject(Buffer.from(line))).map((record) => [nameOf(record), record]),
    );
    const shown = [...records].map(([what, record]) => [what, seen.get(nameOf(record)) ?? null] as const);
    const file = `./goldens/${session.role}-${session.purpose}.json`;
    await expect(`${pretty(Object.fromEntries(shown))}\n`).toMatchFileSnapshot(file);
  });
});
