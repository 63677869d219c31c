/** Reads of single rows by many callers, in one statement. */
import { AppError } from "../kernel/errors.ts";

type Read<K, V> = (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;

interface Waiting<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (fault: unknown) => void;
}

/** Keys of one statement at most. */
const MOST = 500;

/**
 * Reads one row at a time for its caller, and all that are asked for while a statement is under way in the next.
 * INVARIANT: every answer is of a statement that began after its caller asked, so that nothing here is older than what
 * a statement of their own would have told them. Where a key cannot be asked for, the others are asked for without it:
 * nobody is refused for what somebody else asked.
 */
export function askedTogether<K extends string, V>(read: Read<K, V>): (key: K) => Promise<V | undefined> {
  let waiting = new Map<K, Waiting<V>[]>();
  let isReading = false;

  async function next(): Promise<void> {
    isReading = true;
    // Whoever asks in this turn of the event loop comes along.
    await Promise.resolve();
    while (waiting.size > 0) {
      const asked = [...waiting].slice(0, MOST);
      waiting = new Map([...waiting].slice(MOST));
      await answer(read, new Map(asked));
    }
    isReading = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const others = waiting.get(key);
      if (others === undefined) waiting.set(key, [{ resolve, reject }]);
      else others.push({ resolve, reject });
      if (!isReading) void next();
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
