import { IconMapOff } from '@tabler/icons-react'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

/** An address that leads nowhere, or outside what the reader sees: the two are not told apart. */
export function NotFound() {
  return (
    <EmptyState
      icon={<IconMapOff size={28} stroke={1.25} aria-hidden />}
      title="There is no such page."
      detail="It may have moved, or it lies outside what your role sees."
      action={<LinkButton href="/">To the start</LinkButton>}
    />
  )
}
