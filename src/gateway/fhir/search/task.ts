import type { GatewayParts } from "../deps.ts";
import type { InteractionOf } from "../route.ts";
import type { Incoming, Task } from "../task.ts";
import { answerSearch } from "./answer.ts";
import { pagedTask } from "./paged.ts";

/** The rule of a search of one type. */
export function searchTask(parts: GatewayParts, incoming: Incoming<InteractionOf<"fhir.search">>): Task {
  const { type } = incoming.interaction;
  return pagedTask(parts, incoming, type, (ask, permitted) =>
    answerSearch(parts, { ...ask, types: [{ type, within: [] }], parameters: ask.pairs }, permitted),
  );
}
