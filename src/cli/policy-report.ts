import { setTimeout as sleep } from "node:timers/promises";
import { call, type ClientOptions } from "./client.ts";
import { tell } from "./output.ts";

interface Running {
  readonly state: "running";
  readonly done: number;
  readonly total: number | null;
}

type Answer<T> = { readonly state: "ready"; readonly report: T } | Running;

const PAUSE_MS = 1_000;

/**
 * A report that the server may still be making: asks again until it is done, and says how far it is.
 * @throws Denied when it is refused, `report_incomplete` among the reasons
 */
export async function awaitReport<T>(
  method: "GET" | "POST",
  path: string,
  options: ClientOptions,
  body?: { readonly type: string; readonly text: string },
): Promise<T> {
  for (;;) {
    const answer = (await call(method, path, options, body)) as Answer<T>;
    if (answer.state === "ready") return answer.report;
    tell(answer.total === null ? "counting" : `counting: ${answer.done} of ${answer.total} people`);
    await sleep(PAUSE_MS);
  }
}
