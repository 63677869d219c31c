import type { HttpReply } from "../../question.ts";
import { jsonOf } from "../../testing/ask.ts";
import type { Ward } from "./ward.ts";

/** A record as plain values. */
export type Body = Record<string, unknown>;

/** A record as nina is shown it. */
export async function read(on: Ward, ref: string, person = "nina"): Promise<Body> {
  return JSON.parse(Buffer.from((await on.ask(person, "GET", `/${ref}`)).body ?? []).toString()) as Body;
}

/** Nina puts back what she is shown, changed. */
export async function put(
  on: Ward,
  ref: string,
  change: (shown: Body) => Body,
  person = "nina",
): Promise<HttpReply> {
  return on.ask(person, "PUT", `/${ref}`, change(await read(on, ref, person)));
}

/** Status and body. */
export const bytes = (reply: HttpReply): string =>
  `${reply.status} ${Buffer.from(reply.body ?? []).toString()}`;
/** The outcome as text. */
export const detail = (reply: HttpReply): string => JSON.stringify(jsonOf(reply));
