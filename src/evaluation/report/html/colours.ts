/** How many series have a colour of their own in `report-style.css`; further ones begin anew. */
export const COLOUR_COUNT = 8
