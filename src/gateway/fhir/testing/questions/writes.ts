import type { JsonObject } from "../../../../kernel/json.ts";
import { stringifyJson } from "../../../../kernel/json.ts";
import { bodyAsking, FHIR_JSON } from "../asking.ts";
import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { recordFor } from "./reads.ts";
import { filter, typeFor } from "./searches.ts";
import type { Topic } from "./topic.ts";

type Plain = Readonly<Record<string, unknown>>;

/** A member that a caller changes: one of the record's own, with the value that another record has, or an odd one. */
interface Change {
  readonly member: string;
  readonly value: unknown;
}

/** A copy of what the caller is shown, sent back with a member changed, or as it came. */
export function update(dice: Dice, topic: Topic): Asking {
  const name = recordFor(dice, topic);
  const { member, value } = changeOf(dice, topic, name);
  const set = dice.weighed<Plain>([
    [3, {}],
    [8, { [member]: value }],
    [2, { [member]: null }],
    [1, { id: "another" }],
  ]);
  const tagged: Pick<Asking, "tagIn"> = dice.once(2) ? { tagIn: "if-match" } : {};
  return dice.weighed<() => Asking>([
    [8, () => ({ target: `/${name}`, back: { method: "PUT", set }, ...tagged })],
    [
      2,
      () => ({
        target: `/${name}`,
        back: { method: "PUT", set, within: dice.one(["batch", "transaction"]) },
      }),
    ],
    [2, () => bodyAsking("PUT", `/${name}`, { ...rawOf(topic, name), [member]: value })],
    [1, () => bodyAsking("PUT", `/${typeFor(dice, topic)}/absent`, { ...rawOf(topic, name), id: "absent" })],
    [
      1,
      () =>
        bodyAsking("PUT", `/${name}`, rawOf(topic, name), { "if-match": dice.one(['W/"1"', 'W/"2"', "*"]) }),
    ],
    [
      1,
      () =>
        bodyAsking(
          "PUT",
          `/${name}`,
          dice.one(["", "{", "[]", '{"resourceType":"Patient","resourceType":"X"}']),
        ),
    ],
  ])();
}

/** A record made of what the caller is shown of another, or of a whole raw one. */
export function create(dice: Dice, topic: Topic): Asking {
  const name = recordFor(dice, topic);
  const [type = ""] = name.split("/");
  const { member, value } = changeOf(dice, topic, name);
  const bare = { id: null, meta: null };
  return dice.weighed<() => Asking>([
    [6, () => ({ target: `/${name}`, back: { method: "POST", target: `/${type}`, set: bare } })],
    [
      2,
      () => ({
        target: `/${name}`,
        back: { method: "POST", target: `/${type}`, set: { ...bare, [member]: value } },
      }),
    ],
    [
      1,
      () => ({
        target: `/${name}`,
        back: { method: "POST", target: `/${type}`, set: bare, within: dice.one(["batch", "transaction"]) },
      }),
    ],
    [1, () => bodyAsking("POST", `/${type}`, rawOf(topic, name))],
    [
      1,
      () =>
        bodyAsking("POST", `/${type}`, {
          ...rawOf(topic, name),
          meta: { security: [{ code: "R" }], tag: [{ code: "x" }] },
        }),
    ],
  ])();
}

/** JSON Patch and FHIRPath Patch, tests of values among them, and patches that are none. */
export function patch(dice: Dice, topic: Topic): Asking {
  const name = recordFor(dice, topic);
  const { member, value } = changeOf(dice, topic, name);
  const own = rawOf(topic, name)[member];
  const [type = ""] = name.split("/");
  const operations: readonly Plain[] = dice.one<readonly Plain[]>([
    [{ op: "replace", path: `/${member}`, value }],
    [{ op: "add", path: `/${member}`, value }],
    [{ op: "remove", path: `/${member}` }],
    [{ op: "test", path: `/${member}`, value: own ?? value }],
    [
      { op: "test", path: `/${member}`, value },
      { op: "replace", path: `/${member}`, value },
    ],
    [{ op: "copy", from: `/${member}`, path: "/language" }],
    [{ op: "move", from: `/${member}`, path: "/language" }],
    [{ op: "test", path: "/meta/versionId", value: "1" }],
  ]);
  const json = (body: unknown): Asking => ({
    method: "PATCH",
    target: `/${name}`,
    headers: { "content-type": "application/json-patch+json" },
    body: JSON.stringify(body),
  });
  const part = [
    { name: "type", valueCode: dice.one(["replace", "delete", "add"]) },
    { name: "path", valueString: `${type}.${member}` },
    { name: "value", valueString: String(value) },
  ];
  const parameters = { resourceType: "Parameters", parameter: [{ name: "operation", part }] };
  return dice.weighed<() => Asking>([
    [8, () => json(operations)],
    [2, () => bodyAsking("PATCH", `/${name}`, parameters)],
    [
      1,
      () => ({
        method: "PATCH",
        target: `/${name}`,
        headers: { "content-type": "application/xml-patch+xml" },
        body: "<diff/>",
      }),
    ],
    [
      1,
      () => ({
        method: "PATCH",
        target: `/${name}`,
        headers: { "content-type": "application/merge-patch+json" },
        body: "{}",
      }),
    ],
    [
      1,
      () => ({
        ...json(operations),
        headers: { "content-type": "application/json-patch+json", "if-match": 'W/"1"' },
      }),
    ],
    [1, () => ({ ...json(operations), target: `/${type}?${filter(dice, topic, type)}` })],
  ])();
}

