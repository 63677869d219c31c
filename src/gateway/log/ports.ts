import type { TreeEntry } from "../../audit/ports.ts";
import type { LogStore } from "../../audit/tree/ports.ts";
import type { Pipeline } from "../../pipeline.ts";

/** What the log is served from; wired in main.ts. */
export interface LogGatewayDeps {
  readonly pipeline: Pipeline;
  readonly store: LogStore;
  /** Entries from this `seq` on, in order, at most so many. */
  readonly entries: (fromSeq: number, limit: number) => Promise<readonly TreeEntry[]>;
  /** The log's verifier key (C2SP signed-note): `<name>+<id>+<key>`. */
  readonly verifierKey: string;
}
