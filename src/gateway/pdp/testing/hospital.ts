import { createLabelBook } from "../../../catalogue/label-book.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readShipped } from "../../../decision/suite/testing/shipped.ts";
import type { PdpDeps, RecordSource } from "../ports.ts";
import { type Desk, type HeldRelation, openDesk, personOf } from "./desk.ts";

/** Relations on the patients of the fixtures of content/tests: Pat is everyone's, the stranger is nobody's. */
const FACTS: readonly HeldRelation[] = [
  ["billable", "bea.biller", "patient-pat"],
  ["clinic", "nina.nurse", "patient-pat"],
];

/** The shipped policy with its demo people, over the records of content/tests/fixtures. */
export async function openHospital(
  more: Partial<PdpDeps> = {},
): Promise<Desk & { readonly asked: string[] }> {
  const { policy, fixtures } = await readShipped();
  const asked: string[] = [];
  const records = [...fixtures.values()];
  const desk = openDesk({
    policy,
    facts: FACTS,
    people: [
      ...policy.people.map(({ id, roles, fhirUser }) => personOf(id, roles, fhirUser ?? null)),
      personOf("pep", ["nurse"]),
    ],
    more: { records: sourceOf(records, asked), ...more },
  });
  return Object.assign(desk, { asked });
}

function sourceOf(records: readonly JsonObject[], asked: string[]): RecordSource {
  return {
    read: async (type, id) => {
      asked.push(`${type}/${id}`);
      if (id === "broken") throw new AppError("upstream_invalid", "the upstream broke");
      return records.find((one) => one["resourceType"] === type && one["id"] === id) ?? null;
    },
    about: async function* (type, patients) {
      asked.push(`${type}?patient=${patients.join(",")}`);
      yield* records.filter((one) => one["resourceType"] === type);
    },
    lentTo: async (held, segments) => {
      const book = createLabelBook(segments);
      for (const record of records) book.add(record);
      return held.map((record) => book.lentTo(record));
    },
  };
}
