import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { Tone } from "../../ui/badge/badge.tsx";

export type DataMap = InferResponseType<(typeof api)["data-map"]["$get"], 200>;
export type MapSystem = DataMap["systems"][number];
export type MapFlow = DataMap["flows"][number];
export type MapCategory = DataMap["categories"][number];
export type MapReceiver = DataMap["receivers"][number];

/** What the map is cut to. */
export interface MapQuery {
  readonly category?: string;
  readonly system?: string;
  readonly sensitivity?: Level;
}

/** The map, cut to a question. */
export function useDataMap(query: MapQuery) {
  return useAnswer(["data-map", query], () => answerOf(api["data-map"].$get({ query })), {
    keepPrevious: true,
  });
}

export const SYSTEM_KINDS: Readonly<Record<MapSystem["kind"], string>> = {
  source: "Behind the gateway",
  own: "Modicum's own",
  feed: "Sends to Modicum",
  stated: "Named by a person",
};

export const RECEIVER_KINDS: Readonly<Record<MapReceiver["kind"], string>> = {
  workforce: "Workforce",
  vendor: "Vendors",
  patient: "Patients",
  program: "Programs",
  recipient: "Recipients outside",
  client: "Connected apps",
  stated: "Named by a person",
};

type Level = NonNullable<MapSystem["sensitivity"]>;

export const LEVELS: Readonly<Record<Level, { readonly text: string; readonly tone: Tone }>> = {
  low: { text: "Low", tone: "neutral" },
  moderate: { text: "Moderate", tone: "outline" },
  high: { text: "High", tone: "caution" },
  "very-high": { text: "Very high", tone: "deny" },
};

/** A flow with what it runs between, for a row of a table. */
export interface NamedFlow extends MapFlow {
  readonly system: MapSystem;
  readonly receiver: MapReceiver;
  readonly of: MapCategory;
}

/** Each flow of a map with its ends by name. */
export function namedFlows({ systems, receivers, categories, flows }: DataMap): readonly NamedFlow[] {
  const system = new Map(systems.map((one) => [one.id, one]));
  const receiver = new Map(receivers.map((one) => [one.id, one]));
  const category = new Map(categories.map((one) => [one.number, one]));
  return flows.flatMap((flow) => {
    const ends = {
      system: system.get(flow.from),
      receiver: receiver.get(flow.to),
      of: category.get(flow.category),
    };
    const { system: from, receiver: to, of } = ends;
    return from === undefined || to === undefined || of === undefined
      ? []
      : [{ ...flow, system: from, receiver: to, of }];
  });
}

/** `Moderate`, or that nobody said. */
export function levelText(level: MapSystem["sensitivity"]): string {
  return level === null ? "Not said" : LEVELS[level].text;
}
