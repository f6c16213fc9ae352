import { formatMonth } from '@/components/overview/format-month'
import { type Permission, type Role, roleMay } from '@/lib/auth/permissions'
import { addDays, addMonths, monthOf } from '@/lib/time/calendar'

interface Page {
  path: string
  /** The `h1`, by which a test knows that it is there. */
  heading: string
  permission: Permission
}

/** The latest month that is over, whatever the reporting zone: `YYYY-MM`. */
export const lastMonth = monthOf(addMonths(addDays(new Date().toISOString().slice(0, 10), -1), -1))

/** Every page that a signed-in person can open by itself. A new page is added here, and every role and look of it is tested. */
export const pages: readonly Page[] = [
  { path: '/overview', heading: 'Overview', permission: 'spend.read' },
  { path: '/spend', heading: 'Spend', permission: 'spend.read' },
  { path: '/spend?group_by=provider,model&environment=~none', heading: 'Spend', permission: 'spend.read' },
  { path: '/spend/requests', heading: 'Requests', permission: 'spend.read' },
  { path: '/spend/why', heading: 'Why is this mine?', permission: 'spend.read' },
  { path: '/spend/disputes', heading: 'Disputes', permission: 'dispute.read' },
  { path: '/triage', heading: 'Triage', permission: 'triage.read' },
  { path: '/triage?lane=no_owner&order=requests', heading: 'Triage', permission: 'triage.read' },
  { path: '/triage/progress', heading: 'Path to zero', permission: 'triage.read' },
  { path: '/engineering', heading: 'Explore', permission: 'spend.read' },
  { path: '/engineering?group_by=team,model&measure=latency_p95', heading: 'Explore', permission: 'spend.read' },
  { path: '/engineering/features', heading: 'Features', permission: 'spend.read' },
  { path: '/engineering/features?by=service&environment=production', heading: 'Features', permission: 'spend.read' },
  { path: '/engineering/models', heading: 'Models', permission: 'spend.read' },
  { path: '/engineering/keys', heading: 'Keys', permission: 'spend.read' },
  { path: '/engineering/waste', heading: 'Waste', permission: 'spend.read' },
  { path: '/engineering/waste?kind=retries,unread_cache_writes', heading: 'Waste', permission: 'spend.read' },
  { path: '/finance', heading: 'Finance', permission: 'finance.read' },
  { path: `/finance/${lastMonth}`, heading: formatMonth(lastMonth), permission: 'finance.read' },
  { path: `/finance/${lastMonth}?view=model&columns=attempts`, heading: formatMonth(lastMonth), permission: 'finance.read' },
  { path: `/finance/${lastMonth}?columns=usage`, heading: formatMonth(lastMonth), permission: 'finance.read' },
  { path: '/finance/movement', heading: 'Movement', permission: 'finance.read' },
  { path: '/finance/exports', heading: 'Exports', permission: 'finance.read' },
  { path: '/budgets', heading: 'Budgets', permission: 'budget.read' },
  { path: '/budgets?status=over,at_risk&search=s', heading: 'Budgets', permission: 'budget.read' },
  { path: '/sources', heading: 'Sources', permission: 'source.read' },
  { path: '/sources/litellm-us', heading: 'litellm-us', permission: 'source.read' },
  { path: '/inbox', heading: 'Inbox', permission: 'account.read' },
  { path: '/pricing', heading: 'Pricing', permission: 'price.read' },
  { path: '/pricing/openai/gpt-5.4', heading: 'gpt-5.4', permission: 'price.read' },
  { path: '/pricing/self-hosted/llama-4-70b-onprem', heading: 'llama-4-70b-onprem', permission: 'price.read' },
  { path: '/pricing/estimate', heading: 'Estimate', permission: 'price.read' },
  { path: '/pricing/terms', heading: 'Contract terms', permission: 'price.read' },
  { path: '/pricing/versions', heading: 'Price versions', permission: 'price.read' },
  { path: '/pricing/versions/2', heading: 'Version 2', permission: 'price.read' },
  { path: '/pricing/draft', heading: 'Price draft', permission: 'price.read' },
  { path: '/settings', heading: 'Settings', permission: 'account.read' },
  { path: '/settings/users', heading: 'People', permission: 'user.read' },
  { path: '/settings/keys', heading: 'API keys', permission: 'key.read' },
  { path: '/settings/teams', heading: 'Registry', permission: 'registry.read' },
  { path: '/settings/teams?tab=services&q=triage', heading: 'Registry', permission: 'registry.read' },
  { path: '/settings/teams?tab=seen&kind=project', heading: 'Registry', permission: 'registry.read' },
  { path: '/settings/teams?tab=aliases', heading: 'Registry', permission: 'registry.read' },
  { path: '/settings/contract', heading: 'Attribution contract', permission: 'registry.read' },
  { path: '/settings/rules', heading: 'Attribution rules', permission: 'registry.read' },
  { path: '/settings/pools', heading: 'Shared pools', permission: 'pool.read' },
  { path: '/settings/estimates', heading: 'Estimates', permission: 'estimate.read' },
  { path: '/settings/audit', heading: 'Audit log', permission: 'audit.read' },
  { path: '/settings/jobs', heading: 'Jobs', permission: 'job.read' },
  { path: '/settings/jobs/housekeeping', heading: 'housekeeping', permission: 'job.read' },
  { path: '/settings/account', heading: 'Your account', permission: 'account.read' },
  { path: '/settings/design', heading: 'Design catalogue', permission: 'account.read' },
]

/** Whether a role may open a page. */
export const mayOpen = (role: Role, { permission }: Page) => roleMay(role, permission)

/** Where the setup project keeps a role's sign-in. */
export const authFile = (role: Role) => `e2e/.auth/${role}.json`
