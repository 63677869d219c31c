/** Numbers for names, in the order in which they were first named. A number says nothing but which name it is. */
export class NameTable {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];

  /** The number of this name, given to it now if it has none. */
  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.names.length;
    this.numbers.set(name, number);
    this.names.push(name);
    return number;
  }

  /** -1 for a name that has no number. */
  find(name: string): number {
    return this.numbers.get(name) ?? -1;
  }

  /** Empty for a number that was not given out. */
  nameOf(number: number): string {
    return this.names[number] ?? "";
  }

  get size(): number {
    return this.names.length;
  }
}

/** What the relation facts of many people name again and again, so that each name is kept once. */
export interface FactNames {
  readonly patients: NameTable;
  readonly sources: NameTable;
}

/** Names of no fact yet. Who keeps the facts of many people makes one, and builds every index with it. */
export function createFactNames(): FactNames {
  return { patients: new NameTable(), sources: new NameTable() };
}
