/** The law of this folder for one chart: for every role and purpose exactly what may come out does. */
import { describe, expect, test } from "vitest";
import type { Chart, PlantedChart } from "./chart.ts";
import { differenceOf, entryCount, NONE, strayLeaves, trialOf } from "./checks.ts";
import { behindOwnLinks, expectationsOf } from "./expectation.ts";
import { canariesIn } from "./literals.ts";
import { NEVER } from "./planting.ts";
import type { Session } from "./sessions.ts";
import { ndjsonOf, throughBundle } from "./through-files.ts";
import { bytesOf, gatewayOver } from "./through-gateway.ts";

/** Rows that a role proves beside F160 and F008. */
const ROWS: Readonly<Record<string, string>> = {
  "front-desk": "F029 ",
  biller: "F030 ",
  "it-support": "F031 ",
};

/** Runs every session through files and gateway. */
export function specifyLeaks(source: string, chart: PlantedChart, sessions: readonly Session[]): void {
  test(`F160 ${source}: every canary planted stands in the input and is found there`, () => {
    const found = canariesIn(ndjsonOf(chart));
    expect([...chart.canaries].filter((canary) => !found.has(canary))).toEqual([]);
    expect([...found].filter((canary) => canary.startsWith(NEVER)).length).toBeGreaterThan(1_000);
  });

  const ask = gatewayOver(chart);
  const named = sessions.map((session) => ({
    session,
    rows: ROWS[session.role] ?? "",
    who: `${session.role} for ${session.purpose}${session.patientId === null ? "" : ` as ${session.patientId}`}`,
  }));
  describe.each(named)(`${source}, $who`, ({ session, rows }) => {
    test(`F160 F008 ${rows}a file gives the canaries that may come out, as NDJSON and as a Bundle`, async () => {
      const { expected, ndjson } = await trialOf(chart, session);
      expect(differenceOf(ndjson, expected, chart)).toEqual(NONE);
      expect(differenceOf(await throughBundle(chart, session), expected, chart)).toEqual(NONE);
    });

    test(`F008 ${rows}each record holds the leaves that may come out, codes and booleans too`, async () => {
      const { expected, ndjson } = await trialOf(chart, session);
      expect(strayLeaves(ndjson, expected)).toEqual({});
    });

    test(`F160 ${rows}a read gives the canaries of the record that may come out, and else none`, async () => {
      const { expected } = await trialOf(chart, session);
      for (const one of expected) {
        const reply = await ask(session, `/${one.record.name}`);
        expect([one.record.name, reply.status < 400]).toEqual([one.record.name, one.isVisible]);
        expect(differenceOf(bytesOf(reply), [behindOwnLinks(one)], chart)).toEqual(NONE);
      }
    });

    test(`F160 ${rows}a search gives the canaries of the records that may come out, and no other record`, async () => {
      const all = expectationsOf(chart, session, "search");
      for (const type of typesOf(chart)) {
        const expected = all.filter(({ record }) => record.facts.type === type);
        const visible = expected.filter(({ isVisible }) => isVisible);
        const reply = await ask(session, `/${type}?_count=10000`);
        expect(differenceOf(bytesOf(reply), expected.map(behindOwnLinks), chart)).toEqual(NONE);
        expect([type, entryCount(reply.body)]).toEqual([type, visible.length]);
      }
    });
  });
}

function typesOf({ records }: Chart): readonly string[] {
  return [...new Set(records.map(({ facts }) => facts.type))];
}
