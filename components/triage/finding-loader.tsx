'use client'

import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { findingOptions } from '@/lib/triage/client'
import type { Finding } from '@/lib/triage/queries'
import { FindingDetails, type FindingDetailsProps } from './finding-details'
import { FindingHead } from './finding-head'

interface FindingLoaderProps extends Omit<FindingDetailsProps, 'detail' | 'readAt'> {
  id: string
  /** What the list knows of it already: shown while the rest is on its way. */
  known: Finding | undefined
}

/** A finding beside the list, of which the list has the head and the server the rest. */
export function FindingLoader({ id, known, ...rest }: FindingLoaderProps) {
  const { data, dataUpdatedAt, error, refetch } = useQuery(findingOptions(id))
  if (data) return <FindingDetails detail={data} readAt={new Date(dataUpdatedAt).toISOString()} {...rest} />
  return (
    <Stack gap="md">
      {known && <FindingHead finding={known} />}
      {error ? (
        <ErrorState message={error.message} onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="Loading the finding" heightPx={320} />
      )}
    </Stack>
  )
}
