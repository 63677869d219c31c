import { answerSearch } from "./answer.ts";
import type { SearchAsk } from "./answer.ts";
import type { GatewayParts } from "../deps.ts";
import { formatQuery } from "../query.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";

/** A page link stands for the search it was made of; beside it only `_format` may stand. */
export function searchTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.search">>,
): Task {
  const { type } = interaction;
  const link = pairs.find(([name]) => name === "_page");
  const task = (ask: SearchAsk): Task => ({
    kind: "perform",
    asked: askedOf(question, interaction, formatQuery(ask.pairs), "search"),
    perform: (permitted) => answerSearch(parts, ask, permitted),
  });
  if (link === undefined) return task({ type, pairs, token: null });
  const token = parts.pageTokens.open(link[1]);
  const isAlone = pairs.every((pair) => pair === link || pair[0] === "_format");
  if (token === null || token.type !== type || !isAlone)
    return refusing(question, interaction, because("page_token_invalid"));
  return task({ type, pairs: token.pairs, token });
}
