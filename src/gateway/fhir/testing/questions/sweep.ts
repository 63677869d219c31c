import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { nameOf } from "../record-name.ts";
import { condition, ODDITIES } from "./searches.ts";
import type { Topic } from "./topic.ts";

/** Every search parameter of every type of the world, as a search and in the compartments of two patients. */
export function sweep(dice: Dice, topic: Topic): readonly Asking[] {
  const searches = topic.types.flatMap((type) =>
    topic.catalogue.searchParameters(type).flatMap((parameter) => {
      const [name, value] = condition(dice, topic, type, parameter);
      const query = `${type}?${name}=${encodeURIComponent(value)}`;
      if (!topic.given.includes(type)) return [query];
      // Few records have a number to search by, so that every chart is looked into.
      const everywhere =
        parameter.type === "number" ? inEveryChart(topic, `${type}?${parameter.code}=gt0`) : [];
      return [query, ...inCompartments(dice, topic, query), ...everywhere];
    }),
  );
  const odd = ODDITIES.flatMap((one) => [`Patient?${one}`, `Patient/p1/Observation?${one}`]);
  return [...[...searches, ...odd].map((query) => ({ target: `/${query}` })), ...exported()];
}

function inCompartments(dice: Dice, topic: Topic, query: string): readonly string[] {
  return [1, 2].map(() => `${topic.record(dice, "Patient")}/${query}`);
}

function inEveryChart(topic: Topic, query: string): readonly string[] {
  return topic.recordsOf("Patient").map((record) => `${nameOf(record)}/${query}`);
}

/** An export that is begun, looked at and ended. */
function exported(): readonly Asking[] {
  return [
    { target: "/Patient/$export", headers: { prefer: "respond-async", accept: "application/fhir+json" } },
    { method: "DELETE", target: "/$export-status/job-1" },
    { target: "/$export-status/job-1" },
  ];
}
