/** Has this person's work done after what they asked for before. */
export type Turns = <T>(personId: string, work: () => Promise<T>) => Promise<T>;

/**
 * One at a time for each person: policies are compiled one after the other for everybody, so that who asks for a hundred
 * at once would keep all others waiting.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (personId, work) => {
    const before = last.get(personId) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(personId, mine);
    const leave = (): void => {
      if (last.get(personId) === mine) last.delete(personId);
    };
    mine.then(leave, leave);
    return mine;
  };
}
