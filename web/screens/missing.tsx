import { LinkButton } from "../ui/button/button.tsx";
import type { Emptiness } from "../ui/state/empty-state.tsx";

interface Missing {
  readonly title: string;
  readonly text: string;
  readonly list: { readonly label: string; readonly href: string };
}

const OTHER_POLICY = "It may have had another name, or have been taken out since.";

const MISSING: Readonly<Record<"role" | "purpose" | "draft" | "segment", Missing>> = {
  role: {
    title: "The policy in force has no such role",
    text: OTHER_POLICY,
    list: { label: "All roles", href: "/policy/roles" },
  },
  purpose: {
    title: "The policy in force has no such purpose",
    text: OTHER_POLICY,
    list: { label: "All purposes", href: "/policy/matrix?view=purposes" },
  },
  draft: {
    title: "There is no such draft",
    text: "Drafts that were discarded can still be read: check the link, or look among all.",
    list: { label: "Drafts of any status", href: "/policy/drafts?status=all" },
  },
  segment: {
    title: "The policy in force has no such segment",
    text: OTHER_POLICY,
    list: { label: "All segments", href: "/segments" },
  },
};

/** In place of a part of the policy that an address names and that is not there, with the way to those that are. */
export function missing(kind: keyof typeof MISSING): Emptiness {
  const { title, text, list } = MISSING[kind];
  return { kind: "none-yet", title, text, action: <LinkButton href={list.href}>{list.label}</LinkButton> };
}
