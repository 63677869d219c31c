/** Checks what witnesses cosigned, and that the log goes on from it: an operator alone cannot rewrite what they saw. */
import { hashIn } from "../../../log/bytes.ts";
import type { Check } from "./check.ts";
import { isContinued } from "../../../log/merkle.ts";
import { cosignatureOf, type Note, readNote, readWitnessKey } from "../../../log/note.ts";

/** A witness as the server names it, and the newest that it cosigned. */
export interface WitnessEvidence {
  readonly name: string;
  /** C2SP tlog-cosignature. */
  readonly verifierKey: string;
  /** With the witness's line; null: it cosigned none yet. */
  readonly checkpoint: string | null;
  /** The proof that the log goes on from there; null: it could not be had. */
  readonly path: readonly string[] | null;
}

type Found = Pick<Check, "state" | "detail">;

/** @param note the checkpoint that the entry was proven under; null: there is none that can be read */
export async function checkWitnessed(
  witnesses: readonly WitnessEvidence[] | null,
  note: Note | null,
  index: number,
): Promise<Check> {
  const base = { id: "witnessed", title: "Witnesses cosigned the log, and it goes on from there" } as const;
  const notChecked = (detail: string): Check => ({ ...base, state: "not-checked", detail });
  if (witnesses === null) return notChecked("Who cosigns is for who may read the whole record.");
  if (witnesses.length === 0)
    return notChecked("No witness is configured: nobody outside can show that the log was never rewritten.");
  if (note === null) return notChecked("There is no checkpoint that could go on from theirs.");
  const found = await Promise.all(witnesses.map((witness) => checkOne(witness, note, index)));
  const state = STATES.find((one) => found.some((each) => each.state === one)) ?? "not-checked";
  return { ...base, state, detail: found.map(({ detail }) => detail).join(" ") };
}

/** One that is refused counts before one that holds. */
const STATES = ["refused", "held", "not-checked"] as const;

async function checkOne(witness: WitnessEvidence, note: Note, index: number): Promise<Found> {
  const { name, verifierKey, checkpoint, path } = witness;
  const refused = (detail: string): Found => ({ state: "refused", detail });
  if (checkpoint === null) return { state: "not-checked", detail: `${name} has cosigned nothing yet.` };
  const [key, cosigned] = [await readWitnessKey(verifierKey), readNote(checkpoint)];
  if (key?.name !== name) return refused(`What is given as the key of ${name} is none.`);
  if (cosigned === null || cosigned.origin !== note.origin)
    return refused(`What is given as cosigned by ${name} is no checkpoint of this log.`);
  const { signed, at } = await cosignatureOf(cosigned, key);
  if (signed === "unable")
    return { state: "not-checked", detail: "This browser cannot check Ed25519 signatures here." };
  if (signed !== "good" || at === null)
    return refused(`${name} did not sign what is given as cosigned by it.`);
  const hashes = path?.map(hashIn).filter((hash) => hash !== null) ?? [];
  if (hashes.length !== path?.length || !(await isContinued(cosigned, note, hashes)))
    return refused(`The log does not go on from the ${cosigned.size} entries that ${name} cosigned.`);
  const place = index < cosigned.size ? "this one among them" : "this one after them";
  const when = new Date(at).toISOString();
  return {
    state: "held",
    detail: `${name} cosigned the first ${cosigned.size} entries at ${when}, ${place}.`,
  };
}
