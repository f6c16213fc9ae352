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
  { code: 'CC-1100', name: 'Commerce', business_unit: 'retail', gl_account: '6410-100', owner_email: 'marta.ruiz@demo.example' },
  {
    code: 'CC-2200',
    name: 'Platform engineering',
    business_unit: 'shared-services',
    gl_account: '6410-200',
    owner_email: 'tom.hale@demo.example',
  },
  {
    code: 'CC-3300',
    name: 'Corporate',
    business_unit: 'shared-services',
    gl_account: '6410-300',
    owner_email: 'ines.vogel@demo.example',
  },
] as const

export const demoProductLines = [
  { slug: 'shop', name: 'Online shop' },
  { slug: 'customer-experience', name: 'Customer experience' },
] as const

/** Some of what usage names; the rest waits to be registered. */
export const demoProjects = [
  { slug: 'storefront', name: 'Storefront', team: 'checkout', product_line: 'shop' },
  { slug: 'discovery', name: 'Discovery', team: 'search', product_line: 'shop' },
  { slug: 'customer-care', name: 'Customer care', team: 'support-ops', product_line: 'customer-experience' },
  { slug: 'trust', name: 'Trust and safety', team: 'risk', product_line: null },
  { slug: 'engineering-productivity', name: 'Engineering productivity', team: 'developer-tools', product_line: null },
] as const

export const demoServices = [
  { slug: 'cart-assistant', name: 'Cart assistant', team: 'checkout' },
  { slug: 'order-questions', name: 'Order questions', team: 'checkout' },
  { slug: 'query-rewrite', name: 'Query rewrite', team: 'search' },
  { slug: 'indexer', name: 'Catalogue indexer', team: 'search' },
  { slug: 'ticket-triage', name: 'Ticket triage', team: 'support-ops' },
  { slug: 'reply-drafts', name: 'Reply drafts', team: 'support-ops' },
  { slug: 'help-assistant', name: 'Help assistant', team: 'support-ops' },
  { slug: 'transaction-scoring', name: 'Transaction scoring', team: 'risk' },
  { slug: 'coding-agent', name: 'Coding agent', team: 'developer-tools' },
] as const

/** Keys of providers as usage names them: three that a team has to itself, and the platform's, which four teams use. */
export const demoProviderKeys = [
  { key: 'key-checkout', name: 'Checkout, production', team: 'checkout', exclusive: true },
  { key: 'key-support', name: 'Support, production', team: 'support-ops', exclusive: true },
  { key: 'key-risk', name: 'Risk models', team: 'risk', exclusive: true },
  { key: 'key-platform-shared', name: 'Platform, shared', team: 'data-platform', exclusive: false },
] as const

/** A team's name of last year, a gateway's way of writing one, a short word for production, and the ledger's old code. */
export const demoAliases = [
  { kind: 'team', alias: 'customer-support', target: 'support-ops' },
  { kind: 'team', alias: 'Developer Tools', target: 'developer-tools' },
  { kind: 'environment', alias: 'prod', target: 'production' },
  { kind: 'cost_center', alias: '1100', target: 'CC-1100' },
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
