import { everyone } from "../../identity/holders.ts";
import type { PeopleStore } from "../../identity/ports.ts";
import type { Person } from "../../identity/types.ts";
import { AppError } from "../../kernel/errors.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Gap } from "../../posture/gaps.ts";

/** What a source gave, or that it failed: a report over what is left would show less than the truth. */
export async function whole<T>(source: string, read: () => Promise<T>): Promise<Result<T, Gap>> {
  try {
    return ok(await read());
  } catch (cause) {
    return err({ source, why: "failed", code: cause instanceof AppError ? cause.code : "internal" });
  }
}

/** Everyone on the roster by id, active or not, or that a page of it failed. */
export function readRoster(people: Pick<PeopleStore, "list">): Promise<Result<readonly Person[], Gap>> {
  return whole("roster", async () => {
    const roster: Person[] = [];
    for await (const person of everyone(people)) roster.push(person);
    return roster;
  });
}
