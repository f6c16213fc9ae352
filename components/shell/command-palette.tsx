'use client'

import { openSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import type { NavigationIconName, NavigationItem } from './navigation'
import { NavigationIcon } from './navigation-icon'

/** Something that the palette can do: go somewhere (serialisable) or call back (client only). */
export interface PaletteAction {
  id: string
  label: string
  /** Heading under which it is listed, such as "Teams". */
  group: string
  description?: string
  icon?: NavigationIconName
  /** Further words by which it is found. */
  keywords?: string[]
  href?: string
  onSelect?: () => void
}

/** Opens the palette from anywhere, as ⌘K and Ctrl+K do. */
export const openCommandPalette = openSpotlight

const pagesGroup = 'Pages'

/** Jump to any page, team or action by typing; mounted once, by the shell. */
export function CommandPalette({ items, actions }: { items: readonly NavigationItem[]; actions: readonly PaletteAction[] }) {
  const router = useRouter()
  const groups = useMemo(() => {
    const pages: PaletteAction[] = items.map((item) => ({ ...item, id: item.href, group: pagesGroup }))
    return groupActions([...pages, ...actions], (href) => router.push(href))
  }, [items, actions, router])
  return (
    <Spotlight
      actions={groups}
      shortcut={['mod + K']}
      title="Search pages and actions"
      centered={false}
      nothingFound="Nothing found: try a page, a team or a setting"
      highlightQuery
      limit={12}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={16} stroke={1.5} aria-hidden />,
        placeholder: 'Search pages and actions',
        'aria-label': 'Search pages and actions',
      }}
    />
  )
}

function groupActions(actions: readonly PaletteAction[], go: (href: string) => void): SpotlightActionGroupData[] {
  const groups = new Map<string, SpotlightActionData[]>()
  for (const action of actions) {
    const group = groups.get(action.group) ?? []
    groups.set(action.group, group)
    group.push({
      id: action.id,
      label: action.label,
      description: action.description,
      keywords: action.keywords,
      leftSection: <NavigationIcon name={action.icon ?? 'action'} />,
      onClick: () => {
        action.onSelect?.()
        if (action.href) go(action.href)
      },
    })
  }
  return [...groups].map(([group, grouped]) => ({ group, actions: grouped }))
}
