import { AppError } from "../kernel/errors.ts";

/** Reads one setting; where it is at fault, the fault is kept, and `instead` stands in until all were looked at. */
export type Read = <T>(setting: () => T, instead: T) => T;

/**
 * Reads a whole configuration and tells every fault in it at once.
 * @throws AppError with the code of the first fault; each fault with what to do about it.
 */
export function gathered<T>(whole: (read: Read) => T): T {
  const faults: AppError[] = [];
  const read: Read = (setting, instead) => {
    try {
      return setting();
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault;
      faults.push(fault);
      return instead;
    }
  };
  const found = read<{ readonly value: T } | null>(() => ({ value: whole(read) }), null);
  const [first, ...others] = faults;
  if (found !== null && first === undefined) return found.value;
  if (first !== undefined && others.length === 0) throw first;
  const told = faults.map(({ message, hint }) => (hint === undefined ? message : `${message}: ${hint}`));
  throw new AppError(first?.code ?? "config_invalid", told.join("; "), {
    hint: `${faults.length} settings are at fault; \`modicum config check\` shows all of them`,
  });
}
