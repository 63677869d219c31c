import type { Document } from "yaml";
import { AppError } from "../../kernel/errors.ts";
import { canonicalText } from "../format/format.ts";
import { parseBundle } from "../parse/bundle.ts";
import type { PolicyBundle } from "../parse/bundle.ts";
import { readYaml } from "../parse/yaml.ts";
import { resolvePolicy } from "../resolve/policy.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";
import { resolveSets } from "../resolve/sets.ts";
import type { SourceKind } from "../source/kinds.ts";
import type { PolicyFile } from "../types.ts";
import type { ListScope } from "./list-entries.ts";
import type { FileChange } from "./types.ts";

/** A policy that compiles, opened for an edit of its text. */
export interface EditSource {
  readonly policy: ResolvedPolicy;
  /** What names mean in a list of this purpose, or in one of no purpose. */
  listScope(purpose: string | null): ListScope;
  /** One file, changed by `change`, in canonical form. */
  rewritten(path: string, kind: SourceKind, change: (document: Document) => void): FileChange;
}

/** Opens files of which `validatePolicy` found no error. */
export function openForEdit(files: readonly PolicyFile[]): EditSource {
  const { bundle } = parseBundle(files);
  const { policy } = resolvePolicy(bundle);
  return {
    policy,
    listScope: (purpose) => listScope(bundle, policy, purpose),
    rewritten(path, kind, change) {
      const file = files.find((one) => one.path === path);
      if (file === undefined) throw new AppError("internal", `the policy has no file \`${path}\``);
      const { document } = readYaml(file).yaml;
      change(document);
      return { path, text: canonicalText(document, kind) };
    },
  };
}

function listScope(bundle: PolicyBundle, policy: ResolvedPolicy, purpose: string | null): ListScope {
  const sets = new Map(bundle.ElementSet.map(({ source }) => [source.id, source.elements]));
  const of = purpose === null ? undefined : policy.purposes.get(purpose);
  return {
    ...resolveSets(bundle.ElementSet, policy.index, () => undefined),
    need: of?.need ?? null,
    needEntries: of?.file.source.elements.need ?? [],
    entriesOf: (set) => sets.get(set) ?? [],
  };
}
