import type { SearchParameter } from "../../../../catalogue/types.ts";
import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { condition, filter, search, sent, typeFor } from "./searches.ts";
import type { Topic } from "./topic.ts";

/** A reference of the world: records of `from` point by `code` to records of `to`. */
interface Link {
  readonly from: string;
  readonly code: string;
  readonly to: string;
}

const linksOfTopic = new WeakMap<Topic, readonly Link[]>();

/** A search that looks at other records than those it finds: chains, `_has`, `_include`, `_revinclude`. */
export function join(dice: Dice, topic: Topic): Asking {
  const link = dice.one(linksOf(topic));
  const one = (type: string, parts: readonly string[]): Asking => sent(dice, type, parts, topic);
  const extra = dice.once(3) ? [filter(dice, topic, link.from)] : [];
  const few = dice.once(3) ? [`_count=${1 + dice.below(3)}`] : [];
  return dice.weighed<() => Asking>([
    [6, () => one(link.from, [chain(dice, topic, link), ...extra, ...few])],
    [2, () => one(link.from, [chainOfTwo(dice, topic, link), ...few])],
    [5, () => one(link.to, [has(dice, topic, link), ...few])],
    [2, () => one(link.to, [hasOfTwo(dice, topic, link), ...few])],
    [6, () => one(link.from, [include(dice, link), ...extra, ...few])],
    [6, () => one(link.to, [`_revinclude=${link.from}:${link.code}`, ...few])],
    [3, () => one(link.from, [include(dice, link), includeOnwards(dice, topic, link), ...few])],
    [
      1,
      () =>
        one(typeFor(dice, topic), [
          dice.one([
            "_include=*",
            "_revinclude=*",
            "_include=Patient",
            "_include=Patient:nothing",
            "_has:x=1",
            "_has:Observation:patient=1",
            `_sort=${link.code}.name`,
          ]),
        ]),
    ],
  ])();
}

/** Everything of a type in the compartment of a record, by any search there is, and what is no compartment. */
export function compartment(dice: Dice, topic: Topic): Asking {
  const owner = dice.weighed([
    [8, topic.record(dice, "Patient")],
    [1, topic.record(dice, "Encounter")],
    [1, topic.record(dice)],
    [1, "Patient/nobody"],
  ]);
  const { target, body } = dice.once(4) ? join(dice, topic) : search(dice, topic);
  const [path = "", query = ""] = target.split("?");
  const whole = [query, body ?? ""].filter((part) => part !== "").join("&");
  const type = dice.once(20) ? "*" : path.split("/")[1];
  return { target: `/${owner}/${type}${whole === "" ? "" : `?${whole}`}` };
}

/** Several types at once. */
export function systemSearch(dice: Dice, topic: Topic): Asking {
  const types = Array.from({ length: 1 + dice.below(3) }, () => typeFor(dice, topic));
  const query = `_type=${types.join(",")}`;
  const more = dice.weighed([
    [4, ""],
    [2, "&_count=2"],
    [1, "&_id=p1"],
    [1, "&_lastUpdated=gt2026"],
    [1, "&_sort=_id"],
    [1, `&${filter(dice, topic, types[0] ?? "Patient")}`],
  ]);
  return dice.once(4)
    ? {
        method: "POST",
        target: "/_search",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: query + more,
      }
    : { target: dice.once(8) ? "" : `?${query}${more}` };
}

function chain(dice: Dice, topic: Topic, { code, to }: Link): string {
  const [name, value] = condition(dice, topic, to, topic.parameter(dice, to));
  return `${code}${dice.once(3) ? "" : `:${to}`}.${name}=${encodeURIComponent(value)}`;
}

function chainOfTwo(dice: Dice, topic: Topic, { code, to }: Link): string {
  const onwards = linksOf(topic).filter(({ from }) => from === to);
  if (onwards.length === 0) return chain(dice, topic, { from: to, code, to });
  return `${code}:${to}.${chain(dice, topic, dice.one(onwards))}`;
}

function has(dice: Dice, topic: Topic, { from, code }: Link): string {
  const [name, value] = condition(dice, topic, from, topic.parameter(dice, from));
  return `_has:${from}:${code}:${name}=${encodeURIComponent(value)}`;
}

function hasOfTwo(dice: Dice, topic: Topic, link: Link): string {
  const onwards = linksOf(topic).filter(({ to }) => to === link.from);
  if (onwards.length === 0) return has(dice, topic, link);
  return `_has:${link.from}:${link.code}:${has(dice, topic, dice.one(onwards))}`;
}

function include(dice: Dice, { from, code, to }: Link): string {
  return `_include=${from}:${code}${dice.once(3) ? `:${to}` : ""}`;
}

function includeOnwards(dice: Dice, topic: Topic, link: Link): string {
  const onwards = linksOf(topic).filter(({ from }) => from === link.to);
  const backwards = linksOf(topic).filter(({ to }) => to === link.to);
  if (onwards.length > 0 && dice.once(2))
    return include(dice, dice.one(onwards)).replace("_include", "_include:iterate");
  const back = backwards.length > 0 ? dice.one(backwards) : link;
  return `_revinclude${dice.once(2) ? ":iterate" : ""}=${back.from}:${back.code}`;
}

/** Every reference parameter between types of the world; mostly between types the caller is given something of. */
function linksOf(topic: Topic): readonly Link[] {
  const known = linksOfTopic.get(topic) ?? findLinks(topic);
  linksOfTopic.set(topic, known);
  return known;
}

function findLinks({ types, given, catalogue, recordsOf }: Topic): readonly Link[] {
  const all = types.flatMap((from) =>
    catalogue
      .searchParameters(from)
      .filter(({ type }) => type === "reference")
      .flatMap((parameter) =>
        targetsIn(parameter, from, recordsOf).map((to) => ({ from, code: parameter.code, to })),
      ),
  );
  const near = all.filter(({ from, to }) => given.includes(from) && given.includes(to));
  const found = [...near, ...near, ...near, ...all].filter(({ to }) => types.includes(to));
  return found.length > 0 ? found : [{ from: types[0] ?? "Patient", code: "patient", to: "Patient" }];
}

/** The types that records of the world really point to. */
function targetsIn(
  parameter: SearchParameter,
  from: string,
  recordsOf: Topic["recordsOf"],
): readonly string[] {
  const links = recordsOf(from).flatMap((record) => parameter.valuesIn(record));
  const texts = links.map(({ value }) => /"reference":"([A-Z][A-Za-z]+)\//.exec(JSON.stringify(value))?.[1]);
  return [...new Set(texts)].filter((type) => type !== undefined);
}
