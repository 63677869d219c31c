import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../../api/problem.ts";
import { Button, TextLink } from "../../../ui/button/button.tsx";
import { Menu } from "../../../ui/overlay/menu.tsx";
import { saveFile } from "../../../ui/save/save-file.ts";
import { useAnnounce } from "../../../ui/status/status-region.tsx";
import { EXPORT_FORMATS, exportEntries, type ExportFormat } from "./export.ts";
import type { EntryQuery } from "./entries.ts";
import styles from "../record.module.css";

interface ExportMenuProps {
  /** As the table is filtered: what is shown is what goes out, all pages of it. */
  readonly query: EntryQuery;
  /** In whose name one's own entries go out. */
  readonly person: string | undefined;
}

/** The record as a file, in the format that is chosen. The export is in the record too, and this says where. */
export function ExportMenu({ query, person }: ExportMenuProps) {
  const announce = useAnnounce();
  const exporting = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const { file, name, entryId } = await exportEntries(query, person, format);
      saveFile(name, file);
      return entryId;
    },
    onSuccess: () => announce("The record was saved as a file"),
    onError: () => announce("The record was not saved"),
  });
  return (
    <div className={styles["export"]}>
      <Menu
        label="Export these entries"
        trigger={
          <Button icon="download" isPending={exporting.isPending}>
            {exporting.isPending ? "Exporting…" : "Export"}
          </Button>
        }
        groups={[
          {
            title: "All entries of this view",
            entries: EXPORT_FORMATS.map(({ id, label, hint }) => ({
              id,
              label,
              hint,
              onAction: () => exporting.mutate(id),
            })),
          },
        ]}
      />
      {exporting.error !== null && (
        <p className={styles["soft"]}>Not exported: {problemOf(exporting.error).title}.</p>
      )}
      {exporting.data !== undefined && exporting.data !== null && (
        <p className={styles["soft"]}>
          <TextLink href={`/record/${exporting.data}`}>Saved, and recorded</TextLink>
        </p>
      )}
    </div>
  );
}
