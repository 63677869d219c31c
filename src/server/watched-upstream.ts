import type { UpstreamQuestion } from "../api/explorer/ports.ts";
import { formatQuery } from "../gateway/fhir/query.ts";
import type { QueryPair } from "../gateway/fhir/query.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";

/** The same upstream; every question to it is told once its answer has come, or has failed. */
export function watchedUpstream(
  upstream: FhirUpstream,
  tell: (question: UpstreamQuestion) => void,
): FhirUpstream {
  const seen = { isAnswered: false };
  return new Proxy(upstream, {
    get: (target, name) => {
      // As text nobody could count what came.
      if (name === "texts") return undefined;
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: readonly unknown[]): unknown => {
        const isFirst = !seen.isAnswered;
        const asked = { interaction: String(name), question: questionOf(args), isFirst };
        const answer: unknown = Reflect.apply(member, target, args);
        return isAsyncIterable(answer)
          ? countedItems(answer, asked, seen, tell)
          : countedAnswer(answer, asked, seen, tell);
      };
    },
  });
}

type Asked = Pick<UpstreamQuestion, "interaction" | "question" | "isFirst">;
type Tell = (question: UpstreamQuestion) => void;
/** Whether any answer, an empty one too, has begun to come. */
interface Seen {
  isAnswered: boolean;
}

async function* countedItems(
  items: AsyncIterable<unknown>,
  asked: Asked,
  seen: Seen,
  tell: Tell,
): AsyncIterable<unknown> {
  const began = performance.now();
  let records = 0;
  try {
    for await (const item of items) {
      seen.isAnswered = true;
      records += 1;
      yield item;
    }
  } finally {
    seen.isAnswered = true;
    tell({ ...asked, records, milliseconds: since(began) });
  }
}

async function countedAnswer(answer: unknown, asked: Asked, seen: Seen, tell: Tell): Promise<unknown> {
  const began = performance.now();
  let records = 0;
  try {
    const value = await answer;
    if (Array.isArray(value)) records = value.length;
    else if (value !== null && value !== undefined) records = 1;
    return value;
  } finally {
    seen.isAnswered = true;
    tell({ ...asked, records, milliseconds: since(began) });
  }
}

/** `Type/id` or `Type?name=value`, from what a method of the port takes; bodies are left out. */
function questionOf([type, ...rest]: readonly unknown[]): string {
  const path = [type, ...rest].filter((part) => typeof part === "string").join("/");
  const pairs = rest.find(isPairs);
  return pairs === undefined ? path : `${path}?${decodeURIComponent(formatQuery(pairs))}`;
}

function isPairs(value: unknown): value is readonly QueryPair[] {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function since(began: number): number {
  return Math.round((performance.now() - began) * 10) / 10;
}
