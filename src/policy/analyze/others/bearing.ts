import { atMost, codeOf, type Transform, TRANSFORMS } from "../../../catalogue/transforms.ts";
import type { Fact } from "./facts.ts";

/** What a difference can do to answers. `may-open`: it cannot be told, or it does both. `wording`: nothing. */
export type Bearing = "opens" | "narrows" | "may-open" | "wording";

/**
 * How to tell it of a field. `more` and `less`: more of it opens, or narrows; `unsaid`: as `more`, and saying
 * nothing is the most; `any`: so is an empty list. Whatever no line names may open.
 */
type Sense = "more" | "less" | "unsaid" | "any" | "wording" | "guard" | "unknown";

const WORDING = /(^|\.)(title|why|owner|reviewBy|cfr|law|reminder|notThisIf|jobFunctions|displayName|group)$/;

const SENSES: readonly (readonly [pattern: RegExp, sense: Sense])[] = [
  [/^purpose (acts|declarable|ceiling|mayAsk\..*|(disclose|request)\..*)$/, "more"],
  [/^purpose (caseBound|never\.segments)$/, "less"],
  [/^purpose (need|maxPatients|maxEncounters)$/, "unsaid"],
  [/^purpose channels$/, "any"],
  [/^role (provider|eligible\..*)$/, "more"],
  [/^role (never|conflictsWith)$/, "less"],
  [/^segment guard$/, "guard"],
  [/^segment labels\./, "less"],
  [/^relation (permits|staleAfter|sources\.[^.]+\.(kind|options\.(before|after)))$/, "more"],
  [/^relation recordBound$/, "less"],
  [/^exemption (acts|recipients|bases|profiles\..*)$/, "more"],
  [/^exemption exceptSegments$/, "less"],
  [/^exception (can|elements|segments\..*|until)$/, "more"],
  [/^exception from$/, "less"],
  [/^exception systems$/, "any"],
  [/^devices (seenWithin|otherwise)$/, "more"],
  [/^person roles$/, "more"],
  [/^declaration /, "more"],
];

/** What it does that a whole purpose, segment… came; where it went, the contrary. */
const COMES: Readonly<Record<string, Bearing>> = {
  segment: "narrows",
  devices: "narrows",
  exemption: "opens",
  exception: "opens",
  person: "opens",
};

export function bearingOfWhole(kind: string, comes: boolean): Bearing {
  const bearing = COMES[kind] ?? "may-open";
  if (comes || bearing === "may-open") return bearing;
  return bearing === "opens" ? "narrows" : "opens";
}

/** `was` and `is`: undefined where the field says nothing. */
export function bearingOf(kind: string, field: string, was: Fact | undefined, is: Fact | undefined): Bearing {
  const sense = senseOf(kind, field);
  if (sense === "wording") return "wording";
  if (sense === "unknown") return "may-open";
  if (sense === "guard") return guardBearing(was, is);
  const [grows, shrinks] = [noMoreThan(was, is, sense), noMoreThan(is, was, sense)];
  if (grows === shrinks) return "may-open";
  return grows === (sense !== "less") ? "opens" : "narrows";
}

/** Entries of two lists of elements, each as `id` or `id as form`. */
export function bearingOfLists(gone: readonly string[], come: readonly string[]): Bearing {
  const [grows, shrinks] = [isWithin(gone, come), isWithin(come, gone)];
  if (grows === shrinks) return "may-open";
  return grows ? "opens" : "narrows";
}

export function isWording(kind: string, field: string): boolean {
  return senseOf(kind, field) === "wording";
}

function senseOf(kind: string, field: string): Sense {
  const found = SENSES.find(([pattern]) => pattern.test(`${kind} ${field}`));
  if (found !== undefined) return found[1];
  return WORDING.test(field) ? "wording" : "unknown";
}

function guardBearing(was: Fact | undefined, is: Fact | undefined): Bearing {
  if (is?.items[0] === "none") return "opens";
  return was?.items[0] === "none" ? "narrows" : "may-open";
}

/** INVARIANT: true only where everything that `a` lets through, `b` lets through too. */
function noMoreThan(a: Fact | undefined, b: Fact | undefined, sense: Sense): boolean {
  if (isUnbound(b, sense)) return true;
  if (isUnbound(a, sense)) return false;
  if (a === undefined || b === undefined) return a === undefined;
  if (a.amount !== undefined && b.amount !== undefined) return a.amount <= b.amount;
  if (isSwitch(a) && isSwitch(b)) return a.items[0] === "false" || b.items[0] === "true";
  return isWithin(a.items, b.items);
}

/** A `need` of nothing is not a `need` unsaid; a list of channels or systems that is empty names any. */
function isUnbound(fact: Fact | undefined, sense: Sense): boolean {
  if (sense !== "any" && sense !== "unsaid") return false;
  return fact === undefined || (sense === "any" && fact.items.length === 0);
}

function isSwitch({ items: [only, more] }: Fact): boolean {
  return more === undefined && (only === "true" || only === "false");
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const forms = new Map(all.map((item) => formOf(item)));
  return some.every((item) => {
    const [id, form] = formOf(item);
    const other = forms.get(id);
    return other !== undefined && atMost(codeOf(form), codeOf(other));
  });
}

function formOf(item: string): readonly [id: string, form: Transform] {
  const at = item.lastIndexOf(" as ");
  const form = TRANSFORMS.find((one) => at >= 0 && one === item.slice(at + " as ".length));
  return form === undefined ? [item, "keep"] : [item.slice(0, at), form];
}
