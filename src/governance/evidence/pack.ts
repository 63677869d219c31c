import { createHash } from "node:crypto";
import { zipSync, type Zippable } from "fflate";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { Artifact, SourceQuery } from "./types.ts";

/** That the record says an artifact's hash (RFC 6962 section 2.1.1). */
export interface ArtifactProof {
  readonly index: number;
  /** What the leaf is SHA-256(0x00 || …) of. */
  readonly logForm: string;
  /** Signed note (C2SP tlog-checkpoint) of the tree that the path is for. */
  readonly checkpoint: string;
  /** Base64, from the leaf up. */
  readonly path: readonly string[];
}

/** An artifact as a pack names it. */
export interface PackedArtifact extends Omit<Artifact, "wholeQuery" | "query" | "checkpoint" | "pack"> {
  /** Path within the pack. */
  readonly file: string;
  readonly query: SourceQuery;
  readonly proof: ArtifactProof;
}

/** Something that was asked for and is not there, said in words: an empty place would tell nothing. */
export interface MissingArtifact {
  readonly kind: string;
  readonly title: string;
  readonly asOf: number;
  readonly statement: string;
}

/** What `manifest.json` of a pack says. Times in milliseconds since 1970. */
export interface Manifest {
  readonly format: "modicum-evidence/1";
  readonly pack: string;
  readonly asOf: number;
  readonly preparedAt: number;
  readonly preparedBy: string;
  readonly policyHash: string;
  readonly record: {
    readonly origin: string;
    /** As `/log/key` gives it: `<name>+<id>+<key>`. */
    readonly verifierKey: string;
    /** The newest of the checkpoints that the proofs are for. */
    readonly checkpoint: string;
  };
  readonly artifacts: readonly PackedArtifact[];
  readonly missing: readonly MissingArtifact[];
}

export const MANIFEST = "manifest.json";
export const SUMS = "SHA256SUMS";
export const PACK_FORMAT = "modicum-evidence/1";

/** The change by which an entry of the record says what was prepared. */
export function preparedChange({ id, kind, sha256 }: Pick<Artifact, "id" | "kind" | "sha256">): string {
  return `prepared artifact ${id} ${kind} sha256 ${sha256}`;
}

/** The path of an artifact within a pack: numbered, so that two of one kind stand beside each other. */
export function fileIn(position: number, { fileName }: Pick<Artifact, "fileName">): string {
  return `artifacts/${String(position + 1).padStart(2, "0")}-${fileName}`;
}

/**
 * A pack as a ZIP: the manifest, SHA256SUMS as `sha256sum --check` reads it, and each artifact. The same manifest and bytes
 * give the same ZIP.
 */
export function zipPack(manifest: Manifest, contents: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const files = new Map([[MANIFEST, Buffer.from(canonicalJson(manifest))], ...contents]);
  const sums = [...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("");
  const zipped: Zippable = {};
  for (const [name, bytes] of [...files, [SUMS, Buffer.from(sums)] as const])
    zipped[name] = [bytes, { mtime: ZIP_TIME, level: 6 }];
  return zipSync(zipped);
}

/** The first instant that a ZIP can state; when a pack was made stands in its manifest. */
const ZIP_TIME = new Date(1980, 0, 1);

/** Hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
