import { setTimeout as wait } from "node:timers/promises";
import { fetch } from "undici";
import { isLoopback } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import type { LogStore } from "../audit/tree/ports.ts";
import {
  createWitnessClient,
  parseWitnesses,
  type Post,
  type WitnessClient,
  type WitnessStatus,
} from "../audit/tree/witness-client.ts";
import type { Log } from "./log.ts";

export interface Witnesses {
  status(): Promise<readonly WitnessStatus[]>;
  /** What `/readyz` says of them; they keep nobody from being ready. */
  check(): "ok" | "failing" | null;
}

const PAUSE_MS = 1_000;
const TIMEOUT_MS = 5_000;

/**
 * Asks each witness about once a second, while there is something new to cosign. One that fails is told in the log when it
 * begins to and when it stops, and keeps nothing from being recorded.
 * @throws AppError `config_invalid`, and `demo_not_loopback` where the demo would reach a witness elsewhere.
 */
export function openWitnesses(parts: {
  readonly configured: string | undefined;
  readonly isDemo: boolean;
  readonly store: LogStore;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
}): Witnesses {
  const { store, log, isDemo } = parts;
  const witnesses = parseWitnesses(parts.configured ?? "");
  const elsewhere = witnesses.find(({ url }) => isDemo && !isLoopback(new URL(url).hostname));
  if (elsewhere !== undefined)
    throw new AppError(
      "demo_not_loopback",
      "demo mode reaches loopback only, and `MODICUM_WITNESS` names another host",
    );
  const clients = witnesses.map((witness) => createWitnessClient(witness, store, post));
  const ended = new AbortController();
  const failing = new Set<WitnessClient>();
  const asking = clients.map((client) => askOn(client, ended.signal, log, failing));
  parts.closers.push(async () => {
    ended.abort();
    await Promise.all(asking);
  });
  return {
    status: () => Promise.all(clients.map((client) => client.status())),
    check: () => (clients.length === 0 ? null : failing.size === 0 ? "ok" : "failing"),
  };
}

async function askOn(
  client: WitnessClient,
  signal: AbortSignal,
  log: Log,
  failing: Set<WitnessClient>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await client.ask();
      if (failing.delete(client)) log.info("a witness cosigns again");
    } catch (fault) {
      if (!failing.has(client)) log.fault("a witness does not cosign", fault);
      failing.add(client);
    }
    await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

const post: Post = async (url, body) => {
  const init = { method: "POST", body, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" } as const;
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new AppError("upstream_unreachable", "the witness does not answer", { cause });
  });
  return { status: response.status, text: await response.text() };
};
