export interface ProgressBar {
  show(done: number, size: number): void;
  /** Leaves the line. */
  end(): void;
}

const WIDTH = 30;
const EVERY_MS = 100;

/** A line on stderr that says how far it is, for a person at a terminal; silent elsewhere. */
export function progressBar(verb: string, things: string): ProgressBar {
  let shownAt = 0;
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show(done, size) {
      if (Date.now() - shownAt < EVERY_MS && done < size) return;
      shownAt = Date.now();
      process.stderr.write(`\r${barOf(done, size)} ${verb} ${done} of ${size} ${things}`);
    },
    end: () => void process.stderr.write(shownAt === 0 ? "" : "\n"),
  };
}

/** `[=====     ]` */
export function barOf(done: number, size: number): string {
  const full = size === 0 ? WIDTH : Math.floor((WIDTH * done) / size);
  return `[${"=".repeat(full)}${" ".repeat(WIDTH - full)}]`;
}
