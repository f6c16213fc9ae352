const title = 'No usage in this period.'

/** What a table of usage says where it has no rows. */
export const noUsage = {
  title,
  detail: 'With these filters nothing was sent for these days: take a filter away, or choose other days.',
}

/** The same of a chart, whose table beneath says what to do about it. */
export const nothingToDraw = { title, detail: 'With these filters nothing was sent for these days.' }
