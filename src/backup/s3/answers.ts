import { SaxesParser } from "saxes";
import { AppError } from "../../kernel/errors.ts";

/** Text of the leaves of a document, by their path of local names from the root: `ListBucketResult/Contents/Key`. */
interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** A page of names. */
export interface ListedPage {
  readonly keys: readonly string[];
  /** Null: it is the last. */
  readonly next: string | null;
}

/** A version of an object, or the mark that it was deleted. */
export interface ListedVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
}

/** Answer of ListObjectsV2. @throws AppError `server_unreachable` where it is none */
export function listedPage(text: string): ListedPage {
  const leaves = leavesOf(text, "ListBucketResult");
  return {
    keys: textsAt(leaves, "ListBucketResult/Contents/Key"),
    next: textsAt(leaves, "ListBucketResult/NextContinuationToken")[0] ?? null,
  };
}

/** Answer of ListObjectVersions. @throws AppError `server_unreachable` where it is none */
export function listedVersions(text: string): readonly ListedVersion[] {
  const leaves = leavesOf(text, "ListVersionsResult");
  return ["Version", "DeleteMarker"].flatMap((kind) => {
    const at = (name: string): readonly string[] => textsAt(leaves, `ListVersionsResult/${kind}/${name}`);
    const [ids, latest] = [at("VersionId"), at("IsLatest")];
    return at("Key").map((key, index) => ({
      key,
      versionId: ids[index] ?? "null",
      isLatest: latest[index] === "true",
    }));
  });
}

/** Answer of CreateMultipartUpload. @throws AppError `server_unreachable` where it is none */
export function uploadIdOf(text: string): string {
  const path = "InitiateMultipartUploadResult";
  const [id] = textsAt(leavesOf(text, path), `${path}/UploadId`);
  if (id === undefined) throw unreadable();
  return id;
}

/** Whether it is a refusal: CompleteMultipartUpload may say so with status 200. */
export function isRefusal(text: string): boolean {
  return rootOf(parsed(text)) === "Error";
}

/** The code of a refusal, such as `AccessDenied`: letters alone, for a message. */
export function refusalCode(text: string): string | null {
  try {
    const [code] = textsAt(parsed(text), "Error/Code");
    return code?.replaceAll(/[^A-Za-z]/g, "").slice(0, 60) || null;
  } catch {
    return null;
  }
}

function leavesOf(text: string, root: string): readonly Leaf[] {
  const leaves = parsed(text);
  if (rootOf(leaves) !== root) throw unreadable();
  return leaves;
}

function rootOf(leaves: readonly Leaf[]): string | undefined {
  return leaves.at(-1)?.path;
}

function textsAt(leaves: readonly Leaf[], path: string): readonly string[] {
  return leaves.flatMap((leaf) => (leaf.path === path ? [leaf.text] : []));
}

/** Every element as it closes, so that the root is the last. No entities are defined and none reach out. */
function parsed(text: string): readonly Leaf[] {
  const parser = new SaxesParser();
  const open: { name: string; text: string }[] = [];
  const leaves: Leaf[] = [];
  parser.on("error", () => {
    throw unreadable();
  });
  parser.on("doctype", () => {
    throw unreadable();
  });
  parser.on("opentag", ({ name }) => void open.push({ name: name.slice(name.indexOf(":") + 1), text: "" }));
  parser.on("text", (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on("closetag", () => {
    leaves.push({ path: open.map(({ name }) => name).join("/"), text: open.at(-1)?.text.trim() ?? "" });
    open.pop();
  });
  parser.write(text).close();
  return leaves;
}

function unreadable(): AppError {
  return new AppError("server_unreachable", "what answers for the store of the backups is no S3 API", {
    hint: "see that MODICUM_BACKUP_S3_ENDPOINT leads to the store, and not to a proxy's page",
  });
}
