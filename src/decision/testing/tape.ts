/** A tape of bytes read as choices: every world is one tape, and a tape of zeros is the simplest world. */
export class Tape {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** 0 ≤ n < below; 0 once the tape has ended. */
  below(below: number): number {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte % below;
  }

  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    const picked = items[this.below(items.length)];
    return picked === undefined ? items[0] : picked;
  }

  /** Each item with this chance, in their order. */
  some<T>(items: readonly T[], percent: number): T[] {
    return items.filter(() => this.chance(percent));
  }

  many<T>(atMost: number, make: (n: number) => T): T[] {
    return Array.from({ length: this.below(atMost + 1) }, (_, n) => make(n));
  }
}
