import { type Permission, type Role, roleMay } from '@/lib/auth/permissions'

/** A page of the settings. */
export interface SettingsPlace {
  href: string
  label: string
  /** One sentence on what it is for. */
  description: string
  /** What opens it; null for everybody who is signed in. */
  permission: Permission | null
}

export interface SettingsGroup {
  title: string
  places: readonly SettingsPlace[]
}

const groups: readonly SettingsGroup[] = [
  {
    title: 'You',
    places: [
      {
        href: '/settings/account',
        label: 'Your account',
        description: 'Your role and teams, your password, and the browsers in which you are signed in.',
        permission: 'account.read',
      },
    ],
  },
  {
    title: 'Access',
    places: [
      {
        href: '/settings/users',
        label: 'People',
        description: 'Who may sign in, in which role, and which teams and cost centres they see.',
        permission: 'user.read',
      },
      {
        href: '/settings/keys',
        label: 'API keys',
        description: 'What gateways, SDKs and scripts identify themselves with, and when each was last used.',
        permission: 'key.read',
      },
    ],
  },
  {
    title: 'Ownership',
    places: [
      {
        href: '/settings/teams',
        label: 'Registry',
        description:
          'Teams, cost centres, projects, services and keys: who owns spend from which day on, and where it is booked.',
        permission: 'registry.read',
      },
      {
        href: '/settings/rules',
        label: 'Attribution rules',
        description:
          'Who owns usage that says it wrong or not at all: conditions, order and period, with a preview of what moves.',
        permission: 'registry.read',
      },
      {
        href: '/settings/contract',
        label: 'Attribution contract',
        description: 'What those who send usage put on every event: required fields, labels, names, user strings, privacy.',
        permission: 'registry.read',
      },
    ],
  },
  {
    title: 'Shared and estimated',
    places: [
      {
        href: '/settings/pools',
        label: 'Shared pools',
        description:
          'Spend that several teams share: who approves it, by which policy it is shared out, and who receives how much.',
        permission: 'pool.read',
      },
      {
        href: '/settings/estimates',
        label: 'Estimates',
        description: 'What was spent before usage was recorded, as somebody reckoned it; always shown apart from spend.',
        permission: 'estimate.read',
      },
    ],
  },
  {
    title: 'Operation',
    places: [
      {
        href: '/settings/audit',
        label: 'Audit log',
        description: 'Every change that anybody made, with what it was before and after.',
        permission: 'audit.read',
      },
      {
        href: '/settings/jobs',
        label: 'Jobs',
        description: 'The background work: when each job last ran, how it went, and when it runs next.',
        permission: 'job.read',
      },
      {
        href: '/settings/design',
        label: 'Design',
        description: 'The parts that every screen is made of, in all their states.',
        permission: null,
      },
    ],
  },
]

/** The settings that a role may open, in groups; a group without any is left out. */
export function settingsFor(role: Role): SettingsGroup[] {
  const open = groups.map(({ title, places }) => ({
    title,
    places: places.filter(({ permission }) => permission === null || roleMay(role, permission)),
  }))
  return open.filter(({ places }) => places.length > 0)
}
