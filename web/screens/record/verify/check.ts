/** Checks the proof of one entry from bytes alone: every step is computed here, and nothing is taken on the server's word. */
import { type Bytes, hashIn, hexOf, isSame, textBytes } from "../../../log/bytes.ts";
import { climb, isContinued, leafHashOf, type PathStep, type TreeHead } from "../../../log/merkle.ts";
import { type LogKey, type Note, readLogKey, readNote, signatureOf } from "../../../log/note.ts";
import { checkWitnessed, type WitnessEvidence } from "./witnessed.ts";

/** What the server answers, as it came. */
export interface EntryEvidence {
  readonly proof: {
    readonly index: number;
    readonly leafHash: string;
    /** Undefined: not given to who may only read their own; null: the stored entry is not the one that was recorded. */
    readonly logForm?: string | null | undefined;
    readonly checkpoint: string;
    readonly size: number;
    readonly path: readonly string[];
  };
  /** Of the log; null: it could not be had. */
  readonly key: string | null;
  /** What this browser kept of an earlier checkpoint, and the proof that the log goes on from it; null: nothing. */
  readonly before: { readonly head: SeenHead; readonly path: readonly string[] | null } | null;
  /** Who cosigns the log; null: not for who asks. */
  readonly witnesses: readonly WitnessEvidence[] | null;
}

/** A checkpoint as this browser keeps it: size, and root hash in base64. */
export interface SeenHead {
  readonly size: number;
  readonly root: string;
}

/** The entry as the page shows it. */
export interface ShownEntry {
  readonly id: string;
  /** ISO time. */
  readonly at: string;
  readonly person: string | null;
  readonly interaction: string;
  readonly outcome: string;
  readonly purpose: string | null;
}

export interface Check {
  readonly id: "entry" | "leaf" | "path" | "signature" | "witnessed" | "continued";
  readonly title: string;
  readonly state: "held" | "refused" | "not-checked";
  /** What was found, or what differs. */
  readonly detail: string;
}

export interface Verdict {
  /** `held`: all that could be checked holds, the way to the signed root among it. */
  readonly state: "held" | "refused" | "not-checked";
  readonly checks: readonly Check[];
  readonly index: number;
  readonly leaf: Bytes | null;
  readonly steps: readonly PathStep[];
  readonly note: Note | null;
  /** Id of the key that the signatures were checked with. */
  readonly keyId: string | null;
  /** When the log's key says that it signed, milliseconds since 1970. */
  readonly signedAt: number | null;
}

/** The verdict on one entry. A proof that does not hold is a finding, and nothing throws. */
export async function verifyEntry(evidence: EntryEvidence, shown: ShownEntry): Promise<Verdict> {
  const { proof } = evidence;
  const note = readNote(proof.checkpoint);
  const leaf = hashIn(proof.leafHash);
  const path = proof.path.map(hashIn);
  const known = path.filter((hash) => hash !== null);
  const isWhole = leaf !== null && note !== null && known.length === path.length && proof.size === note.size;
  const steps = isWhole ? await climb(leaf, proof.index, note.size, known) : null;
  const key = evidence.key === null ? null : await readLogKey(evidence.key);
  const signature = await checkSignature(note, key);
  const checks = [
    checkEntry(proof.logForm, shown),
    await checkLeaf(proof.logForm, leaf),
    checkPath(steps, leaf, note),
    signature.check,
    await checkWitnessed(evidence.witnesses, note, proof.index),
    await checkContinued(evidence.before, note),
  ];
  return {
    state: stateOf(checks),
    checks,
    index: proof.index,
    leaf,
    steps: steps ?? [],
    note,
    keyId: key?.id ?? null,
    signedAt: signature.at,
  };
}

/** The way to the root has to hold; what was not checked is said beside it, and takes nothing away. */
function stateOf(checks: readonly Check[]): Verdict["state"] {
  if (checks.some(({ state }) => state === "refused")) return "refused";
  return checks.some(({ id, state }) => id === "path" && state === "held") ? "held" : "not-checked";
}

function checkEntry(logForm: string | null | undefined, shown: ShownEntry): Check {
  const base = { id: "entry", title: "What is shown is what was recorded" } as const;
  if (logForm === undefined)
    return {
      ...base,
      state: "not-checked",
      detail: "The recorded form is for who may read the whole record.",
    };
  if (logForm === null)
    return {
      ...base,
      state: "refused",
      detail: "The stored entry is not the one that its leaf was made over.",
    };
  const different = differencesOf(logForm, shown);
  if (different.length > 0)
    return { ...base, state: "refused", detail: `Different from what is shown: ${different.join(", ")}.` };
  const detail = "Id, time, person, act, outcome and purpose are those in the recorded form.";
  return { ...base, state: "held", detail };
}

