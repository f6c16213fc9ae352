interface Started {
  url: string
  dataDir: string | null
  isUnclaimed: boolean
}

/** What a launcher tells the person who ran it. */
export function describeStart({ url, dataDir, isUnclaimed }: Started): string {
  const lines = [
    `Ascribe is ready on ${url}`,
    ...(dataDir === null ? [] : [`The data are in ${dataDir}`]),
    ...(isUnclaimed ? ['Nobody has an account yet: open the address and make the first administrator'] : []),
  ]
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`
}

/** Rows in aligned columns under a header. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const formatRow = (row: readonly string[]) =>
    `  ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join('  ')}`.trimEnd()
  return `${[header, widths.map((width) => '-'.repeat(width)), ...rows].map(formatRow).join('\n')}\n`
}
