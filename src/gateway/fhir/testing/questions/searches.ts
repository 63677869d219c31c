import type { SearchParameter } from "../../../../catalogue/types.ts";
import { formAsking } from "../asking.ts";
import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import type { Topic } from "./topic.ts";

const MODIFIERS = [
  "not",
  "missing",
  "exact",
  "contains",
  "text",
  "of-type",
  "above",
  "below",
  "in",
  "not-in",
  "identifier",
  "Patient",
  "iterate",
  "",
];
const PREFIXES = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];
const ORDERED: readonly SearchParameter["type"][] = ["date", "number", "quantity"];

/** Result parameters that every answer has a form for; most searches carry none. */
const RESULTS = [
  "_count=1",
  "_count=2",
  "_count=3",
  "_count=7",
  "_count=0",
  "_total=none",
  "_total=accurate",
  "_total=estimate",
  "_summary=count",
  "_summary=true",
  "_summary=text",
  "_summary=data",
  "_elements=code,name,status",
  "_elements=id",
];

/** What the standard names and hardly any server answers alike, and what nobody names. */
export const ODDITIES: readonly string[] = [
  "_filter=status eq final",
  "_filter=birthdate ge 1980",
  "_text=a",
  "_content=a",
  "_query=current",
  "_list=1",
  "_list=$current-problems",
  "_contained=true",
  "_containedType=container",
  "_lastUpdated=gt2026-01-15",
  "_lastUpdated=lt2026-01-15",
  "_tag=x",
  "_tag=http://x|1",
  "_security=R",
  "_security:not=BH",
  "_profile=http://x",
  "_source=urn:x",
  "_type=Patient",
  "_since=2026-01-01",
  "_score=1",
  "_sort=_lastUpdated",
  "_sort=-_lastUpdated",
  "_sort=_score",
  "_sort=subject.name",
  "_sort=",
  "_count=-1",
  "_count=1&_count=2",
  "_count=x",
  "_total=many",
  "_summary=all",
  "_elements=",
  "_elements=_text",
  "_format=xml",
  "_format=json",
  "_pretty=true",
  "_page=abc",
  "_page=",
  "_offset=1",
  "unknown=1",
  "Name=x",
  "=x",
  "a%00b=1",
  "%ff=1",
  "_id",
  "_ID=p1",
];

/** A search of one type, by GET or by POST; `weight` of filters and results is such that most find something. */
export function search(dice: Dice, topic: Topic, type = typeFor(dice, topic)): Asking {
  const filters = Array.from(
    {
      length: dice.weighed([
        [5, 0],
        [6, 1],
        [2, 2],
        [1, 3],
      ]),
    },
    () => filter(dice, topic, type),
  );
  const results = Array.from(
    {
      length: dice.weighed([
        [4, 0],
        [4, 1],
        [1, 2],
      ]),
    },
    () => result(dice, topic, type),
  );
  return sent(dice, type, [...filters, ...results, ...(dice.once(25) ? [dice.one(ODDITIES)] : [])], topic);
}

/** Pages of few records, followed to the end, and now and then handed to somebody else. */
export function pages(dice: Dice, topic: Topic): Asking {
  const type = typeFor(dice, topic);
  const filters = dice.once(2) ? [] : [filter(dice, topic, type)];
  const sort = dice.once(2) ? [] : [order(dice, topic, type)];
  const asking = sent(dice, type, [...filters, ...sort, `_count=${1 + dice.below(3)}`], topic);
  return dice.once(3) ? { ...asking, handTo: dice.one(topic.others) } : asking;
}

/** A type that the caller is given something of; once in a while any. */
export function typeFor(dice: Dice, topic: Topic): string {
  if (dice.once(14)) return dice.one(topic.types);
  return dice.one(topic.uneven.length > 0 && dice.once(2) ? topic.uneven : topic.given);
}

/** A conjunct of a query, encoded. */
export function filter(dice: Dice, topic: Topic, type: string): string {
  const parameter = topic.parameter(dice, type);
  const [name, value] = condition(dice, topic, type, parameter);
  return `${name}=${encodeURIComponent(value)}`;
}

/** Name with modifier, and value, not encoded. */
export function condition(
  dice: Dice,
  topic: Topic,
  type: string,
  parameter: SearchParameter,
): readonly [string, string] {
  const { code } = parameter;
  const value = topic.value(dice, type, parameter);
  const other = topic.value(dice, type, parameter);
  return dice.weighed<readonly [string, string]>([
    [12, [code, value]],
    [3, [code, `${value},${other}`]],
    [2, [`${code}:missing`, dice.one(["true", "false"])]],
    [parameter.type === "token" ? 4 : 1, [`${code}:not`, value]],
    [ORDERED.includes(parameter.type) ? 4 : 0, [code, dice.one(PREFIXES) + value.replace(/^[a-z]{2}/, "")]],
    [parameter.type === "string" ? 3 : 0, [`${code}:${dice.one(["exact", "contains"])}`, value]],
    [1, [`${code}:${dice.one(MODIFIERS)}`, value]],
  ]);
}

function result(dice: Dice, topic: Topic, type: string): string {
  return dice.once(2) ? order(dice, topic, type) : dice.one(RESULTS);
}

function order(dice: Dice, topic: Topic, type: string): string {
  const keys = Array.from({ length: dice.once(5) ? 2 : 1 }, () => topic.parameter(dice, type).code);
  return `_sort=${keys.map((key) => (dice.once(3) ? `-${key}` : key)).join(",")}`;
}

/** By GET, by a form, or half in the one and half in the other. */
export function sent(dice: Dice, type: string, parts: readonly string[], topic: Topic): Asking {
  const query = parts.join("&");
  const again = dice.once(12) && parts[0] !== undefined ? `${query}&${parts[0]}` : query;
  const posted = dice.below(4);
  if (posted === 0) return formAsking(`/${type}/_search`, again);
  if (posted === 1 && parts.length > 1)
    return formAsking(`/${type}/_search?${parts[0] ?? ""}`, parts.slice(1).join("&"));
  const target = again === "" ? `/${type}` : `/${type}?${again}`;
  return dice.once(40) ? { target, handTo: dice.one(topic.others) } : { target };
}
