/** Single things that many callers ask for, read in one question. */
import { AppError } from "./errors.ts";

type Read<K, V> = (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;

interface Waiting<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (fault: unknown) => void;
}

/** How many questions may be under way at once, and how many keys go into one. */
export interface AskingLimits {
  readonly questions: number;
  readonly keys: number;
}

const LIMITS: AskingLimits = { questions: 1, keys: 500 };

/** Where so many wait when an answer comes, it is a busy time: more are on their way, and are worth waiting for. */
const BUSY = 4;
/** How long the next question is held back then. One costs as much as the work of a request that waits for it. */
const GATHERED_MS = 2;

/**
 * Reads one thing at a time for its caller, and all that are asked for while enough questions are under way in the next.
 * INVARIANT: every answer is to a question that was put after its caller asked, so that nothing here is older than what
 * a question of their own would have told them. Where a key cannot be asked for, the others are asked for without it:
 * nobody is refused for what somebody else asked.
 */
export function askedTogether<K extends string, V>(
  read: Read<K, V>,
  limits = LIMITS,
): (key: K) => Promise<V | undefined> {
  let waiting = new Map<K, Waiting<V>[]>();
  let underWay = 0;
  let callers = 0;

  async function next(): Promise<void> {
    underWay += 1;
    // Whoever asks in this turn of the event loop comes along.
    await Promise.resolve();
    while (waiting.size > 0) {
      const all = [...waiting];
      waiting = new Map(all.slice(limits.keys));
      callers = 0;
      await answer(read, new Map(all.slice(0, limits.keys)));
      if (callers >= BUSY) await new Promise((resolve) => setTimeout(resolve, GATHERED_MS));
    }
    underWay -= 1;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      callers += 1;
      const others = waiting.get(key);
      if (others === undefined) waiting.set(key, [{ resolve, reject }]);
      else others.push({ resolve, reject });
      if (underWay < limits.questions) void next();
    });
}

async function answer<K, V>(read: Read<K, V>, asked: ReadonlyMap<K, readonly Waiting<V>[]>): Promise<void> {
  try {
    const found = await read([...asked.keys()]);
    for (const [key, waiting] of asked) for (const { resolve } of waiting) resolve(found.get(key));
  } catch (fault) {
    if (asked.size > 1 && isOfOneKey(fault)) for (const one of asked) await answer(read, new Map([one]));
    else for (const { reject } of [...asked.values()].flat()) reject(fault);
  }
}

/** A database that does not answer would not answer for one key either. */
function isOfOneKey(fault: unknown): boolean {
  return fault instanceof AppError && fault.code === "input_invalid";
}
