/** The files of a statement. */
export const statementFileFormats = ['csv', 'xlsx', 'pdf', 'journal'] as const
export type StatementFileFormat = (typeof statementFileFormats)[number]
