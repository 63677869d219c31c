import type { Reason } from "../../../decision/types.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { isAllThatIsAsked } from "../page-token.ts";
import type { PageToken } from "../page-token.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";

/** What was asked of a path, by its parameters or by a page link that stands for them. */
export interface PagedAsk {
  readonly path: string;
  readonly pairs: readonly QueryPair[];
  /** The opened page link; null for a first page. */
  readonly token: PageToken | null;
}

/** A task answered by pages. A page link stands for the question it was made of. */
export function pagedTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming,
  path: string,
  answer: (ask: PagedAsk, permitted: Permitted) => Promise<Answer<FhirAnswer> | Reason>,
): Task {
  const link = pairs.find(([name]) => name === "_page");
  const task = (ask: PagedAsk): Task => ({
    kind: "perform",
    asked: askedOf(question, interaction, recordedQuery(ask), "search"),
    perform: (permitted) => answer(ask, permitted),
  });
  if (link === undefined) return task({ path, pairs, token: null });
  const token = parts.pageTokens.open(link[1]);
  if (token === null || token.type !== path || !isAllThatIsAsked(link, pairs))
    return refusing(question, interaction, because("page_token_invalid"));
  return task({ path, pairs: token.pairs, token });
}

/** A path that names a record is part of what was asked. */
function recordedQuery({ path, pairs }: PagedAsk): string {
  const query = formatQuery(pairs);
  return path.includes("/") ? [path, query].filter((part) => part !== "").join("?") : query;
}
