/** What somebody decided about an event that was given up: a column of it, null where nobody has. @param id of the inbox row, as the statement around it names it */
export const dismissal = (column: string, id: string): string =>
  `(select d.${column} from webhooks_dismissal d where d.inbox_id = ${id})`;

/** Given up, and nobody has decided about it. @param row what the statement around it calls the inbox row */
export const undecided = (row: string): string =>
  `${row}.status = 'dead' and not exists (select from webhooks_dismissal d where d.inbox_id = ${row}.id)`;
