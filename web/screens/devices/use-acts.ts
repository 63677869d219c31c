import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answerOf, api } from "../../api/client.ts";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import type { Wipe } from "./device.ts";

/** Asks for a wipe; the id is made once for a dialog, so that pressing twice asks once. */
export function useWiping(onDone: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ device, id, reason }: { device: string; id: string; reason: string }) =>
      answerOf(api.devices[":id"].wipe.$post({ param: { id: device }, json: { id, reason } })),
    onSuccess: () => {
      announce("The wipe is asked for, and in the record");
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}

/** Sends a wipe again, or withdraws it. */
export function useActs() {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ wipe, act }: { wipe: Wipe; act: "retry" | "withdraw" }) => {
      const param = { id: wipe.id };
      const { wipes } = api.devices;
      return answerOf(
        act === "retry" ? wipes[":id"].retry.$post({ param }) : wipes[":id"].withdraw.$post({ param }),
      );
    },
    onSuccess: (_wipe, { act }) =>
      announce(act === "retry" ? "The wipe is sent again" : "The wipe is withdrawn"),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}

/** Takes a file in, or says what would come of it. */
export function useImport(onDone: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ text, isPreview }: { text: string; isPreview: boolean }) =>
      answerOf(
        api.devices.import.$post(
          { query: { preview: isPreview ? "true" : "false" } },
          { init: { body: text, headers: { "Content-Type": "text/csv" } } },
        ),
      ),
    onSuccess: async (_came, { isPreview }) => {
      if (isPreview) return;
      announce("The file was taken in");
      onDone();
      await client.invalidateQueries({ queryKey: ["answer"] });
    },
  });
}
