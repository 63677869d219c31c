import * as fc from "fast-check";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  bigintArray,
  byteaArray,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from "./binary-array.ts";
import type { Database } from "./database.ts";
import { freshDatabase } from "./testing/database.ts";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function unnested<T>(array: RawBuilder<unknown>): Promise<readonly T[]> {
  const { rows } = await sql<{ value: T }>`select value from unnest(${array}) as value`.execute(
    database.kysely,
  );
  return rows.map((row) => row.value);
}

const storable = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));

describe("an array in binary is received as it was given", () => {
  const numRuns = 20;

  it("of texts and nulls", async () => {
    const values = fc.array(fc.option(storable, { nil: null }));
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        expect(await unnested(sql`${textArray(given)}::text[]`)).toEqual(given);
      }),
      { numRuns },
    );
  });

  it("of bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (given) => {
        const received = await unnested<Buffer>(sql`${byteaArray(given)}::bytea[]`);
        expect(received.map((bytes) => [...bytes])).toEqual(given.map((bytes) => [...bytes]));
      }),
      { numRuns },
    );
  });

  it("of JSON", async () => {
    const given = [{ a: ["b", null, 1] }, { é: "\u{1F600}" }, {}];
    const texts = given.map((value) => JSON.stringify(value));
    expect(await unnested(sql`${jsonbArray(texts)}::jsonb[]`)).toEqual(given);
  });

  it("of ids, numbers and times", async () => {
    const ids = ["00000000-0000-7000-8000-0123456789ab"];
    const numbers = [0, 1, 2 ** 53 - 1];
    const times = [0, Date.UTC(2026, 4, 4) + 1, Date.UTC(1999, 11, 31)];
    expect(await unnested(sql`${uuidArray(ids)}::uuid[]`)).toEqual(ids);
    expect(await unnested(sql`${bigintArray(numbers)}::bigint[]`)).toEqual(numbers.map(String));
    const received = await unnested<Date>(sql`${timestamptzArray(times)}::timestamptz[]`);
    expect(received.map((time) => time.getTime())).toEqual(times);
  });
});
