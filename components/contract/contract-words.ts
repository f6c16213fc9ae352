import type { ExpectedField, OwnerField, SlugField, Supplier } from '@/lib/attribution/contract/contract-fields'

/** Fields as people call them; in brackets elsewhere stands how callers write them. */
export const fieldWords: Readonly<Record<ExpectedField | SlugField | OwnerField, string>> = {
  team_id: 'Team',
  project_id: 'Project',
  service: 'Service',
  feature: 'Feature',
  environment: 'Environment',
  cost_center: 'Cost centre',
  user_id: 'End user',
  tenant_id: 'Tenant',
}

/** Who puts a field on an event. */
export const supplierWords: Readonly<Record<Supplier, { short: string; long: string }>> = {
  application: { short: 'Application', long: 'the code that makes the call' },
  gateway: { short: 'Gateway', long: 'the gateway, from its key or team' },
  sdk: { short: 'SDK', long: 'the SDK or its telemetry, once per process' },
  platform: { short: 'Platform', long: 'the deployment, as an environment variable or resource attribute' },
}
