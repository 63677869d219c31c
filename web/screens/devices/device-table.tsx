import { SearchField } from "../../ui/field/search-field.tsx";
import { Select } from "../../ui/field/select.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Pager, rowsLabel } from "../../ui/table/pager.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import {
  type Device,
  type Devices,
  FILTER_STATES,
  type Filters,
  type FilterState,
  kindWords,
  NO_FILTERS,
  saidWord,
  sourceWord,
} from "./device.ts";
import styles from "./devices.module.css";
import { StandingBadge } from "./standing-badge.tsx";
import type { useDevices } from "./use-devices.ts";

const COLUMNS: readonly Column<Device>[] = [
  { id: "id", title: "Device", cell: ({ id }) => id, csv: ({ id }) => id, sortable: true },
  { id: "owner", title: "Owner", cell: ({ owner }) => owner, csv: ({ owner }) => owner, sortable: true },
  {
    id: "standing",
    title: "What it proves",
    cell: (device) => <StandingBadge device={device} />,
    csv: ({ standing }) => standing,
  },
  {
    id: "kind",
    title: "Kind and system",
    cell: kindWords,
    csv: kindWords,
  },
  {
    id: "encrypted",
    title: "Encrypted",
    cell: ({ encrypted }) => saidWord(encrypted),
    csv: ({ encrypted }) => saidWord(encrypted),
  },
  {
    id: "compliant",
    title: "Compliant",
    cell: ({ compliant }) => saidWord(compliant),
    csv: ({ compliant }) => saidWord(compliant),
  },
  {
    id: "seen",
    title: "Last seen",
    cell: ({ seenAt }) => (seenAt === null ? "never" : <TimeText at={seenAt} form="absolute" />),
    csv: ({ seenAt }) => seenAt,
    sortable: true,
  },
  {
    id: "reported",
    title: "Last report",
    cell: ({ reportedAt, source }) => (
      <>
        <TimeText at={reportedAt} form="absolute" /> by {sourceWord(source)}
      </>
    ),
    csv: ({ reportedAt, source }) => `${reportedAt} ${source}`,
  },
  {
    id: "serial",
    title: "Serial number",
    cell: ({ serial }) => serial ?? "–",
    csv: ({ serial }) => serial,
    hidden: true,
  },
];

interface DeviceTableProps {
  readonly page: Devices;
  readonly asked: ReturnType<typeof useDevices>;
  readonly onOpen: (device: Device) => void;
}

/** A page of devices with what narrows it. */
export function DeviceTable({ page, asked, onOpen }: DeviceTableProps) {
  const { filters, setFilters, sort, setSort, before, onNext, onPrevious, query } = asked;
  const rows = page.devices;
  const isFiltered = filters.state !== "any" || filters.text.trim() !== "";
  const clear = (): void => setFilters(NO_FILTERS);
  return (
    <DataTable
      label="Devices"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      sort={sort}
      onSort={setSort}
      isBusy={query.isPlaceholderData}
      csvName="devices"
      filters={<DeviceFilters filters={filters} onChange={setFilters} />}
      empty={
        isFiltered
          ? { kind: "no-match", what: "devices", onClear: clear }
          : {
              kind: "none-yet",
              title: "No device is known yet",
              text: "Import what your device manager exports, or have it report by itself.",
            }
      }
      pager={<Pager label={rowsLabel(before, rows.length)} onPrevious={onPrevious} onNext={onNext} />}
    />
  );
}

interface DeviceFiltersProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

function DeviceFilters({ filters, onChange }: DeviceFiltersProps) {
  const states = Object.keys(FILTER_STATES) as FilterState[];
  return (
    <div className={styles["filters"]}>
      <SearchField
        label="Device, owner or system"
        isLabelShown
        value={filters.text}
        onChange={(text) => onChange({ ...filters, text })}
      />
      <Select
        label="State"
        options={states.map((id) => ({ id, label: FILTER_STATES[id] }))}
        value={filters.state}
        onChange={(chosen) => onChange({ ...filters, state: states.find((id) => id === chosen) ?? "any" })}
      />
    </div>
  );
}
