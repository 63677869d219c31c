import type { RecipientClass } from "../../catalogue/vocabulary.ts";
import type { ResolvedElements } from "../resolve/element-list.ts";
import type { ResolvedExemption } from "../resolve/policy.ts";
import type { ResolvedPurpose } from "../resolve/purposes.ts";
import type { CompiledExemption, CompiledPurpose, OutboundRule } from "../types.ts";

export function compilePurpose(purpose: ResolvedPurpose): CompiledPurpose {
  const { source, at } = purpose.file;
  return {
    id: source.id,
    title: source.title,
    code: source.code,
    parent: source.parent,
    basis: source.basis,
    acts: new Set(source.acts),
    declarable: source.declarable,
    caseBound: source.caseBound,
    needs: purpose.need ?? undefined,
    mayAsk: purpose.mayAsk,
    never: purpose.ceiling,
    neverSegments: purpose.neverSegments,
    disclose: outbound(`purpose:${source.id}/disclose`, source.disclose?.to, purpose.disclose),
    request: outbound(`purpose:${source.id}/request`, source.request?.from, purpose.request),
    channels: source.channels,
    maxPatients: source.maxRecords?.patients,
    maxEncounters: source.maxRecords?.encounters,
    period: source.period,
    why: source.why,
    reminder: source.reminder,
    notThisIf: source.notThisIf,
    owner: source.owner,
    reviewBy: source.reviewBy,
    cfr: source.cfr,
    at: at(["id"]),
  };
}

function outbound(
  rule: string,
  recipients: readonly RecipientClass[] | undefined,
  elements: ResolvedElements | null,
): OutboundRule | undefined {
  if (recipients === undefined || elements === null) return undefined;
  return { rule, recipients: new Set(recipients), elements: elements.vector };
}

export function compileExemption({ file, profiles, exceptSegments }: ResolvedExemption): CompiledExemption {
  const { id, cfr, acts, recipients, bases, reach } = file.source;
  return {
    code: id,
    rule: `exempt:${id}`,
    cfr: cfr.join(", "),
    acts: new Set(acts),
    recipients: new Set(recipients),
    bases: new Set(bases),
    reach,
    profiles,
    exceptSegments,
    at: file.at(["id"]),
  };
}
