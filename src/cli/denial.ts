import type { ApiAnswer } from "./client.ts";

type Problem = Partial<Record<"code" | "title" | "detail" | "rule" | "next", string>>;

/** Reason, rule and what to do next, as the server told them (RFC 9457), in the words of a terminal. */
export function denialLines({ status, body }: ApiAnswer): readonly string[] {
  const problem = (body ?? {}) as Problem;
  const code = problem.code ?? `http ${status}`;
  const detail = problem.detail ? `: ${problem.detail}` : "";
  const next = code === "purpose_missing" ? "Give `--purpose`, such as HPAYMT or billing." : problem.next;
  return [
    `modicum: ${code}: ${problem.title ?? "the server refused"}${detail}`,
    ...(problem.rule ? [`  rule  ${problem.rule}`] : []),
    ...(next ? [`  next  ${next}`] : []),
  ];
}

/** 1 for bad input and for a server that fails, 3 for a denial. */
export function exitCodeOfDenial({ status }: ApiAnswer): 1 | 3 {
  return status === 400 || status >= 500 ? 1 : 3;
}
