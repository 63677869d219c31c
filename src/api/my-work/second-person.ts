/** What somebody else proposed, and cannot be undone: it waits for a second person. */
import type { Purge } from "../../governance/retention/types.ts";
import type { Shredding } from "../../governance/shredding/types.ts";
import type { KeyInfo } from "../../keys/key-types.ts";
import { isoTime } from "../iso-time.ts";
import type { WorkItem } from "./items.ts";

/** Purges of the record that another person proposed. */
export function purgesToConfirm(purges: readonly Purge[]): WorkItem[] {
  return purges.map(({ id, months, proposed }) => ({
    id: `purge/${id}`,
    kind: "purge",
    title: `Confirm or withdraw a purge of ${counted(months.length, "month")} of the record`,
    why: `\`${proposed.by}\` proposed it. What goes does not come back.`,
    since: isoTime(proposed.at),
    due: null,
    href: "/retention/purges",
  }));
}

/** Shreddings that another person proposed. They never say whose key it is. */
export function shreddingsToApprove(shreddings: readonly Shredding[]): WorkItem[] {
  return shreddings.map(({ id, proposedBy, proposedAt }) => ({
    id: `shredding/${id}`,
    kind: "shredding",
    title: "Approve or withdraw the destruction of a patient's key",
    why: `\`${proposedBy}\` proposed it. What is sealed under the key never opens again.`,
    since: isoTime(proposedAt),
    due: null,
    href: "/shreddings",
  }));
}

/** Keys of the deployment that another person proposed to destroy. */
export function keysToEnd(keys: readonly KeyInfo[]): WorkItem[] {
  return keys.flatMap(({ id, proposal }) =>
    proposal === null
      ? []
      : [
          {
            id: `key-end/${id}`,
            kind: "key-end" as const,
            title: `Approve the end of the key \`${id}\``,
            why: `\`${proposal.personId}\` proposed it. It takes somebody else.`,
            since: isoTime(proposal.at),
            due: null,
            href: "/keys",
          },
        ],
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
