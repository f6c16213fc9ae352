import type { ContractDocument } from './schema'

type Requirements = ContractDocument['environments'][number]['requires']

const team = { field: 'team_id', suppliedBy: 'gateway' } as const
const project = { field: 'project_id', suppliedBy: 'application' } as const
const service = { field: 'service', suppliedBy: 'application' } as const
const environment = { field: 'environment', suppliedBy: 'platform' } as const

const owner: Requirements = [team, environment]
const ownerAndService: Requirements = [team, service, environment]
const everything: Requirements = [team, project, service, environment]

/**
 * What holds where nothing else was agreed: everywhere a team, a service and the environment; in production the project too.
 * Work in progress need not have a project.
 */
export const defaultContractDocument: ContractDocument = {
  format: 1,
  environments: [
    { environment: '*', requires: everything },
    { environment: 'staging', requires: ownerAndService },
    { environment: 'test', requires: ownerAndService },
    { environment: 'development', requires: ownerAndService },
    { environment: 'dev', requires: ownerAndService },
    { environment: 'sandbox', requires: owner },
    { environment: 'local', requires: owner },
  ],
  slugs: { fields: ['team_id', 'project_id', 'service', 'feature', 'environment'], maxLength: 63 },
  labels: [],
  sandbox: { environments: ['development', 'dev', 'local', 'sandbox', 'test'] },
  attributes: {
    aliases: {
      team_id: ['team_id', 'team', 'owner_team', 'team_name'],
      cost_center: ['cost_center', 'cost_centre', 'cost_center_code'],
      project_id: ['project_id', 'project', 'project_name'],
      service: ['service', 'service.name', 'application', 'app', 'app_name'],
      feature: ['feature', 'feature_id', 'feature_name', 'use_case'],
      environment: ['environment', 'env', 'deployment.environment.name', 'deployment.environment'],
      user_id: ['user_id', 'user', 'end_user', 'enduser.id', 'gen_ai.request.user', 'safety_identifier', 'metadata.user_id'],
      tenant_id: ['tenant_id', 'tenant'],
    },
    prefixes: [
      'metadata.',
      'labels.',
      'label.',
      'tags.',
      'tag.',
      'x-',
      'traceloop.association.properties.',
      'ai.telemetry.metadata.',
      'langfuse.trace.metadata.',
      'langfuse.observation.metadata.',
      'langfuse.',
    ],
  },
  userString: {
    isParsed: true,
    pairSeparators: '|,;',
    keySeparators: ':=',
    keyAliases: {
      team_id: ['team', 'team_id'],
      cost_center: ['cost_center', 'cost_centre', 'cc'],
      project_id: ['project', 'project_id'],
      service: ['service', 'app'],
      feature: ['feature'],
      environment: ['env', 'environment'],
      user_id: ['user', 'user_id', 'uid'],
      tenant_id: ['tenant', 'tenant_id'],
    },
  },
  keepsUserId: false,
  keepsTenantId: false,
  monthsBack: 36,
}
