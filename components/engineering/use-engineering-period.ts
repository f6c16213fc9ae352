'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import type { LoadedPeriod } from '@/lib/engineering/load-period'
import { type PeriodParams, periodSearchParams, readPeriod, writeFilters } from '@/lib/engineering/period-params'

/** What every engineering screen is told by its page. */
export type EngineeringScreenProps = Pick<LoadedPeriod, 'labels' | 'zone' | 'today'>

export type ChangePeriod = (patch: Partial<PeriodParams>) => void

/** Period and filters of the address that all engineering screens share; a change is a step that "back" undoes. */
export function useEngineeringPeriod({
  labels,
  today,
}: Pick<EngineeringScreenProps, 'labels' | 'today'>): readonly [PeriodParams, ChangePeriod] {
  const parsers = useMemo(() => periodSearchParams(labels), [labels])
  const [address, setAddress] = useQueryStates(parsers)
  const period = useMemo(() => readPeriod(address, today), [address, today])
  const change = useCallback<ChangePeriod>(
    ({ filters, ...days }) =>
      void setAddress({ ...days, ...(filters === undefined ? {} : writeFilters(filters, labels)) }, { history: 'push' }),
    [setAddress, labels],
  )
  return [period, change]
}
