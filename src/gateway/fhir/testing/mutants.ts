import type { JsonObject } from "../../../kernel/json.ts";
import { JsonNumber, stringifyJson } from "../../../kernel/json.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { HttpReply } from "../question.ts";
import type { Shown } from "../show.ts";
import { STEPS } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { ScenarioChoice } from "./scenarios.ts";
import type { GatewayMaker } from "./opened.ts";

/** A gateway with one leak seeded into it, of a kind that real gateways have had. */
export interface Mutant {
  readonly name: string;
  readonly make: GatewayMaker;
  /** Whom and what to ask, where any scenario would seldom show it. */
  readonly focus?: Partial<ScenarioChoice>;
}

/** What mutants remember of the question at hand; they are asked one at a time. */
let lastRead: JsonObject = {};
let candidates = 0;

/** What the upstream sent for a record that was shown, for mutants that forget the projection. */
const rawOf = new WeakMap<JsonObject, JsonObject>();

const showRemembering: Steps["show"] = (sight, expected, record, lent) => {
  const shown = STEPS.show(sight, expected, record, lent);
  if (shown !== null) rawOf.set(shown.resource, record);
  return shown;
};

const raw = (projected: JsonObject): JsonObject => rawOf.get(projected) ?? projected;

function withSteps(name: string, steps: Partial<Steps>): Mutant {
  return {
    name,
    focus: { interactions: ["fhir.search", "fhir.read"] },
    make: (deps) => createFhirAnswerer({ ...deps, steps: { show: showRemembering, ...steps } }),
  };
}

/** Changes a reply after it is made, with what the upstream did for it. */
function withReply(
  name: string,
  change: (reply: HttpReply, sent: number, last: JsonObject | null) => HttpReply,
): Mutant {
  return {
    name,
    make: (deps, upstream) => {
      let last: JsonObject | null = null;
      const listening = {
        ...deps.upstream,
        read: async (type: string, id: string) => (last = await deps.upstream.read(type, id)),
      };
      const answer = createFhirAnswerer({ ...deps, upstream: listening });
      return async (question) => {
        const before = upstream.sent;
        last = null;
        const reply = await answer(question);
        return change(reply, upstream.sent - before, last);
      };
    },
  };
}

/** Shows a changed copy and remembers the raw record for it. */
function withShown(name: string, change: (shown: Shown, record: JsonObject) => Shown | null): Mutant {
  return withSteps(name, {
    show: (sight, expected, record, lent) => {
      const shown = STEPS.show(sight, expected, record, lent);
      return shown === null ? null : change(shown, record);
    },
  });
}

const header = (reply: HttpReply, name: string, value: string): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, [name]: value },
});

export const MUTANTS: readonly Mutant[] = [
  withSteps("filters see the record before projection", {
    matches: (filter, projected) => filter.matches(raw(projected)),
  }),
  withSteps("sorts see the record before projection", {
    sortKeys: (projected, sort, match) => STEPS.sortKeys(raw(projected), sort, match),
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
    sortKeys: (projected, sort, match) => [
      ...STEPS.sortKeys(projected, sort, match),
      stringifyJson(raw(projected)["identifier"] ?? raw(projected)["text"] ?? null),
    ],
    compare: (a, b, sort) =>
      STEPS.compare({ ...a, id: "" }, { ...b, id: "" }, sort) ||
      String(a.keys.at(-1)).localeCompare(String(b.keys.at(-1))) ||
      STEPS.compare(a, b, []),
  }),
  withSteps("the entity tag covers the upstream's bytes", {
    show: (sight, expected, record, lent) => {
      const shown = STEPS.show(sight, expected, record, lent);
      lastRead = record;
      return shown;
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
  withReply("the upstream's row count is in a header", (reply, sent) =>
    header(reply, "x-scanned", String(sent)),
  ),
  withReply("a hidden record is 403, an absent one 404", (reply, _, last) =>
    reply.status === 404 && last !== null ? { ...reply, status: 403 } : reply,
  ),
  withReply("a hidden record's 404 says so in a header", (reply, _, last) =>
    reply.status === 404 && last !== null ? header(reply, "x-reason", "hidden") : reply,
  ),
  withReply("Last-Modified is the upstream's", (reply, _, last) => {
    const meta = last?.["meta"] as JsonObject | undefined;
    const changed = meta?.["lastUpdated"];
    return reply.status === 200 && typeof changed === "string"
      ? header(reply, "last-modified", changed)
      : reply;
  }),
  withReply("a search that scanned much is refused", (reply, sent) =>
    sent > 12 ? { ...reply, status: 403 } : reply,
  ),
];

function withMember(shown: Shown, member: string, value: JsonObject[string]): Shown {
  return value === undefined ? shown : { ...shown, resource: { ...shown.resource, [member]: value } };
}
