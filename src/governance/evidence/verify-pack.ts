/** Checks a pack by its bytes alone: nothing is asked of the server that made it. */
import { unzipSync } from "fflate";
import { z } from "zod";
import { hashOfLeaf, provesInclusion } from "../../audit/verify/merkle.ts";
import { isSignedBy, parseNote, parseVerifierKey, type VerifierKey } from "../../audit/verify/notes.ts";
import { VerifyError } from "../../audit/verify/verify-error.ts";
import {
  type Manifest,
  MANIFEST,
  PACK_FORMAT,
  type PackedArtifact,
  preparedChange,
  sha256,
  SUMS,
} from "./pack.ts";

/** What can be wrong with a pack, each with what it means. The names are stable: scripts may count on them. */
export const PACK_FINDINGS = {
  "file-missing": "the manifest names a file that is not there",
  "file-altered": "a file does not have the hash that the manifest states",
  "file-unlisted": "a file is there that the manifest does not name",
  "sums-altered": "SHA256SUMS does not say what the files are",
  "entry-elsewhere": "the entry of the record does not say this artifact's hash",
  "entry-unproven": "the entry does not stand in the tree of the checkpoint",
  "checkpoint-unsigned": "the checkpoint is not signed by this key",
  "log-foreign": "the checkpoint is of another log",
} as const;

export type PackFindingClass = keyof typeof PACK_FINDINGS;

export interface PackFinding {
  readonly class: PackFindingClass;
  /** The file that it is about. */
  readonly place: string;
}

export interface PackVerdict {
  readonly manifest: Manifest;
  readonly findings: readonly PackFinding[];
  /** Artifacts whose hash the record says, proven. */
  readonly proven: number;
  /** False: the key came with the pack, which proves nothing about who signed. */
  readonly keyWasGiven: boolean;
}

/** Plain bytes of a pack, at most; more than the largest build makes. */
const MOST_BYTES = 2 ** 31;

/**
 * What is wrong with a pack; no finding: nothing.
 * @param key the log's verifier key as its operator gave it to you; null: the one in the pack is believed
 * @throws VerifyError where it is no pack
 */
export function verifyPack(zip: Uint8Array, key: string | null): PackVerdict {
  const files = filesIn(zip);
  const manifest = manifestIn(files);
  const verifierKey = parseVerifierKey(key ?? manifest.record.verifierKey);
  const findings: PackFinding[] = [...fileFindings(files, manifest), ...sumsFindings(files)];
  let proven = 0;
  for (const artifact of manifest.artifacts) {
    const wrong = proofFinding(artifact, manifest, verifierKey);
    if (wrong === null) proven += 1;
    else findings.push({ class: wrong, place: artifact.file });
  }
  return { manifest, findings, proven, keyWasGiven: key !== null };
}

/** INVARIANT: each name once, and no more than a pack holds, so that no two readers of the ZIP see different files. */
function filesIn(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const seen = new Set<string>();
  let total = 0;
  const unzipped = unzip(zip, (name, size) => {
    if (seen.has(name)) throw new VerifyError(`the pack holds \`${name}\` twice`);
    seen.add(name);
    total += size;
    if (total > MOST_BYTES) throw new VerifyError("the pack is larger than any that is made");
  });
  return new Map(Object.entries(unzipped));
}

function unzip(zip: Uint8Array, look: (name: string, size: number) => void) {
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        look(name, originalSize);
        return true;
      },
    });
  } catch (fault) {
    if (fault instanceof VerifyError) throw fault;
    throw new VerifyError(
      "this is no ZIP file",
      "give the file that `evidence build -o` or the console wrote",
    );
  }
}

const NO_PROOF = { index: -1, logForm: "", checkpoint: "", path: [] satisfies string[] };

/** What is read of a manifest. INVARIANT: it is believed in nothing, also not in that it has the members of one. */
const manifestForm = z.looseObject({
  format: z.literal(PACK_FORMAT),
  pack: z.string(),
  preparedBy: z.string(),
  record: z.looseObject({ origin: z.string(), verifierKey: z.string() }),
  artifacts: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      entryId: z.string(),
      file: z.string(),
      sha256: z.string(),
      bytes: z.number(),
      proof: z
        .looseObject({
          index: z.number(),
          logForm: z.string(),
          checkpoint: z.string(),
          path: z.array(z.string()),
        })
        .catch(NO_PROOF),
    }),
  ),
  missing: z.array(z.unknown()),
});

function manifestIn(files: ReadonlyMap<string, Uint8Array>): Manifest {
  const bytes = files.get(MANIFEST);
  const read = manifestForm.safeParse(
    bytes === undefined ? null : parsed(Buffer.from(bytes).toString("utf8")),
  );
  if (!read.success) throw new VerifyError("there is no manifest of an evidence pack in it");
  return read.data as unknown as Manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fileFindings(files: ReadonlyMap<string, Uint8Array>, { artifacts }: Manifest): PackFinding[] {
  const listed = new Set([MANIFEST, SUMS, ...artifacts.map(({ file }) => file)]);
  const unlisted = [...files.keys()].filter((name) => !listed.has(name));
  return [
    ...artifacts.flatMap(({ file, sha256: stated, bytes }): PackFinding[] => {
      const content = files.get(file);
      if (content === undefined) return [{ class: "file-missing", place: file }];
      const isSame = content.length === bytes && sha256(content) === stated;
      return isSame ? [] : [{ class: "file-altered", place: file }];
    }),
    ...unlisted.map((name): PackFinding => ({ class: "file-unlisted", place: name })),
  ];
}

function sumsFindings(files: ReadonlyMap<string, Uint8Array>): PackFinding[] {
  const stated = Buffer.from(files.get(SUMS) ?? new Uint8Array()).toString("utf8");
  const lines = [...files]
    .filter(([name]) => name !== SUMS)
    .map(([name, bytes]) => `${sha256(bytes)}  ${name}`);
  const isSame = stated.trimEnd().split("\n").toSorted().join("\n") === lines.toSorted().join("\n");
  return isSame ? [] : [{ class: "sums-altered", place: SUMS }];
}

/** What is wrong on the way from the artifact's hash to a signature; null: nothing. */
function proofFinding(
  artifact: PackedArtifact,
  { record }: Manifest,
  key: VerifierKey,
): PackFindingClass | null {
  const { index, logForm, checkpoint, path } = artifact.proof;
  if (!says(logForm, artifact)) return "entry-elsewhere";
  const note = parseNote(checkpoint);
  if (note === null || !isSignedBy(note, key)) return "checkpoint-unsigned";
  if (note.origin !== record.origin || note.origin !== key.name) return "log-foreign";
  const leaf = hashOfLeaf(Buffer.from(logForm));
  const hashes = path.map((hash) => Buffer.from(hash, "base64"));
  return provesInclusion(leaf, index, note, hashes) ? null : "entry-unproven";
}

function says(logForm: string, artifact: PackedArtifact): boolean {
  const entry = parsed(logForm);
  if (typeof entry !== "object" || entry === null || !("open" in entry) || !("id" in entry)) return false;
  const { open } = entry;
  if (typeof open !== "object" || open === null || !("changes" in open)) return false;
  const { changes } = open;
  return (
    entry.id === artifact.entryId && Array.isArray(changes) && changes.includes(preparedChange(artifact))
  );
}
