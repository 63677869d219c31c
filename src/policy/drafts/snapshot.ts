import { createHash } from "node:crypto";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { compareText } from "../diagnostics.ts";
import type { PolicyFile } from "../types.ts";
import type { PolicySnapshot } from "./types.ts";

/** A snapshot of these files; their order does not matter. `policyHash`: of the policy they compile to. */
export function snapshotOf(files: readonly PolicyFile[], policyHash: string): PolicySnapshot {
  const sorted = files
    .toSorted((a, b) => compareText(a.path, b.path))
    .map(({ path, text }) => ({ path, text }));
  const digest = createHash("sha256")
    .update(`modicum.policy-source\0${canonicalJson(sorted)}`)
    .digest("hex");
  return { digest, policyHash, files: sorted };
}
