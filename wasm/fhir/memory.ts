// Where things stand in memory. What the host lays out behind `heapAt` (texts, results) it tells by address.

/** As src/kernel/json-reader.ts: values nest no deeper. */
export const MOST_DEPTH: u32 = 100;
/** One byte for each open container while a value is passed over: 1 in an object. */
export const STACK: usize = memory.data(128, 16);
/** For each container around a value the member that it is the value of; 0: an item of a list. The first is the resource. */
export const PATH: usize = memory.data(512, 16);
/** Names of the object in hand that are in no table: address and length. */
export const NAMES: usize = memory.data(0x2000, 16);
export const NAMES_SIZE: usize = 0x2000;
/** One byte for each account of the tables: 1 when something of it came out, or was held back. */
export const RELEASED: usize = memory.data(0x1000, 16);
export const WITHHELD: usize = memory.data(0x1000, 16);
/** Rules of the tables, at most. */
export const MOST_RULES: usize = 0x2000;
/** Actions of a view that shows nothing and notes nothing: zeros. */
export const SILENCE: usize = memory.data(0x2000, 16);
/** What was found that no element covers. */
export const UNMAPPED: usize = memory.data(0x20000, 16);
export const UNMAPPED_SIZE: usize = 0x20000;
/** 64 views of 16 KiB: the action of each rule, and 8 KiB behind it the action where what is transformed is dropped. */
export const WITHOUT_TRANSFORMS: usize = 0x2000;
export const VIEWS: usize = memory.data(0x100000, 16);
/** Spans of the text in hand that came out, from and until. */
export const SPANS: usize = memory.data(0x4000, 16);
export const SPANS_SIZE: usize = 0x4000;
/** Values that are to be replaced, and values of which the year comes out. */
export const HOLES: usize = memory.data(0x4000, 16);
export const HOLES_SIZE: usize = 0x4000;
export const YEARS: usize = memory.data(0x1000, 16);
export const YEARS_SIZE: usize = 0x1000;
/** Texts that tests looked at. */
export const PINS: usize = memory.data(256, 16);
export const PINS_SIZE: usize = 256;
/** Where the nodes of a shape stand in a text, and where each ends. */
export const PLACES: usize = memory.data(0x2000, 16);
export const ENDS: usize = memory.data(0x2000, 16);
/** For each of 64 views the first nodes of shapes, by 64 kinds of beginnings. */
export const ROOTS: usize = memory.data(0x4000, 16);
export const ROOTS_SIZE: usize = 0x4000;
/** Nodes of shapes, and what they lead to. */
export const SHAPES: usize = memory.data(0x400000, 64);
export const SHAPES_SIZE: usize = 0x400000;
export const LEAVES: usize = memory.data(0x200000, 16);
export const LEAVES_SIZE: usize = 0x200000;
/** 16 MiB of the catalogue's tables, in the form of src/projection/bytes/table-format.ts. */
export const TABLES: usize = memory.data(0x1000000, 64);

export function viewsAt(): usize {
  return VIEWS;
}

export function tablesAt(): usize {
  return TABLES;
}

/** Behind everything that the kernels keep. */
export function heapAt(): usize {
  return (__heap_base + 63) & ~63;
}
