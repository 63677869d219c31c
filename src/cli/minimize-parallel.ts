/** Minimizes a file in blocks that several threads work on; what comes out is what one would make of it. */
import type { FileOptions } from "../projection/files/types.ts";
import type { Tally } from "../projection/files/tally.ts";
import { recordBlocks } from "./minimize-blocks.ts";
import type { BlockOptions } from "./minimize-blocks.ts";
import type { NamedCard } from "./minimize-labels.ts";
import { errorOf } from "./minimize-tasks.ts";
import type { Answer, CsvHeader, Done } from "./minimize-tasks.ts";
import type { Tasks } from "./minimize-threads.ts";

/** Of each thread: one that it works on, and one that waits for it. */
const BLOCKS_AHEAD = 2;

/**
 * Blocks in the order of the file, as far as they are asked for: not more are read than threads can work on.
 * @throws AppError `input_invalid` as the minimizers do, with the line in the file
 */
export async function* minimizeInBlocks(
  input: AsyncIterable<Uint8Array>,
  cut: BlockOptions,
  tasks: Tasks,
  options: FileOptions,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const waiting: Promise<Answer>[] = [];
  let firstLine = 1;
  let header: CsvHeader | null = null;
  let linesBefore = 0;
  const settled = async (): Promise<Uint8Array> => {
    const done = (await waiting.shift()) as Done;
    header ??= done.header;
    tally.merge(done.summary, linesBefore === 0 ? firstLine : 1, options);
    if (done.fault !== null) throw errorOf(done.fault);
    firstLine += done.lines;
    return done.bytes;
  };
  for await (const block of recordBlocks(counted(input, tally, options), cut)) {
    // Until the header is known, nobody could say what the columns of the next block are, and the lines before are.
    linesBefore = cut.quotes && header === null ? firstLine - 1 : 0;
    waiting.push(observed(tasks.run({ kind: "minimize", block, header, linesBefore })));
    const most = cut.quotes && header === null ? 0 : tasks.width * BLOCKS_AHEAD;
    while (waiting.length > most) yield await settled();
  }
  while (waiting.length > 0) yield await settled();
  tally.tell(options);
}

/** The cards that lend labels within the file, by two passes over it; told to all threads. */
export async function labelInBlocks(
  read: () => AsyncIterable<Uint8Array>,
  cut: BlockOptions,
  tasks: Tasks,
): Promise<void> {
  const labeled = await surveyed(read(), cut, tasks);
  if (labeled.length === 0) return;
  await tasks.tellAll({ kind: "labeled", refs: new Set(labeled.map(([ref]) => ref)) });
  const linked = await surveyed(read(), cut, tasks);
  await tasks.tellAll({ kind: "cards", cards: [...labeled, ...linked] });
}

async function surveyed(
  input: AsyncIterable<Uint8Array>,
  cut: BlockOptions,
  tasks: Tasks,
): Promise<readonly NamedCard[]> {
  const cards: NamedCard[] = [];
  const waiting: Promise<Answer>[] = [];
  const settle = async (): Promise<void> => {
    for (const card of (await waiting.shift()) as readonly NamedCard[]) cards.push(card);
  };
  for await (const block of recordBlocks(input, cut)) {
    waiting.push(observed(tasks.run({ kind: "survey", block })));
    if (waiting.length > tasks.width * BLOCKS_AHEAD) await settle();
  }
  while (waiting.length > 0) await settle();
  return cards;
}

async function* counted(
  input: AsyncIterable<Uint8Array>,
  tally: Tally,
  options: FileOptions,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) {
    tally.read(chunk.length, options);
    yield chunk;
  }
}

/** One that fails while an earlier one is waited for is told when its turn comes. */
function observed<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
