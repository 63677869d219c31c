import type { JsonObject } from "../../src/kernel/json.ts";
import { displayName } from "../book.ts";
import type { Patient } from "../demand/types.ts";

/** A drawn stand-in for a full-face photograph: initials in a colored circle, as SVG. */
export function portraitOf(patient: Patient): JsonObject {
  const initials = displayName(patient)
    .split(" ")
    .map((part) => part.charAt(0))
    .join("");
  const hue = patient.person.bornOn % 360;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><circle cx="48" cy="48" r="48" fill="hsl(${Math.abs(hue)} 40% 60%)"/>` +
    `<text x="48" y="60" font-size="36" text-anchor="middle">${initials}</text></svg>`;
  return {
    contentType: "image/svg+xml",
    data: Buffer.from(svg).toString("base64"),
    title: `Photo of ${displayName(patient)}`,
  };
}
