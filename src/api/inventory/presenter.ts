import type { z } from "@hono/zod-openapi";
import type { DataMap } from "../../governance/inventory/data-map.ts";
import { reviewDueAt } from "../../governance/inventory/register.ts";
import type { ProtectionLine } from "../../governance/inventory/protection.ts";
import type { ProtectionStatement, StatedSystem } from "../../governance/inventory/types.ts";
import { timeOrNull } from "../directive/presenter.ts";
import { isoTime } from "../iso-time.ts";
import type { DataMapQuery, DataMapSchema, ProtectionSchema } from "./map-schema.ts";
import type { SystemSchema } from "./schema.ts";

/** A system of the register, with whether its yearly confirmation is overdue at `now`. */
export function presentSystem(system: StatedSystem, now: number): z.infer<typeof SystemSchema> {
  const dueAt = reviewDueAt(system);
  return {
    ...system,
    categories: [...system.categories],
    recipients: [...system.recipients],
    inTransit: presentStatement(system.inTransit),
    atRest: presentStatement(system.atRest),
    addedAt: isoTime(system.addedAt),
    changedAt: isoTime(system.changedAt),
    confirmedAt: isoTime(system.confirmedAt),
    reviewDueAt: timeOrNull(dueAt),
    overdue: dueAt !== null && dueAt <= now,
  };
}

function presentStatement(said: ProtectionStatement | null) {
  return said === null ? null : { ...said, at: isoTime(said.at) };
}

const ORDER = ["low", "moderate", "high", "very-high"] as const;

/** The map, cut to what is asked for: categories, and what of systems and flows belongs to them. */
export function presentMap(
  map: DataMap,
  { category, system, sensitivity = "low" }: z.infer<typeof DataMapQuery>,
): Omit<z.infer<typeof DataMapSchema>, "at" | "policyHash"> {
  const isHigh = (level: (typeof ORDER)[number] | null): boolean =>
    level === null ? sensitivity === "low" : ORDER.indexOf(level) >= ORDER.indexOf(sensitivity);
  const categories = map.categories.filter(
    (one) => (category === undefined || one.number === category) && isHigh(one.sensitivity),
  );
  const wanted = new Set(categories.map(({ number }) => number));
  const isWhole = wanted.size === map.categories.length;
  const systems = map.systems.filter(
    (one) =>
      (system === undefined || one.id === system) &&
      (isWhole || one.categories.some((number) => wanted.has(number))),
  );
  const from = new Set(systems.map(({ id }) => id));
  const flows = map.flows.filter((flow) => from.has(flow.from) && wanted.has(flow.category));
  const to = new Set(flows.map((flow) => flow.to));
  return {
    categories: categories.map((one) => ({
      ...one,
      elements: [...one.elements],
      segments: [...one.segments],
    })),
    systems: systems.map((one) => ({
      ...one,
      categories: one.categories.filter((number) => wanted.has(number)),
      elements: [...one.elements],
      from: [...one.from],
    })),
    receivers: map.receivers.filter(({ id }) => to.has(id)).map((one) => ({ ...one })),
    flows: flows.map((flow) => ({ ...flow, purposes: [...flow.purposes], rules: [...flow.rules] })),
  };
}

export function presentLine(line: ProtectionLine): z.infer<typeof ProtectionSchema>["lines"][number] {
  return { ...line, statedAt: timeOrNull(line.statedAt) };
}
