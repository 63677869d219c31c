import type { Session } from "../../../api/session.ts";

interface Asking {
  readonly mode: Session["mode"];
  readonly origin: string;
  readonly person: string | null;
  readonly purpose: string | null;
  readonly caseId: string | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Entries have a UUID; nothing else is worth asking the server for. */
export function isEntryId(text: string): boolean {
  return UUID.test(text);
}

/**
 * The command that explains an entry as the page did: as the same person, for the same purpose. Outside the demo the
 * person is whose token MODICUM_TOKEN holds.
 */
export function explainCommand(id: string, { mode, origin, person, purpose, caseId }: Asking): string {
  const isDemo = mode === "demo";
  return [
    ...(isDemo ? [] : [`MODICUM_URL=${quoted(origin)}`]),
    `npx modicum explain ${id}`,
    ...(isDemo && person !== null ? [`--as ${quoted(person)}`] : []),
    ...(purpose === null ? [] : [`--purpose ${quoted(purpose)}`]),
    ...(caseId === null ? [] : [`--case ${quoted(caseId)}`]),
  ].join(" ");
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
