import type { FunctionComponent } from "react";
import type { SessionState } from "../api/session-context.tsx";
import type { Up } from "../ui/layout/page.tsx";
import type { IconName } from "../ui/text/icon.tsx";

/** The groups of the navigation, in its order. */
export const GROUPS = ["Mine", "Look", "Govern"] as const;

/** How a screen stands in the navigation and in the command palette. */
export interface NavigationEntry {
  readonly label: string;
  readonly icon: IconName;
  readonly group: (typeof GROUPS)[number];
  /** `g` and a letter. */
  readonly keys?: string;
  /** Who may use it; everyone who has signed in unless said. */
  readonly for?: (state: SessionState) => boolean;
}

/** How a part of a screen stands in the command palette. */
export interface PartEntry {
  readonly title: string;
  /** More words to find it by. */
  readonly also?: string;
  readonly for: (state: SessionState) => boolean;
}

/** One screen: its address (ids of entries and drafts at most, never of patients) and its code, loaded when needed. */
export interface ScreenRoute {
  readonly path: string;
  readonly load: () => Promise<{ readonly Screen: FunctionComponent }>;
  readonly nav?: NavigationEntry;
  /** Who is let in, where the screen asks for a patient or a person before the server is asked anything. */
  readonly for?: (state: SessionState) => boolean;
  /** A part of a screen, such as one of its tabs: in the command palette alone. */
  readonly part?: PartEntry;
  /** The screen that this one is a part of, and that Escape leads back to; not from where one writes (`edits`). */
  readonly up?: Up;
  /** Shown without a session too. */
  readonly open?: boolean;
  /** Screens inside this one, which shows them in its `<Outlet />`; paths relative to it. */
  readonly children?: readonly ScreenRoute[];
}

/** Those whose role is given this control element. */
function given(element: string): (state: SessionState) => boolean {
  return ({ session }) => session.controls.includes(element);
}

const rules = given("policy.rules");
const readsRecord = given("record.entries");

function readsItsPatients(state: SessionState): boolean {
  return readsRecord(state) && given("record.patients")(state);
}
const retains = given("record.retention");

