import { JsonNumber, stringifyJson } from "../../../../kernel/json.ts";
import type { JsonObject } from "../../../../kernel/json.ts";
import { STEPS } from "../../steps.ts";
import type { ScenarioChoice } from "../scenarios.ts";
import { metaOf, raw, showRemembering, withMember, withShown, withSteps } from "./mutant.ts";
import type { Mutant } from "./mutant.ts";
import { Written } from "../../record/written.ts";

/** What mutants remember of the question at hand; they are asked one at a time. */
let lastRead: JsonObject = {};
let candidates = 0;
let rows = 0;
const rowOf = new WeakMap<JsonObject, number>();

const WRITING_BY_WILL: Partial<ScenarioChoice> = {
  people: ["will"],
  interactions: ["fhir.update", "fhir.patch"],
};

/** On the panel he does not see a reference that he sees in the clinic. */
const JOINING_BY_WILL: Partial<ScenarioChoice> = { people: ["will"], interactions: ["fhir.search"] };

const HIDDEN: ReadonlySet<string> = new Set([
  "text",
  "contained",
  "extension",
  "address",
  "maritalStatus",
  "note",
]);

/** Leaks inside: a step that looks at what the upstream sent, or tells of it. */
export const STEP_MUTANTS: readonly Mutant[] = [
  withSteps("filters see the record before projection", {
    matches: (filter, projected) => filter.matches(raw(projected)),
  }),
  withSteps("sorts see the record before projection", {
    sortKeys: ({ resource }, sort, match) => STEPS.sortKeys({ resource: raw(resource) }, sort, match),
  }),
  withSteps("every filter goes upstream, whatever it reads", { pushes: () => true }),
  withSteps("a filter goes upstream when its form is plain, whatever it negates or reads", {
    pushes: (filter, kept) =>
      STEPS.pushes(
        { ...filter, modifier: null },
        kept.map(() => 1),
      ),
  }),
  withSteps("the order is the upstream's", { compare: () => 0 }),
  withSteps("the tie is broken by a hidden element", {
    sortKeys: (shown, sort, match) => [
      ...STEPS.sortKeys(shown, sort, match),
      stringifyJson(raw(shown.resource)["identifier"] ?? raw(shown.resource)["text"] ?? null),
    ],
    compare: (a, b, sort) =>
      STEPS.compare({ ...a, id: "" }, { ...b, id: "" }, sort) ||
      String(a.keys.at(-1)).localeCompare(String(b.keys.at(-1))) ||
      STEPS.compare(a, b, []),
  }),
  withSteps("the entity tag covers the upstream's bytes", {
    show: (sight, expected, record, lent) => {
      lastRead = record.object;
      return STEPS.show(sight, expected, record, lent);
    },
    etagOf: (key) => STEPS.etagOf(key, Buffer.from(stringifyJson(lastRead))),
  }),
  withSteps("labels of what a record refers to are forgotten", {
    show: (sight, expected, record) => STEPS.show(sight, expected, record, 0),
  }),
  withShown("narrative comes out", (shown, record) => withMember(shown, "text", record["text"])),
  withShown("version and last change come out", (shown, record) =>
    withMember(shown, "_meta", record["meta"]),
  ),
  withShown("unknown extensions come out", (shown, record) =>
    withMember(shown, "extension", record["extension"]),
  ),
  withShown("REDACTED appears only when something was cut", (shown) =>
    shown.projected.withheld.size + shown.projected.unmapped.size > 0
      ? withMember(shown, "redacted", true)
      : shown,
  ),
  withShown("a record hides itself when nothing was cut from it", (shown) =>
    shown.projected.withheld.size === 0 ? null : shown,
  ),
  withShown("the number of withheld elements comes out", (shown) =>
    withMember(shown, "withheld", new JsonNumber(String(shown.projected.withheld.size))),
  ),
  withSteps("total counts candidates", {
    show: (sight, expected, record, lent) => {
      candidates += 1;
      return showRemembering(sight, expected, record, lent);
    },
    searchset: (page) => {
      const total = candidates;
      candidates = 0;
      return STEPS.searchset({ ...page, total });
    },
  }),
  withSteps(
    "chains, includes and _has follow references that are not shown",
    { references: (projected, parameter, match) => STEPS.references(raw(projected), parameter, match) },
    JOINING_BY_WILL,
  ),
  withSteps(
    "a join holds on whatever refers to something",
    {
      references: (projected, parameter, match) => STEPS.references(raw(projected), parameter, match),
      joined: (records, linksOf) => records.filter((record) => linksOf(record).length > 0),
    },
    JOINING_BY_WILL,
  ),
  withSteps("an entry carries the upstream's row number", {
    show: (sight, expected, record, lent) => {
      rows += 1;
      const shown = showRemembering(sight, expected, record, lent);
      if (shown !== null) rowOf.set(shown.resource, rows);
      return shown;
    },
    searchset: (page) => {
      rows = 0;
      const numbered = page.records.map((one) => ({
        ...one,
        resource: Written.ofObject({
          ...one.resource.object,
          row: new JsonNumber(String(rowOf.get(one.resource.object) ?? 0)),
        }),
      }));
      return STEPS.searchset({ ...page, records: numbered });
    },
  }),
  withSteps("an outcome among the entries says that something was left out", {
    show: (sight, expected, record, lent) => {
      const shown = showRemembering(sight, expected, record, lent);
      if (shown === null) candidates += 1;
      return shown;
    },
    searchset: (page) => {
      const left = candidates;
      candidates = 0;
      const set = STEPS.searchset(page);
      return left === 0 ? set : Written.ofObject({ ...set.object, issue: "some were left out" });
    },
  }),
  withShown("displays of references come out", (shown, record) =>
    withMember(shown, "_display", displaysIn(record)),
  ),
  withShown("contained records come out", (shown, record) =>
    withMember(shown, "contained", record["contained"]),
  ),
  withShown("siblings of primitives come out", (shown, record) =>
    withMember(shown, "_birthDate", record["_birthDate"]),
  ),
  withShown("tags and profiles come out", (shown, record) =>
    withMember(shown, "tag", metaOf(record)["tag"] ?? metaOf(record)["profile"]),
  ),
  withSteps(
    "the stored record is answered after a write",
    {
      merge: (catalogue, stored, ...rest) => {
        const merged = STEPS.merge(catalogue, stored, ...rest);
        lastRead = stored;
        return merged;
      },
      etagOf: (key, bytes) =>
        STEPS.etagOf(key, Buffer.concat([bytes, Buffer.from(stringifyJson(metaOf(lastRead)))])),
    },
    WRITING_BY_WILL,
  ),
  withSteps(
    "a write wipes what the writer does not see",
    {
      merge: (catalogue, stored, sent, ...rest) => {
        const bare: JsonObject = Object.fromEntries(
          Object.entries(stored).filter(([member]) => !HIDDEN.has(member)),
        );
        return STEPS.merge(catalogue, bare, sent, ...rest);
      },
    },
    WRITING_BY_WILL,
  ),
];

function displaysIn(record: JsonObject): string {
  return [...JSON.stringify(record).matchAll(/"display":"([^"]+)"/g)].map(([, display]) => display).join();
}
