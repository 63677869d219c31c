import type { ArtifactProof, MissingArtifact } from "../../governance/evidence/pack.ts";
import type { NewArtifact } from "../../governance/evidence/types.ts";

/** What a step of a build came to. */
export type Prepared =
  | {
      readonly kind: "made";
      readonly artifact: Omit<NewArtifact, "content">;
      readonly proof: ArtifactProof;
    }
  /** Prepared before, as of the moment or earlier. */
  | { readonly kind: "kept"; readonly id: string }
  | { readonly kind: "missing"; readonly missing: MissingArtifact };

const NEWLINE = 0x0a;

/** As a file of the job: what it is in the first line, then the bytes. */
export function writePrepared(prepared: Prepared, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(prepared)}\n`), content]);
}

/** INVARIANT: only what writePrepared made is read; it was sealed. */
export function readPrepared(bytes: Uint8Array): {
  readonly prepared: Prepared;
  readonly content: Uint8Array;
} {
  const at = bytes.indexOf(NEWLINE);
  const prepared = JSON.parse(Buffer.from(bytes.subarray(0, at)).toString("utf8")) as Prepared;
  return { prepared, content: bytes.subarray(at + 1) };
}
