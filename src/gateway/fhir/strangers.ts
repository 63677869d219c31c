import type { Pipeline } from "../../pipeline.ts";
import type { HttpQuestion } from "./question.ts";
import { askedOf } from "./task.ts";

/** Bytes of a body that are read before anybody knows who sends it. */
const MOST_OF_STRANGERS = 64 * 1024;

/**
 * The question, of whose body no more is read than this unless its sender is identified: what is long takes long to read,
 * and whoever cannot come in must not keep the process busy. From them it is null, as if it were longer than its limit.
 */
export function wary(question: HttpQuestion, { identify }: Pick<Pipeline, "identify">): HttpQuestion {
  return {
    ...question,
    body: async (limit) => {
      if (limit <= MOST_OF_STRANGERS || isShort(question)) return question.body(limit);
      const sender = await identify(askedOf(question, null, null).credentials).catch(() => null);
      return question.body(sender?.ok === true ? limit : MOST_OF_STRANGERS);
    },
  };
}

/** HTTP holds a sender to the length that they give (RFC 9112, 6.2); who gives none may send any. */
function isShort({ headers }: HttpQuestion): boolean {
  const length = headers["content-length"];
  return length !== undefined && /^\d+$/.test(length) && Number(length) <= MOST_OF_STRANGERS;
}
