/** The parts of the policy studio, each at an address of its own. */
export const STUDIO_TABS = [
  { id: "matrix", label: "Matrix" },
  { id: "who", label: "Who sees this?" },
  { id: "roles", label: "Roles" },
  { id: "access", label: "Who can access" },
  { id: "findings", label: "Findings" },
  { id: "tests", label: "Tests" },
  { id: "reach", label: "Reach" },
  { id: "drafts", label: "Drafts" },
] as const;

export type StudioTab = (typeof STUDIO_TABS)[number]["id"];

/** Where a part of the studio is. */
export function studioPath(tab: StudioTab): string {
  return `/policy/${tab}`;
}
