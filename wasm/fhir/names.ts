// Names of members that are in no table.
import { NAMES, NAMES_SIZE } from "./memory";
import { stopFrom } from "./stops";
import { LONGEST_NAME } from "./tables";
import { unexpected } from "./trouble";

const QUOTE_COLON: u32 = 0x3a22;

/** Behind the last name of the objects in hand. */
export let namesAt: usize = NAMES;

@inline
export function startNames(): void {
  namesAt = NAMES;
}

/** Forgets the names of an object, back to where those of the one around it end. */
@inline
export function leaveNames(at: usize): void {
  namesAt = at;
}

/** Bytes of the name at `at`, which stands without escapes before `":`; 0: doubt, too, of one that could be long. */
export function nameLength(at: usize): u32 {
  const end = stopFrom(at);
  const length = <u32>(end - at);
  if (length - 1 >= LONGEST_NAME) return 0;
  if (<u32>load<u16>(end) === QUOTE_COLON) return length;
  if (<u32>load<u8>(end) === 0x22) unexpected(end + 1);
  return 0;
}

/** Notes the name for the object whose names begin at `since`. False: the object has it already, or there is no room. */
export function isNewName(name: usize, length: u32, since: usize): bool {
  for (let at = since; at < namesAt; at += 8) {
    // Behind a name stands a quote at least, so that two bytes can be read of each.
    const other = <usize>load<u32>(at);
    if (load<u32>(at, 4) !== length || load<u16>(other) !== load<u16>(name)) continue;
    if (memory.compare(other, name, <usize>length) === 0) return false;
  }
  if (namesAt + 8 > NAMES + NAMES_SIZE) return false;
  store<u32>(namesAt, <u32>name);
  store<u32>(namesAt, length, 4);
  namesAt += 8;
  return true;
}
