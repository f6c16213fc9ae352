import type { StatementPart } from './place-lines'

const longest = 60

/** `ascribe-statement-2026-05-cc-4180-v2`: letters, digits and hyphens alone, whatever the cost centre is called. */
export function statementFileName(noun: 'statement' | 'journal', { statement, costCenter }: StatementPart): string {
  const about = costCenter === null ? [] : [slugOf(costCenter.code ?? 'no-cost-centre')]
  return ['ascribe', noun, statement.month, ...about, versionOf(statement)].join('-')
}

const versionOf = ({ version }: StatementPart['statement']) => (version === null ? 'draft' : `v${version}`)

function slugOf(code: string): string {
  const slug = code
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'cost-centre' : slug
}
