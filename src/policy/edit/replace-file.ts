import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { PolicyFile } from "../types.ts";
import { refusal } from "./refusal.ts";
import type { EditRefusal, FileChange, FileEdit } from "./types.ts";

/** Characters. The largest file that ships has some 20,000. */
const LONGEST_FILE = 256 * 1024;
/** Characters of all files. The policy that ships has some 400,000, and each look at a draft reads them all. */
const LONGEST_POLICY = 3 * 1024 * 1024;
/** Neither YAML nor the database holds them. */
const NO_TEXT = /\0|\p{Surrogate}/u;
/** Folders of the policy and a YAML file, so that a path leads nowhere else and reads like an id in the record. */
const PATH = /^([a-z0-9][a-z0-9-]{0,40}\/){0,4}[a-z0-9][a-z0-9_-]{0,80}\.ya?ml$/;

/** Puts a text in the place of a file, adds a file, or takes one out. What the text says is judged afterwards. */
export function replaceFile(
  files: readonly PolicyFile[],
  { path, text }: FileEdit,
): Result<readonly FileChange[], EditRefusal> {
  const there = files.find((file) => file.path === path);
  if (there === undefined && !PATH.test(path)) {
    return err(refusal("path_invalid", "not a path of a policy file", "such as `roles/biller.yaml`"));
  }
  if (there === undefined && text === null)
    return err(refusal("file_absent", `the policy has no file \`${path}\``));
  if (text !== null && NO_TEXT.test(text)) {
    return err(refusal("text_invalid", `\`${path}\` would hold characters that are no text`));
  }
  if (text !== null && text.length > LONGEST_FILE) {
    return err(refusal("file_too_long", `\`${path}\` would have more than ${LONGEST_FILE} characters`));
  }
  if (growsTooLong(files, there, text)) {
    return err(refusal("policy_too_long", `the policy would have more than ${LONGEST_POLICY} characters`));
  }
  return ok(there?.text === text ? [] : [{ path, text }]);
}

/** What makes a policy shorter is never refused. */
function growsTooLong(
  files: readonly PolicyFile[],
  there: PolicyFile | undefined,
  text: string | null,
): boolean {
  const added = (text?.length ?? 0) - (there?.text.length ?? 0);
  const whole = files.reduce((length, file) => length + file.text.length, 0);
  return added > 0 && whole + added > LONGEST_POLICY;
}
