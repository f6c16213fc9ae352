'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { keysOptions } from '@/lib/engineering/keys/client'
import type { KeyUseQuestion } from '@/lib/engineering/keys/schema'
import { keysSearchParams } from '@/lib/engineering/keys/search-params'
import shared from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { KeyUsePanel } from './key-use-panel'
import { KeysTable } from './keys-table'

/** What each API key is used for, and what about that is new. */
export function KeysScreen(place: EngineeringScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(place)
  const [{ key }] = useQueryStates(keysSearchParams)
  const question = useMemo((): KeyUseQuestion | null => (key ? { ...period, key } : null), [period, key])
  const { data: report } = useQuery(keysOptions(period))
  return (
    <>
      <EngineeringHead
        {...place}
        title="Keys"
        description="What each API key is used for, and what about that is new"
        current="/engineering/keys"
        period={period}
        onPeriodChange={changePeriod}
        asOf={report?.as_of}
        names={report?.names}
      />
      <div className={shared.stack}>
        {question && <KeyUsePanel question={question} />}
        <KeysTable period={period} />
      </div>
    </>
  )
}
