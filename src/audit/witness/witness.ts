/** Answers `add-checkpoint` (C2SP tlog-witness): cosigns what continues the last checkpoint it cosigned, and nothing else. */
import type { Clock } from "../../kernel/clock.ts";
import { provesConsistency, same } from "../verify/merkle.ts";
import { isSignedBy, type Note, parseNote, type VerifierKey } from "../verify/notes.ts";
import type { WitnessKey } from "./key.ts";
import type { Cosigned, WitnessState } from "./state.ts";

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
  /** `text/x.tlog.size` where the body is the size that the witness holds. */
  readonly type: "text/plain; charset=utf-8" | "text/x.tlog.size";
}

/** Takes the body of a request; those for one witness are answered one after another. */
export type Witnessing = (body: string) => Promise<WitnessAnswer>;

/** Proof lines at most. */
const PROOF_MAX = 63;

/** A witness of these logs. Rejects where its state cannot be read or written: nothing is cosigned then. */
export function createWitness(
  logs: readonly VerifierKey[],
  key: WitnessKey,
  state: WitnessState,
  clock: Clock,
): Witnessing {
  // INVARIANT: between looking up the last size and remembering the next no other request is answered.
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const answered = last.then(() => answer(body));
    last = answered.catch(() => undefined);
    return answered;
  };

  async function answer(body: string): Promise<WitnessAnswer> {
    const asked = parseRequest(body);
    if (asked === null) return text(400, "the request is not as add-checkpoint takes it");
    const log = logs.find(({ name }) => name === asked.note.origin);
    if (log === undefined) return text(404, "this witness does not know the log");
    if (!isSignedBy(asked.note, log)) return text(403, "the checkpoint is not signed by the log's key");
    if (asked.old > asked.note.size) return text(400, "the old size is larger than the checkpoint");
    const held = (await state.last(log.name)) ?? { size: 0, root: asked.note.root };
    const refusal = refusalOf(asked, held);
    if (refusal !== null) return refusal;
    await state.remember(log.name, asked.checkpoint);
    return text(200, key.cosign(asked.note.text, Math.floor(clock.now() / 1000)));
  }
}

function refusalOf({ old, note, proof }: AddCheckpoint, held: Cosigned): WitnessAnswer | null {
  if (old !== held.size) return { status: 409, body: `${held.size}\n`, type: "text/x.tlog.size" };
  if (note.size === held.size && held.size > 0 && !same(note.root, held.root))
    return { status: 409, body: `${held.size}\n`, type: "text/x.tlog.size" };
  return provesConsistency(held, note, proof) ? null : text(422, "the consistency proof does not verify");
}

interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly checkpoint: string;
  readonly note: Note;
}

/** `old <size>`, the lines of the proof, an empty line, the checkpoint. */
function parseRequest(body: string): AddCheckpoint | null {
  const end = body.indexOf("\n\n");
  if (end === -1) return null;
  const [first = "", ...lines] = body.slice(0, end).split("\n");
  const [, digits] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const proof = lines.map((line) => Buffer.from(line, "base64"));
  const isWritten = proof.every((hash, at) => hash.length === 32 && hash.toString("base64") === lines[at]);
  const checkpoint = body.slice(end + 2);
  const note = parseNote(checkpoint);
  if (digits === undefined || !isWritten || lines.length > PROOF_MAX || note === null) return null;
  return { old: Number(digits), proof, checkpoint, note };
}

function text(status: WitnessAnswer["status"], line: string): WitnessAnswer {
  return { status, body: line.endsWith("\n") ? line : `${line}\n`, type: "text/plain; charset=utf-8" };
}