export function remove(dice: Dice, topic: Topic): Asking {
  const name = recordFor(dice, topic);
  const [type = ""] = name.split("/");
  return dice.weighed<() => Asking>([
    [5, () => ({ method: "DELETE", target: `/${name}` })],
    [1, () => ({ method: "DELETE", target: `/${type}/absent` })],
    [1, () => ({ method: "DELETE", target: `/${name}`, headers: { "if-match": 'W/"1"' } })],
    [2, () => ({ method: "DELETE", target: `/${type}?${filter(dice, topic, type)}` })],
  ])();
}

/** Writes that depend on what a search finds. */
export function conditional(dice: Dice, topic: Topic): Asking {
  const name = recordFor(dice, topic);
  const [type = ""] = name.split("/");
  const criteria = filter(dice, topic, type);
  const set = { id: null, meta: null };
  return dice.weighed<() => Asking>([
    [4, () => bodyAsking("POST", `/${type}`, rawOf(topic, name), { "if-none-exist": criteria })],
    [4, () => ({ target: `/${name}`, back: { method: "PUT", target: `/${type}?${criteria}`, set } })],
    [2, () => bodyAsking("PUT", `/${type}?${criteria}`, rawOf(topic, name))],
    [1, () => ({ method: "DELETE", target: `/${type}?${criteria}` })],
  ])();
}

/** What a caller looks at after writing: all that is there for them, type by type. */
export function closing(topic: Topic): readonly Asking[] {
  return topic.given.map((type) => ({ target: `/${type}?_sort=_id&_count=200` }));
}

export function rawOf(topic: Topic, name: string): Plain {
  const [type = "", id] = name.split("/");
  const record = topic.recordsOf(type).find((one) => one["id"] === id);
  return record === undefined ? { resourceType: type, id } : plain(record);
}

function changeOf(dice: Dice, topic: Topic, name: string): Change {
  const [type = ""] = name.split("/");
  const records = topic.recordsOf(type);
  const other = records.length > 0 ? plain(dice.one(records)) : {};
  const members = Object.keys(other).filter((member) => !["resourceType", "id"].includes(member));
  if (members.length === 0 || dice.once(10)) return dice.one(ODD_CHANGES);
  const member = dice.one(members);
  return { member, value: other[member] };
}

const ODD_CHANGES: readonly Change[] = [
  { member: "text", value: { status: "generated", div: "<div>x</div>" } },
  {
    member: "meta",
    value: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "BH" }] },
  },
  { member: "extension", value: [{ url: "http://example.org/x", valueString: "x" }] },
  { member: "contained", value: [{ resourceType: "Basic", id: "b" }] },
  { member: "subject", value: { reference: "Patient/p6" } },
  { member: "implicitRules", value: "http://example.org" },
  { member: "_status", value: { extension: [{ url: "http://example.org/x", valueString: "x" }] } },
  { member: "nothing", value: 1 },
];

function plain(record: JsonObject): Plain {
  return JSON.parse(stringifyJson(record)) as Plain;
}

/** Entries that a batch may hold, as the Bundle has them. */
export function entryOf({ method, target, headers, body }: Asking): Plain | null {
  const isForm = (headers?.["content-type"] ?? FHIR_JSON).includes("form");
  if (isForm || target.startsWith("!")) return null;
  const resource: unknown = body === undefined ? undefined : readable(body);
  const names = { "if-none-match": "ifNoneMatch", "if-match": "ifMatch", "if-none-exist": "ifNoneExist" };
  const conditions = Object.entries(names).flatMap(([header, member]) => {
    const value = headers?.[header];
    return value === undefined ? [] : [[member, value] as const];
  });
  const request = { method: method ?? "GET", url: target.slice(1), ...Object.fromEntries(conditions) };
  return { ...(resource === undefined ? {} : { resource }), request };
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
