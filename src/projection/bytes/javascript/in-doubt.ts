/**
 * Thrown where a scanner is not sure, and caught where it began: its caller reads the text as objects instead.
 * One for all, since the stack it was thrown from interests nobody, and making one costs more than a resource.
 */
export const IN_DOUBT = new Error("in doubt");

export function doubt(): never {
  throw IN_DOUBT;
}
