import { type Permission, type Role, roleMay } from '@/lib/auth/permissions'

interface Page {
  path: string
  /** The `h1`, by which a test knows that it is there. */
  heading: string
  permission: Permission
}

/** Every page that a signed-in person can open by itself. A new page is added here, and every role and look of it is tested. */
export const pages: readonly Page[] = [
  { path: '/overview', heading: 'Overview', permission: 'spend.read' },
  { path: '/spend', heading: 'Spend', permission: 'spend.read' },
  { path: '/spend?group_by=provider,model&environment=~none', heading: 'Spend', permission: 'spend.read' },
  { path: '/spend/requests', heading: 'Requests', permission: 'spend.read' },
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
  { path: '/settings/teams', heading: 'Teams and cost centres', permission: 'registry.read' },
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
