export function quotes(from: usize, until: usize): i32 {
  let n = 0;
  const q = i8x16.splat(0x22);
  for (let at = from; at < until; at += 16) n += popcnt<i32>(i8x16.bitmask(i8x16.eq(v128.load(at), q)));
  return n;
}
