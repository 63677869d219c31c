import type { HttpReply } from "../question.ts";
import { onTheWire } from "./asking.ts";
import type { Asking } from "./asking.ts";
import { followUps } from "./follow-ups.ts";
import type { GatewayMaker, Side } from "./opened.ts";
import type { Setting, World } from "./setting.ts";
import { note } from "./tally.ts";
import type { Tally } from "./tally.ts";

/** Two worlds that look alike to a person, and what is asked of both. */
export interface Comparison {
  readonly setting: Setting;
  readonly person: string;
  readonly left: World;
  readonly right: World;
  readonly askings: readonly Asking[];
}

export interface Difference {
  readonly asking: Asking;
  /** From shortly before the first byte that differs. */
  readonly left: string;
  readonly right: string;
}

/** Requests that one question may lead to: pages, files, the record put back. */
const FOLLOWED = 10;

/** Asks both worlds the same, and whatever the answers lead to; null: they cannot be told apart, and hidden data stand. */
export async function differenceIn(
  comparison: Comparison,
  make: GatewayMaker,
  tally: Tally,
): Promise<Difference | null> {
  const { setting } = comparison;
  const [left, right] = [setting.open(comparison.left, make), setting.open(comparison.right, make)];
  for (const asking of comparison.askings) {
    const difference = await differenceAfter(comparison, asking, left, right, tally);
    if (difference !== null) return difference;
  }
  return (
    changedUnseen(comparison, comparison.left, left) ?? changedUnseen(comparison, comparison.right, right)
  );
}

async function differenceAfter(
  { setting, person }: Comparison,
  asking: Asking,
  left: Side,
  right: Side,
  tally: Tally,
): Promise<Difference | null> {
  const waiting: Asking[] = [asking];
  const known = new Set<string>();
  for (let asked = 0; asked < FOLLOWED; asked++) {
    const next = waiting.shift();
    if (next === undefined) return null;
    const identity = setting.identity(next.as ?? person);
    const a = await left.answer(onTheWire(next, identity));
    const b = await right.answer(onTheWire(next, identity));
    if (!isSame(a, b)) return differenceBetween(next, bytesOf(a), bytesOf(b));
    note(tally, setting.catalogue, next, a);
    for (const more of followUps(next, a)) {
      const key = `${more.method ?? ""} ${more.as ?? ""} ${more.target} ${JSON.stringify(more.headers ?? null)}`;
      if (!known.has(key)) waiting.push(more);
      known.add(key);
    }
  }
  return null;
}

function changedUnseen(
  { setting, person }: Comparison,
  { records }: World,
  { upstream }: Side,
): Difference | null {
  if (!upstream.isChanged()) return null;
  const name = setting.hiddenChange(person, records, upstream.records());
  const asking: Asking = { method: "after", target: `/${name ?? ""}` };
  return name === null ? null : { asking, left: "hidden data as they were", right: "hidden data changed" };
}

const BEFORE = 120;
const SHOWN = 400;

/** From shortly before the first byte that differs. */
export function differenceBetween(asking: Asking, left: string, right: string): Difference {
  const first = [...left].findIndex((character, at) => character !== right[at]);
  const from = Math.max(0, (first === -1 ? left.length : first) - BEFORE);
  return { asking, left: left.slice(from, from + SHOWN), right: right.slice(from, from + SHOWN) };
}

function isSame(a: HttpReply, b: HttpReply): boolean {
  if (a.status !== b.status || JSON.stringify(a.headers) !== JSON.stringify(b.headers)) return false;
  if (a.body === null || b.body === null) return a.body === b.body;
  return Buffer.compare(a.body, b.body) === 0;
}

/** Status line, headers and body, as they would be written. */
export function bytesOf(reply: HttpReply): string {
  return `${reply.status}\n${JSON.stringify(reply.headers)}\n${Buffer.from(reply.body ?? []).toString("latin1")}`;
}
