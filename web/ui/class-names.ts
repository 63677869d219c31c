/** Joins the class names that apply; what is false or absent is left out. */
export function cx(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
