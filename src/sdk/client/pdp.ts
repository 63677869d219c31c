import { refusalOf } from "./refusal.ts";
import type { Send } from "./send.ts";

export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What a context says that Modicum reads; other members are ignored. */
export interface DecisionContext {
  readonly purpose?: string;
  readonly case?: string;
  readonly [member: string]: unknown;
}

/** One question: may the subject do this with this resource? */
export interface DecisionRequest {
  readonly subject: Entity;
  readonly action: { readonly name: string; readonly properties?: Readonly<Record<string, unknown>> };
  readonly resource: Entity;
  readonly context?: DecisionContext;
}

/** Something that has to be done with a yes; one that is not understood makes it a no. */
export interface DecisionObligation {
  readonly type: string;
  readonly id: string;
  readonly action?: string;
  /** Of `release-elements`: what may leave, and in which form. Whatever is not listed stays. */
  readonly elements?: readonly { readonly id: string; readonly as: string }[];
}

export interface DecisionAnswer {
  readonly decision: boolean;
  readonly context?: {
    readonly evaluation_id?: string;
    readonly reason?: string;
    readonly reason_user?: Readonly<Record<string, string>>;
    readonly reason_admin?: Readonly<Record<string, string>>;
    readonly obligations?: readonly DecisionObligation[];
    readonly reminders?: readonly string[];
    readonly [member: string]: unknown;
  };
}

type Fallback = Partial<DecisionRequest>;

export interface PdpClient {
  /** @throws ModicumRefusal when nothing could be decided; a no is an answer */
  evaluate(request: DecisionRequest): Promise<DecisionAnswer>;
  /** In the order asked; `defaults` stand in for what an evaluation leaves out. Throws as `evaluate` does. */
  evaluateAll(evaluations: readonly Fallback[], defaults?: Fallback): Promise<readonly DecisionAnswer[]>;
  /** Every subject, resource or action that an evaluation would permit, over all pages. Throws as `evaluate` does. */
  searchSubjects(
    request: Omit<DecisionRequest, "subject"> & { subject: { type: string } },
  ): AsyncIterable<Entity>;
  searchResources(
    request: Omit<DecisionRequest, "resource"> & { resource: { type: string } },
  ): AsyncIterable<Entity>;
  searchActions(request: Omit<DecisionRequest, "action">): AsyncIterable<{ readonly name: string }>;
}

interface Page<T> {
  readonly results: readonly T[];
  readonly page?: { readonly next_token?: string };
}

/** What one batch may hold. */
const BATCH = 100;

/** The AuthZEN Authorization API 1.0 of a server. */
export function pdpClient(base: string, send: Send): PdpClient {
  const post = async <T>(path: string, body: object): Promise<T> => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await send(`${base}/${path}`, init);
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()) as T;
  };
  const search = async function* <T>(kind: string, request: object): AsyncIterable<T> {
    for (let token: string | undefined; token !== "";) {
      const page: Page<T> = await post(
        `search/${kind}`,
        token === undefined ? request : { ...request, page: { token } },
      );
      yield* page.results;
      token = page.page?.next_token ?? "";
    }
  };
  return {
    evaluate: (request) => post("evaluation", request),
    async evaluateAll(evaluations, defaults = {}) {
      const answers: DecisionAnswer[] = [];
      for (let at = 0; at < evaluations.length; at += BATCH) {
        const batch = { ...defaults, evaluations: evaluations.slice(at, at + BATCH) };
        answers.push(
          ...(await post<{ evaluations: readonly DecisionAnswer[] }>("evaluations", batch)).evaluations,
        );
      }
      return answers;
    },
    searchSubjects: (request) => search("subject", request),
    searchResources: (request) => search("resource", request),
    searchActions: (request) => search("action", request),
  };
}
