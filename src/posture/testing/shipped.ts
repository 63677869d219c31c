import { readPolicyFiles } from "../../policy/index.ts";
import type { CompiledPolicy, PolicyFile } from "../../policy/types.ts";
import { compilePolicy } from "../../policy/validate.ts";
import type { Person } from "../../identity/types.ts";

export const NOW = Date.parse("2026-05-04T15:00:00Z");

let read: readonly PolicyFile[] | undefined;

/** The files under content/. */
export async function shippedFiles(): Promise<readonly PolicyFile[]> {
  if (read !== undefined) return read;
  const files = await readPolicyFiles("content");
  if (!files.ok) throw new Error("the shipped policy cannot be read");
  return (read = files.value);
}

/** The shipped policy, with one text of a file replaced where a change is given. */
export async function shippedPolicy(change?: {
  readonly path: string;
  readonly find: string;
  readonly put: string;
}): Promise<CompiledPolicy> {
  const files = (await shippedFiles()).map((file) => {
    if (change === undefined || !file.path.endsWith(change.path)) return file;
    if (!file.text.includes(change.find)) throw new Error(`${change.path} does not hold ${change.find}`);
    return { ...file, text: file.text.replace(change.find, () => change.put) };
  });
  const compiled = compilePolicy(files, NOW);
  if (!compiled.ok) throw new Error(compiled.error.map(({ message }) => message).join("; "));
  return compiled.value;
}

/** Person of a roster; nobody's account has ended and everyone has a manager, unless it says otherwise. */
export function personOf(id: string, fields: Partial<Person> = {}): Person {
  const bound = { fhirUser: null, department: null, manager: "max.manager", active: true };
  return { id, displayName: id, roles: [], ...bound, ...fields };
}
