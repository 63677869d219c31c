import { randomBytes } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import { kindOf } from "../../governance/evidence/kinds.ts";
import type { EntryFilters, Sample, SourceQuery } from "../../governance/evidence/types.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { ControlObstacle } from "../control.ts";
import type { EvidenceBuild } from "./ports.ts";
import type { BuildSchema } from "./schema.ts";

type Asked = z.infer<typeof BuildSchema>;
type Item = Asked["items"][number];

/** What was asked for as source queries, with a seed where it is to be a sample; or what is wrong with it. */
export function buildOf(
  { items, asOf: at, sample: asked }: Asked,
  now: number,
): (EvidenceBuild & { readonly seed: string | null }) | ControlObstacle {
  const asOf = at === undefined ? now : Date.parse(at);
  if (asOf > now) return invalid("a moment that lies ahead cannot be shown", "Give a time that has passed.");
  const sample =
    asked === undefined
      ? undefined
      : { size: asked.size, seed: asked.seed ?? randomBytes(8).toString("hex") };
  for (const { kind, filters, patients } of items) {
    const isNarrowed = filters !== undefined || patients !== undefined;
    if (isNarrowed && !kindOf(kind).narrows)
      return invalid(`\`${kind}\` takes no filters and names no patients`, "Leave both out.");
  }
  if (sample !== undefined && !items.some(({ kind }) => kindOf(kind).samples))
    return invalid("none of these can be a sample", "Leave the sample out, or ask for entries or people.");
  const queries = items.map((item) => queryOf(item, asOf, sample));
  return { asOf, askedAt: now, queries, seed: sample?.seed ?? null };
}

function queryOf({ kind, filters, patients }: Item, asOf: number, sample: Sample | undefined): SourceQuery {
  return {
    kind,
    asOf,
    ...(filters === undefined || Object.keys(filters).length === 0 ? {} : { filters: filtersOf(filters) }),
    ...(patients === undefined ? {} : { patients }),
    ...(sample === undefined || !kindOf(kind).samples ? {} : { sample }),
  };
}

function filtersOf({ from, ...alike }: NonNullable<Item["filters"]>): EntryFilters {
  const named = { ...alike, ...(from === undefined ? {} : { from: Date.parse(from) }) };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function invalid(title: string, next: string): ControlObstacle {
  const type = "https://modicum.dev/errors/input_invalid";
  return {
    problem: { type, title, status: faultStatusOf("policy_invalid"), code: "input_invalid", next },
  };
}
