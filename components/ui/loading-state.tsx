import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'

export interface LoadingStateProps {
  /** What is being loaded, for screen readers. */
  label?: string
  /** Lines of text to stand in for. */
  lines?: number
  /** One block of this height in pixels instead of lines: for charts, so that nothing moves when they arrive. */
  heightPx?: number
}

/** Grey stand-ins of the size of what is coming. */
export function LoadingState({ label = 'Loading', lines = 3, heightPx }: LoadingStateProps) {
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{label}…</VisuallyHidden>
      {heightPx === undefined ? (
        <Stack gap={10}>
          {Array.from({ length: lines }, (_, index) => `line-${index}`).map((line, index) => (
            <Skeleton key={line} height={12} width={index === lines - 1 && lines > 1 ? '60%' : '100%'} />
          ))}
        </Stack>
      ) : (
        <Skeleton height={heightPx} />
      )}
    </div>
  )
}
