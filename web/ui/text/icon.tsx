/** Strokes on a 16 × 16 grid, drawn for this console. */
const PATHS = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  minus: "M4 8h8",
  plus: "M8 3.5v9M3.5 8h9",
  chevronDown: "M4 6l4 4 4-4",
  chevronRight: "M6 4l4 4-4 4",
  chevronLeft: "M10 4 6 8l4 4",
  arrowUp: "M8 13V3M4 7l4-4 4 4",
  arrowDown: "M8 3v10M4 9l4 4 4-4",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  settings: "M2.5 5h6M11.5 5h2M10 3v4M2.5 11h2M7.5 11h6M6 9v4",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.2 6.3A1.9 1.9 0 1 1 8.6 8.1c-.4.2-.6.5-.6 1v.2M8 11.4v.1",
  person:
    "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 13.6c.5-2.4 2.6-3.6 5.2-3.6s4.700 1.200 5.200 3.600",
  work: "M2.5 9.500 4.500 3h7l2 6.500v3.500h-11ZM2.500 9.500h3l1 1.500h3l1-1.500h3",
  chart: "M3 2.500h10v11H3ZM5.500 5.500h5M5.500 8h5M5.500 10.500h3",
  record: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.800V8l2.200 1.600",
  policy:
    "M8 1.800 13 3.600v4c0 3.200-2 5.500-5 6.600-3-1.100-5-3.400-5-6.600v-4ZM5.800 8l1.600 1.600 2.900-3.200",
  eyes: "M1.500 8S3.700 4 8 4s6.500 4 6.500 4-2.200 4-6.500 4S1.500 8 1.500 8ZM8 9.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600Z",
  copy: "M5.500 5.500h8v8h-8ZM10.500 5.500v-3h-8v8h3",
  download: "M8 2.500v7.500M4.800 7 8 10.200 11.200 7M2.800 13.300h10.400",
  columns: "M2.500 3h11v10h-11ZM6.200 3v10M9.800 3v10",
  table: "M2.500 3h11v10h-11ZM2.500 6.300h11M2.500 9.700h11M6.500 3v10",
  plot: "M2.500 2.500v11h11M5 10l2.500-3 2 1.500L13 4.500",
  lock: "M4 7.500h8v6H4ZM5.800 7.500V5a2.200 2.200 0 0 1 4.400 0v2.500",
  warning: "M8 2.500 14.200 13.300H1.800ZM8 6.500v3.200M8 11.400v.1",
  retry: "M13 8a5 5 0 1 1-1.600-3.700M13.200 2.200v2.800h-2.800",
  command:
    "M5.500 5.500h5v5h-5ZM5.500 5.500h-1.400a1.600 1.600 0 1 1 1.400-1.600ZM10.500 5.500V3.900a1.600 1.600 0 1 1 1.600 1.600ZM10.500 10.500h1.600a1.600 1.600 0 1 1-1.600 1.600ZM5.500 10.500v1.600a1.600 1.600 0 1 1-1.400-1.600Z",
  lockedLookup:
    "M9.200 3.300A4.500 4.500 0 1 0 10.400 9.600M10 10l4 4M8.500 6h5v3.500h-5ZM9.700 6V4.800a1.300 1.300 0 0 1 2.600 0V6",
  screen: "M2 3h12v8H2ZM5.500 13.500h5M8 11v2.500",
  link: "M6.800 9.200 9.200 6.800M7.500 4.800l1.600-1.600a2.600 2.600 0 0 1 3.700 3.700L11.200 8.500M8.500 11.200l-1.600 1.600a2.600 2.600 0 0 1-3.700-3.700L4.800 7.500",
  inflow: "M2.500 9v4.500h11V9M8 2v7.500M5 6.800l3 3 3-3",
  phone: "M4.500 1.800h7v12.400h-7ZM7.300 11.800h1.400",
  key: "M5 14a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM7.200 8.800 13.500 2.500M11 5l2 2M9 7l1.300 1.300",
  archive: "M2 3h12v3H2ZM3 6v7.500h10V6M6.500 9h3",
  calendar: "M2.500 3.500h11v10h-11ZM2.500 6.500h11M5.500 2v3M10.500 2v3M6 10h4",
  pulse: "M1.500 8.500h3l2-5 3 9 2-4h3",
  flow: "M2 6h4v4H2ZM10 2h4v4h-4ZM10 10h4v4h-4ZM6 8h2M10 4H8v8h2",
  folder: "M2 3.500h4.500l1.500 2h6v7.500H2ZM6 9.200l1.500 1.500 2.800-3",
  ban: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.800 3.800l8.400 8.400",
  shredded: "M4 7V2h5.500L12 4.500V7M2 7h12v3H2ZM4.500 12v2M8 12v2M11.500 12v2",
  tag: "M2.500 2.500h5.500l6 6-5.500 5.500-6-6ZM5.500 5.500v.1",
  code: "M5 4.500 1.500 8 5 11.500M11 4.500 14.500 8 11 11.500M9.300 3l-2.600 10",
  signOut: "M9.500 5V2.800h-7v10.400h7V11M6 8h8M11.500 5.500 14 8l-2.500 2.500",
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative line icon; the control it stands in carries the name. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
