import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../kernel/errors.ts";

/** How patient a vault behind HTTP is asked. Milliseconds. */
export interface VaultPatience {
  readonly timeoutMs: number;
  /** Times that it is asked at most. */
  readonly attempts: number;
  /** Before the second time; twice as long before each next one, and between half and all of it at random. */
  readonly pauseMs: number;
}

export const PATIENCE: VaultPatience = { timeoutMs: 3_000, attempts: 4, pauseMs: 200 };

/** What a vault said: its status and the JSON of its body, null where that is none. */
export interface VaultReply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Asks until there is an answer that another attempt would not better: a busy vault (429, 5xx, or what `isBusy` says) and
 * one that cannot be reached are asked again, a refusal is not.
 * @throws AppError `key_unavailable` when it does not answer
 */
export async function askVault(
  send: (signal: AbortSignal) => Promise<Response>,
  isBusy: (reply: VaultReply) => boolean,
  { timeoutMs, attempts, pauseMs }: VaultPatience = PATIENCE,
): Promise<VaultReply> {
  for (let attempt = 1; ; attempt++) {
    const reply = await once(send, timeoutMs);
    const isLast = attempt >= attempts;
    if (reply !== null && (isLast || !(reply.status === 429 || reply.status >= 500 || isBusy(reply))))
      return reply;
    if (isLast) throw unanswered();
    await pause(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
  }
}

async function once(
  send: (signal: AbortSignal) => Promise<Response>,
  timeoutMs: number,
): Promise<VaultReply | null> {
  try {
    const response = await send(AbortSignal.timeout(timeoutMs));
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body };
  } catch (fault) {
    // What was put wrong here is no fault of the network.
    if (fault instanceof AppError) throw fault;
    return null;
  }
}

function unanswered(): AppError {
  return new AppError("key_unavailable", "the vault does not answer", {
    hint: "see that it is up and reachable from here; what is unwrapped already goes on working",
  });
}

/** A vault that answers with something else than a key is told from one that refuses. */
export function unreadable(): AppError {
  return new AppError("key_unavailable", "the vault answers with something that is no wrapped key", {
    hint: "see that its address leads to the vault, and not to a proxy's page",
  });
}
