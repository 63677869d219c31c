import type { Capability } from "../../catalogue/vocabulary.ts";
import type { Reason } from "../../decision/types.ts";
import { consoleCookies } from "../../identity/sessions/cookie.ts";
import type { Answer, Asked, Permitted } from "../../pipeline.ts";
import type { GatewayParts } from "./deps.ts";
import type { QueryPair } from "./query.ts";
import type { FhirAnswer, HttpQuestion, HttpReply } from "./question.ts";
import type { Interaction, InteractionName, InteractionOf } from "./route.ts";

/** A request as far as it can be read without knowing who asks. */
export interface Incoming<I extends Interaction = Interaction> {
  readonly question: HttpQuestion;
  readonly interaction: I;
  /** Of the query string and, for a POST `_search`, of its form. */
  readonly pairs: readonly QueryPair[];
}

/** What to do with a request, and what the record will say was asked. */
export type Task =
  /** Answered once the caller is permitted. */
  | {
      readonly kind: "perform";
      readonly asked: Asked;
      /** `ask` is for what is made of other questions. */
      readonly perform: (permitted: Permitted, ask: Ask) => Promise<Answer<FhirAnswer> | Reason>;
      /** Done once the entry is durable, before the answer leaves; a fault denies. */
      readonly afterwards?: (entryId: string) => Promise<void>;
    }
  /** Refused whoever asks; still after identification, so that it is recorded as theirs. */
  | {
      readonly kind: "refuse";
      readonly asked: Asked;
      readonly reason: Reason;
      /** Where HTTP has a closer status than the reason. */
      readonly status: number | undefined;
    }
  /** For anyone, or made of other questions; records itself. */
  | { readonly kind: "open"; readonly answer: (ask: Ask) => Promise<HttpReply> };

/** Answers a question from its beginning: identified, decided and recorded by itself. */
export type Ask = (question: HttpQuestion) => Promise<HttpReply>;

/** The rule of one interaction: from what came in to what is to be done. It reads the body where there is one. */
export type Rule<N extends InteractionName> = (
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<N>>,
) => Task | Promise<Task>;

/** What the record says was asked. `query` may hold PHI and is sealed before it is stored. */
export function askedOf(
  { headers }: HttpQuestion,
  interaction: Interaction | null,
  query: string | null,
  capability: Capability = "read",
): Asked {
  return {
    act: "use",
    capability,
    recipient: null,
    exemption: null,
    credentials: {
      authorization: headers["authorization"],
      session: consoleCookies((name) => headers[name]),
      purposeHeader: headers["x-purpose-of-use"],
      caseHeader: headers["x-case"],
      deviceHeader: headers["modicum-device"],
      channel: "fhir",
    },
    interaction: interaction?.name ?? "fhir.unknown",
    resourceType: interaction !== null && "type" in interaction ? interaction.type : null,
    query,
  };
}

/** A task that refuses, recorded with the target as it came. */
export function refusing(
  question: HttpQuestion,
  interaction: Interaction | null,
  reason: Reason,
  status?: number,
): Task {
  return { kind: "refuse", asked: askedOf(question, interaction, question.target), reason, status };
}
