/** The demo organisation: who there is. All of it is made up. */
export const demoTeams = [
  { slug: 'checkout', name: 'Checkout', cost_center: 'CC-1100' },
  { slug: 'support-ops', name: 'Support operations', cost_center: 'CC-3300' },
  { slug: 'search', name: 'Search', cost_center: 'CC-1100' },
  { slug: 'developer-tools', name: 'Developer tools', cost_center: 'CC-2200' },
  { slug: 'data-platform', name: 'Data platform', cost_center: 'CC-2200' },
  { slug: 'growth', name: 'Growth', cost_center: 'CC-1100' },
  { slug: 'risk', name: 'Risk', cost_center: 'CC-3300' },
  { slug: 'people-systems', name: 'People systems', cost_center: 'CC-3300' },
] as const

export const demoBusinessUnits = [
  { slug: 'retail', name: 'Retail' },
  { slug: 'shared-services', name: 'Shared services' },
] as const

export const demoCostCenters = [
  { code: 'CC-1100', name: 'Commerce', business_unit: 'retail' },
  { code: 'CC-2200', name: 'Platform engineering', business_unit: 'shared-services' },
  { code: 'CC-3300', name: 'Corporate', business_unit: 'shared-services' },
] as const

/** A team that changed its cost centre on the first day of last month, so that a report over both months shows either. */
export const demoMove = { team: 'support-ops', cost_center: 'CC-1100' } as const

/** One password for all: the demo is for looking, not for keeping secrets in. */
export const demoPassword = 'ascribe-demo-2026'

/** A person of each role, the lead and the engineer with a part of the organisation only. */
export const demoPeople = [
  { email: 'admin@demo.example', name: 'Ada Okafor', role: 'admin', teams: [], costCenters: [] },
  { email: 'finance@demo.example', name: 'Fiona Berg', role: 'finance', teams: [], costCenters: [] },
  { email: 'lead@demo.example', name: 'Luis Ferrer', role: 'lead', teams: ['support-ops', 'search'], costCenters: [] },
  { email: 'engineer@demo.example', name: 'Emi Tanaka', role: 'engineer', teams: ['checkout'], costCenters: [] },
  { email: 'auditor@demo.example', name: 'Ansel Roy', role: 'auditor', teams: [], costCenters: [] },
] as const

/** Keys as an organisation of this size has them, one of them revoked after a leak. */
export const demoKeys = [
  { name: 'LiteLLM gateway, Europe', scopes: ['ingest'], source: 'litellm-eu', revoked: false },
  { name: 'Checkout service SDK', scopes: ['ingest'], source: 'checkout-sdk', revoked: false },
  { name: 'Notebook of the data team', scopes: ['ingest'], source: 'data-notebooks', revoked: true },
  { name: 'Month-end export', scopes: ['reports:read', 'finance:read'], source: undefined, revoked: false },
] as const
