import { Navigate } from "@tanstack/react-router";
import { studioPath } from "./tabs.ts";

/** The policy studio opens with its matrix. */
export function Screen() {
  return <Navigate to={studioPath("matrix")} replace />;
}
