import type { LineLevel, StatementLine } from '@/lib/finance/statement/schema'

const levelWords: Readonly<Record<LineLevel, string>> = {
  business_unit: 'Business unit',
  cost_center: 'Cost centre',
  owner: 'Team',
  shared: 'Share of a pool',
  project: 'Project',
  model_family: 'Model family',
  route: 'Route',
}

/** What a line is, in a word or two. */
export function describeLevel({ level, owner_kind }: Pick<StatementLine, 'level' | 'owner_kind'>): string {
  if (level === 'owner' && owner_kind === 'pool') return 'Shared pool'
  if (level === 'owner' && owner_kind === 'nobody') return 'Not attributed'
  return levelWords[level]
}