function differencesOf(logForm: string, shown: ShownEntry): readonly string[] {
  const form = objectIn(logForm);
  if (form === null) return ["the recorded form cannot be read"];
  const open = isObject(form["open"]) ? form["open"] : {};
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["id", form["id"], shown.id],
    ["time", form["at"], Date.parse(shown.at)],
    ["person", form["personId"], shown.person],
    ["act", form["interaction"], shown.interaction],
    ["outcome", form["outcome"], shown.outcome],
    ["purpose", open["purpose"], shown.purpose],
  ];
  return pairs.filter(([, recorded, visible]) => recorded !== visible).map(([name]) => name);
}

async function checkLeaf(logForm: string | null | undefined, leaf: Bytes | null): Promise<Check> {
  const base = { id: "leaf", title: "The leaf is the hash of the recorded form" } as const;
  if (leaf === null) return { ...base, state: "refused", detail: "The leaf is no SHA-256 hash." };
  if (logForm === undefined || logForm === null)
    return { ...base, state: "not-checked", detail: "There is no recorded form to hash." };
  const hash = await leafHashOf(textBytes(logForm));
  return isSame(hash, leaf)
    ? { ...base, state: "held", detail: `SHA-256(0x00 || form) is ${hexOf(hash)}.` }
    : { ...base, state: "refused", detail: `The form hashes to ${hexOf(hash)}, the leaf is ${hexOf(leaf)}.` };
}

function checkPath(steps: readonly PathStep[] | null, leaf: Bytes | null, note: Note | null): Check {
  const base = { id: "path", title: "The leaf leads to the root of the checkpoint" } as const;
  if (note === null) return { ...base, state: "refused", detail: "The checkpoint is not as one is written." };
  if (steps === null || leaf === null)
    return {
      ...base,
      state: "refused",
      detail: `The proof is none for this place in a log of ${note.size}.`,
    };
  const root = steps.at(-1)?.hash ?? leaf;
  return isSame(root, note.root)
    ? { ...base, state: "held", detail: `${steps.length} steps up end at the root of ${note.size} entries.` }
    : {
        ...base,
        state: "refused",
        detail: `The way up ends at ${hexOf(root)}, the checkpoint signs ${hexOf(note.root)}.`,
      };
}

async function checkSignature(
  note: Note | null,
  key: LogKey | null,
): Promise<{ readonly check: Check; readonly at: number | null }> {
  const base = { id: "signature", title: "The log’s key signed the checkpoint" } as const;
  const told = (state: Check["state"], detail: string, at: number | null = null) => ({
    check: { ...base, state, detail },
    at,
  });
  if (note === null) return told("refused", "The checkpoint is not as one is written.");
  if (key === null) return told("not-checked", "The key of the log could not be had.");
  if (key.name !== note.origin)
    return told("refused", `The checkpoint is of ${note.origin}, the key of ${key.name}.`);
  const { signed, at } = await signatureOf(note, key);
  if (signed === "unable")
    return told(
      "not-checked",
      "This browser cannot check Ed25519 signatures here. `modicum log verify` can.",
    );
  if (signed !== "good")
    return told("refused", signed === "bad" ? "A signature does not verify." : "A signature is missing.");
  return told("held", `Both Ed25519 signatures verify, with the key ${key.id} that this server names.`, at);
}

async function checkContinued(before: EntryEvidence["before"], note: Note | null): Promise<Check> {
  const base = { id: "continued", title: "The log goes on from what this browser saw before" } as const;
  if (before === null || note === null)
    return { ...base, state: "not-checked", detail: "This browser saw no checkpoint of this log before." };
  const { size } = before.head;
  const root = hashIn(before.head.root);
  const refused = (detail: string): Check => ({ ...base, state: "refused", detail });
  if (size > note.size) return refused(`It had ${size} entries before, and has ${note.size} now.`);
  const path = before.path?.map(hashIn) ?? null;
  const known = path?.filter((hash) => hash !== null);
  if (root === null || known === undefined || known.length !== path?.length)
    return refused(`There is no proof that it begins with the ${size} entries seen before.`);
  const [first, second]: readonly [TreeHead, TreeHead] = [{ size, root }, note];
  return (await isContinued(first, second, known))
    ? { ...base, state: "held", detail: `It begins with the same ${size} entries as before.` }
    : refused(`It does not begin with the same ${size} entries as before.`);
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
