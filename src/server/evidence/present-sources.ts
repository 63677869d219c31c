import { everyDevice } from "../../governance/devices/every.ts";
import { setTimeout as wait } from "node:timers/promises";
import { matrixLines } from "./matrix-lines.ts";
import { presentReach } from "../../api/policy/presenter-posture.ts";
import type { PolicyDesk } from "../../api/policy/ports.ts";
import type { SourcesDesk } from "../../api/sources/ports.ts";
import { presentSource } from "../../api/sources/presenter.ts";
import { presentDue, presentHold, presentTombstone } from "../../api/retention/presenter.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { DeviceStore } from "../../governance/devices/ports.ts";
import type { RetentionDesk } from "../../governance/retention/desk.ts";
import type { KindId } from "../../governance/evidence/kinds.ts";
import type { Produced, SourceQuery } from "../../governance/evidence/types.ts";
import { everyone } from "../../identity/holders.ts";
import type { PeopleStore } from "../../identity/ports.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { csvLine } from "../../kernel/csv-line.ts";
import type { PolicySource } from "../../policy/open.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { accessCsv } from "../../posture/access-csv.ts";
import { sampleOf } from "../../posture/sample.ts";
import { DEFAULT_LIMITS } from "../../posture/wide-reach.ts";

export interface PresentParts {
  readonly policy: () => CompiledPolicy;
  readonly policyText: () => Pick<PolicySource, "files" | "policyHash">;
  readonly policyDesk: Pick<PolicyDesk, "access" | "reach">;
  readonly people: Pick<PeopleStore, "list">;
  readonly retention: Pick<RetentionDesk, "schedule" | "due" | "holds" | "tombstones">;
  readonly devices: Pick<DeviceStore, "list">;
  readonly sources: Pick<SourcesDesk["store"], "list">;
}

interface Text {
  readonly text: string;
  readonly items: number;
}

type PresentKind = Extract<
  KindId,
  | "policy-text"
  | "access-matrix"
  | "access-by-person"
  | "posture"
  | "people"
  | "retention"
  | "devices"
  | "sources"
>;

/** What stands now, by kind. None of it names a patient. */
const SOURCES: Readonly<
  Record<PresentKind, (parts: PresentParts, query: SourceQuery) => Promise<Text | Reason>>
> = {
  "policy-text": async ({ policyText }) => {
    const { files, policyHash } = policyText();
    return { text: canonicalJson({ policy: policyHash, files }), items: files.length };
  },
  "access-matrix": async ({ policy }) => linesOf([...matrixLines(policy())]),
  "access-by-person": async ({ policyDesk }, { sample }) => {
    const report = await policyDesk.access();
    if (report.kind !== "ready") return because("facts_unavailable");
    const { people } = report.value;
    const some = sample === undefined ? people : sampleOf(people, sample.size, sample.seed);
    return { text: [...accessCsv(some)].join(""), items: some.length };
  },
  posture: ({ policyDesk }) => posture(policyDesk),
  people: ({ people }) => roster(people),
  retention: ({ retention }) => retentionText(retention),
  devices: ({ devices }) => inventory(devices),
  sources: async ({ sources }) => {
    const lines = (await sources.list()).map((source) => {
      const { id, name, kind, owner, addedAt, seenAt } = presentSource(source, [], 0);
      const standing = source.disabledAt === null ? "registered" : "disabled";
      const silent = source.silentSince === null ? "" : new Date(source.silentSince).toISOString();
      return csvLine([id, name, kind, owner, standing, addedAt, seenAt ?? "", silent]);
    });
    const titles = ["id", "name", "kind", "owner", "standing", "added_at", "seen_at", "silent_since"];
    return linesOf([csvLine(titles), ...lines]);
  },
};

/** True for a kind that shows what stands now. */
export function isPresent(kind: KindId): kind is PresentKind {
  return Object.hasOwn(SOURCES, kind);
}

/** Answers a question about what stands now. Reason `facts_unavailable`, where a source of it is not whole. */
export async function presentArtifact(
  parts: PresentParts,
  query: SourceQuery & { readonly kind: PresentKind },
  elements: readonly string[],
): Promise<Produced | Reason> {
  const made = await SOURCES[query.kind](parts, query);
  if ("code" in made) return made;
  return { bytes: Buffer.from(made.text), items: made.items, patients: [], elements };
}

/** Lines with their titles first. */
function linesOf(lines: readonly string[]): Text {
  return { text: lines.join(""), items: lines.length - 1 };
}

/** Between two looks at a count that goes on, and how often. */
const LOOK_MS = 500;
const LOOKS = 600;

async function posture(desk: PresentParts["policyDesk"]): Promise<Text | Reason> {
  for (let look = 0; look < LOOKS; look++) {
    const report = await desk.reach({ elements: null, limits: DEFAULT_LIMITS });
    if (report.kind === "incomplete") return because("facts_unavailable");
    if (report.kind === "ready") {
      const { people } = report.value;
      return {
        text: canonicalJson(presentReach(report.value, { items: people, next: null })),
        items: people.length,
      };
    }
    await wait(LOOK_MS);
  }
  return because("facts_unavailable");
}

async function roster(people: PresentParts["people"]): Promise<Text> {
  const lines = [csvLine(["person", "name", "roles", "department", "manager", "fhir_user", "active"])];
  for await (const { id, displayName, roles, department, manager, fhirUser, active } of everyone(people))
    lines.push(
      csvLine([
        id,
        displayName,
        roles.join(" "),
        department ?? "",
        manager ?? "",
        fhirUser ?? "",
        String(active),
      ]),
    );
  return linesOf(lines);
}

async function inventory(devices: PresentParts["devices"]): Promise<Text> {
  const lines = [csvLine(["device", "owner", "platform", "serial", "encrypted", "compliant", "seen_at"])];
  for await (const { id, owner, platform, serial, encrypted, compliant, seenAt } of everyDevice(devices))
    lines.push(
      csvLine([
        id,
        owner,
        platform,
        serial ?? "",
        known(encrypted),
        known(compliant),
        seenAt === null ? "never" : new Date(seenAt).toISOString(),
      ]),
    );
  return linesOf(lines);
}

function known(state: boolean | null): string {
  return state === null ? "unknown" : String(state);
}

/** INVARIANT: whom a hold is about, and why it was opened, stays where it is sealed. */
async function retentionText({ schedule, due, holds, tombstones }: PresentParts["retention"]): Promise<Text> {
  const months = (await due()).map(presentDue);
  const held = (await holds()).map(({ id, scope, opened, released }) => {
    const { opened: shown, released: ended } = presentHold({
      id,
      scope: { kind: "record" },
      opened,
      released,
    });
    const named = ({ by, at }: { readonly by: string; readonly at: string }) => ({ by, at });
    return {
      id,
      scope: scope.kind,
      opened: named(shown),
      released: ended === null ? null : named(ended),
    };
  });
  const stones = (await tombstones()).map(presentTombstone);
  const text = canonicalJson({ schedule: schedule() ?? null, months, holds: held, tombstones: stones });
  return { text, items: months.length + held.length + stones.length };
}