/** Every screen. A new one is a folder under web/screens and a line here. */
export const SCREENS: readonly ScreenRoute[] = [
  { path: "/sign-in", load: () => import("../screens/sign-in/screen.tsx"), open: true },
  {
    path: "/same-chart",
    load: () => import("../screens/same-chart/screen.tsx"),
    open: true,
    nav: {
      label: "Same chart",
      icon: "eyes",
      group: "Look",
      for: ({ session }) => session.mode === "demo",
    },
  },
  {
    path: "/work",
    load: () => import("../screens/work/screen.tsx"),
    nav: { label: "My work", icon: "work", group: "Mine", keys: "g w" },
  },
  {
    path: "/chart",
    load: () => import("../screens/chart/screen.tsx"),
    nav: {
      label: "Chart",
      icon: "chart",
      group: "Mine",
      keys: "g c",
      for: ({ session }) => session.charts,
    },
  },
  {
    path: "/find-patient",
    load: () => import("../screens/find-patient/screen.tsx"),
    for: ({ session }) => session.locates,
    nav: {
      label: "Find a patient",
      icon: "search",
      group: "Mine",
      keys: "g f",
      for: ({ session }) => session.locates,
    },
  },
  {
    path: "/locked-lookups",
    load: () => import("../screens/locked-lookups/screen.tsx"),
    nav: { label: "Locked lookups", icon: "lockedLookup", group: "Govern", for: given("locate.locks") },
  },
  {
    path: "/record",
    load: () => import("../screens/record/entries/screen.tsx"),
    nav: { label: "Record", icon: "record", group: "Look", keys: "g r" },
  },
  {
    path: "/sessions",
    load: () => import("../screens/sessions/screen.tsx"),
    nav: { label: "Sessions and apps", icon: "screen", group: "Mine", keys: "g s" },
  },
  {
    path: "/record/patient",
    load: () => import("../screens/record/patient/screen.tsx"),
    for: readsItsPatients,
    part: {
      title: "Record: who saw a patient",
      also: "record log access audit",
      for: readsItsPatients,
    },
  },
  {
    path: "/record/person",
    load: () => import("../screens/record/person/screen.tsx"),
    for: readsRecord,
    part: { title: "Record: what a person saw", also: "record log access audit", for: readsRecord },
  },
  {
    path: "/record/exceptions",
    load: () => import("../screens/record/exceptions/screen.tsx"),
    for: readsRecord,
    part: { title: "Record: exceptions", also: "record log access audit break glass", for: readsRecord },
  },
  {
    path: "/record/grants/$id",
    load: () => import("../screens/record/exceptions/grant-screen.tsx"),
    up: { label: "All exceptions", href: "/record/exceptions" },
  },
  {
    path: "/record/$entryId",
    load: () => import("../screens/record/entries/entry-screen.tsx"),
    up: { label: "All entries", href: "/record" },
  },
  {
    path: "/relations",
    load: () => import("../screens/relations/screen.tsx"),
    nav: {
      label: "Relation facts",
      icon: "link",
      group: "Govern",
      for: given("relation.facts"),
    },
  },
  {
    path: "/sources",
    load: () => import("../screens/sources/screen.tsx"),
    nav: { label: "Sources", icon: "inflow", group: "Govern", for: given("record.sources") },
  },
  {
    path: "/devices",
    load: () => import("../screens/devices/screen.tsx"),
    nav: { label: "Devices", icon: "phone", group: "Govern", for: given("device-inventory.entries") },
  },
  {
    path: "/keys",
    load: () => import("../screens/keys/screen.tsx"),
    nav: { label: "Keys", icon: "key", group: "Govern", for: given("key.ring") },
  },
  {
    path: "/backups",
    load: () => import("../screens/backups/screen.tsx"),
    nav: { label: "Backups", icon: "archive", group: "Govern", for: given("backup.store") },
  },
  {
    path: "/retention",
    load: () => import("../screens/retention/screen.tsx"),
    nav: {
      label: "Retention",
      icon: "calendar",
      group: "Govern",
      for: (state) => given("record.entries")(state) || given("record.retention")(state),
    },
  },
  {
    path: "/retention/holds",
    load: () => import("../screens/retention/holds-screen.tsx"),
    part: { title: "Retention: legal holds", for: retains },
  },
  {
    path: "/retention/purges",
    load: () => import("../screens/retention/purges-screen.tsx"),
    part: { title: "Retention: purges", for: retains },
  },
  {
    path: "/retention/tombstones",
    load: () => import("../screens/retention/tombstones-screen.tsx"),
    part: { title: "Retention: tombstones", for: retains },
  },
  {
    path: "/health",
    load: () => import("../screens/health/screen.tsx"),
    nav: { label: "Health", icon: "pulse", group: "Govern", for: given("health.state") },
  },
  {
    path: "/data-map",
    load: () => import("../screens/data-map/screen.tsx"),
    nav: { label: "Data map", icon: "flow", group: "Govern", for: given("inventory.systems") },
  },
  {
    path: "/data-map/systems",
    load: () => import("../screens/data-map/register-screen.tsx"),
    part: { title: "Data map: systems people name", for: given("inventory.systems") },
  },
  {
    path: "/data-map/system/$id",
    load: () => import("../screens/data-map/system-screen.tsx"),
    up: { label: "The whole map", href: "/data-map" },
  },
  {
    path: "/data-map/protection",
    load: () => import("../screens/data-map/protection-screen.tsx"),
    part: { title: "Data map: protection", also: "encryption", for: given("inventory.systems") },
  },
  {
    path: "/evidence",
    load: () => import("../screens/evidence/screen.tsx"),
    nav: { label: "Evidence", icon: "folder", group: "Govern", for: given("evidence.artifacts") },
  },
  {
    path: "/evidence/$id",
    load: () => import("../screens/evidence/artifact-screen.tsx"),
    up: { label: "All evidence", href: "/evidence" },
  },
  {
    path: "/restrictions",
    load: () => import("../screens/restrictions/screen.tsx"),
    nav: {
      label: "Restrictions",
      icon: "ban",
      group: "Govern",
      for: (state) => given("restriction.register")(state) || given("part2-consent.register")(state),
    },
  },
  {
    path: "/restrictions/$id",
    load: () => import("../screens/restrictions/restriction-screen.tsx"),
    up: { label: "All restrictions", href: "/restrictions" },
  },
  {
    path: "/restrictions/consents",
    load: () => import("../screens/restrictions/consents-screen.tsx"),
    part: { title: "Part 2 consents", also: "restrictions", for: given("part2-consent.register") },
  },
  {
    path: "/restrictions/consents/$id",
    load: () => import("../screens/restrictions/consent-screen.tsx"),
    up: { label: "All consents", href: "/restrictions/consents" },
  },
  {
    path: "/shreddings",
    load: () => import("../screens/shreddings/screen.tsx"),
    nav: { label: "Destroyed keys", icon: "shredded", group: "Govern", for: given("shredding.register") },
  },
  {
    path: "/segments",
    load: () => import("../screens/segments/screen.tsx"),
    nav: { label: "Segments", icon: "tag", group: "Govern", for: given("policy.rules") },
  },
  {
    path: "/segments/$id",
    load: () => import("../screens/segments/segment-screen.tsx"),
    up: { label: "All segments", href: "/segments" },
  },
  {
    path: "/explorer",
    load: () => import("../screens/explorer/screen.tsx"),
    nav: { label: "API explorer", icon: "code", group: "Look", for: given("gateway.explorer") },
  },
  {
    path: "/policy",
    load: () => import("../screens/policy/screen.tsx"),
    nav: { label: "Policy", icon: "policy", group: "Govern", keys: "g p", for: given("policy.rules") },
  },
  {
    path: "/policy/matrix",
    load: () => import("../screens/policy/matrix/screen.tsx"),
    part: { title: "Policy: matrix", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/who",
    load: () => import("../screens/policy/who/screen.tsx"),
    part: { title: "Policy: who sees this?", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/roles",
    load: () => import("../screens/policy/roles/screen.tsx"),
    part: { title: "Policy: roles", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/roles/$id",
    load: () => import("../screens/policy/roles/role-screen.tsx"),
    up: { label: "All roles", href: "/policy/roles" },
  },
  {
    path: "/policy/purposes/$id",
    load: () => import("../screens/policy/roles/purpose-screen.tsx"),
    up: { label: "The whole matrix", href: "/policy/matrix" },
  },
  {
    path: "/policy/access",
    load: () => import("../screens/policy/access/screen.tsx"),
    part: { title: "Policy: who can access", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/findings",
    load: () => import("../screens/policy/findings/screen.tsx"),
    part: { title: "Policy: findings", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/tests",
    load: () => import("../screens/policy/tests/screen.tsx"),
    part: { title: "Policy: tests", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/reach",
    load: () => import("../screens/policy/reach/screen.tsx"),
    part: { title: "Policy: reach", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/drafts",
    load: () => import("../screens/policy/drafts/screen.tsx"),
    part: { title: "Policy: drafts", also: "policy studio roles rules", for: rules },
  },
  {
    path: "/policy/drafts/$id",
    load: () => import("../screens/policy/drafts/draft-screen.tsx"),
    up: { label: "All drafts", href: "/policy/drafts", edits: true },
  },
];

/** Where `/` leads. */
export const LANDING = { signedIn: "/work", demo: "/same-chart", production: "/sign-in" } as const;
