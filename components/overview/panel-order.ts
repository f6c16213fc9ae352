import type { Role } from '@/lib/auth/permissions'

export type PanelName = 'sources' | 'gaps' | 'setup' | 'chart' | 'teams' | 'costCenters' | 'movers'

const finance: readonly PanelName[] = ['costCenters', 'gaps', 'chart', 'movers', 'teams', 'sources']
const owners: readonly PanelName[] = ['teams', 'movers', 'chart', 'costCenters', 'sources']

/** What each role looks for first stands first. */
const orders: Record<Role, readonly PanelName[]> = {
  admin: ['sources', 'gaps', 'setup', 'chart', 'movers', 'teams', 'costCenters'],
  finance,
  auditor: finance,
  lead: owners,
  engineer: owners,
}

/** A panel in a grid of two columns. */
export interface PlacedPanel {
  name: PanelName
  /** Takes both columns: the chart, and whatever would else stand beside a hole. */
  isWide: boolean
}

/** The panels of a role in their order, of those that have something to say to this reader. */
export function placePanels(role: Role, isShown: Partial<Record<PanelName, boolean>>): PlacedPanel[] {
  const names = orders[role].filter((name) => isShown[name] ?? true)
  let column = 0
  return names.map((name, index) => {
    const next = names[index + 1]
    const isWide = name === 'chart' || (column === 0 && (next === undefined || next === 'chart'))
    column = isWide ? 0 : 1 - column
    return { name, isWide }
  })
}
