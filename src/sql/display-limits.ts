/** How much of a result an agent gets to see, unless the settings say otherwise. */

/** Rows of a QUERY that are shown; the setting `RESULT_ROWS_MAX`. Gold answers fit into it. */
export const RESULT_ROWS_MAX = 20

/** Characters of one printed cell that are shown before it is cut; the setting `CELL_CHARS_MAX`. */
export const CELL_CHARS_MAX = 500
