import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { AppError } from "../../kernel/errors.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { ControlObstacle } from "../control.ts";

/**
 * What `work` gives; in place of a fault of the input, or of what is registered, an obstacle that says what to do, and
 * where the record takes nothing, that it does not: the sender sends again. Other faults stay faults.
 */
export async function toldFaults<T>(work: () => Promise<T>): Promise<T | ControlObstacle | Reason> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    const { code, message, hint } = fault;
    if (code === "record_unavailable" || code === "database_unreachable")
      return because("record_unavailable");
    if (code !== "input_invalid" && code !== "conflict") throw fault;
    const type = `https://modicum.dev/errors/${code}`;
    const next = hint === undefined ? {} : { next: hint };
    return { problem: { type, title: message, status: faultStatusOf(code), code, ...next } };
  }
}
