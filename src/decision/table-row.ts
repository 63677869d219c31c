/** `RecordFacts.type` of a row of a table or CSV file: it can hold any element of the catalogue. */
export const TABLE_ROW = "table-row";
