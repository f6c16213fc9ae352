const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** `2026-10` → `October 2026`. */
export const formatMonth = (month: string): string => format.format(new Date(`${month}-01T00:00:00Z`))
