'use client'

import { NumberInput, Switch } from '@mantine/core'
import { KeyValue } from '@/components/ui/key-value'
import { Section } from '@/components/ui/section'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'
import type { EditContract } from './edit-contract'

const meanings = {
  users:
    'Off: the ids of end users are dropped before anything is stored, in the archive too. On: they are kept with each call, and shown to those who may see people.',
  tenants: 'Off: the ids of your customers’ organisations are dropped likewise. On: they are kept with each call.',
  months: 'Older events are refused, with that reason.',
}

const states = {
  usersKept: 'Kept with each call, and shown to those who may see people.',
  usersDropped: 'Dropped before anything is stored, in the archive too.',
  tenantsKept: 'Kept with each call.',
  tenantsDropped: 'Dropped before anything is stored, in the archive too.',
}

/** Whose ids are kept, and how old an event may be. */
export function PrivacySection({ document, edit }: { document: ContractDocument; edit: EditContract | null }) {
  return (
    <Section
      title="Privacy and age"
      note="Prompts and answers are never stored, whatever is chosen here. What was dropped cannot be had back."
    >
      {edit ? (
        <div className={classes.stack}>
          <Switch
            label="Keep ids of end users"
            description={meanings.users}
            checked={document.keepsUserId}
            onChange={({ currentTarget }) => edit({ keepsUserId: currentTarget.checked })}
          />
          <Switch
            label="Keep ids of tenants"
            description={meanings.tenants}
            checked={document.keepsTenantId}
            onChange={({ currentTarget }) => edit({ keepsTenantId: currentTarget.checked })}
          />
          <NumberInput
            label="How far back an event may lie, in months"
            description={meanings.months}
            w={300}
            min={1}
            max={120}
            allowDecimal={false}
            value={document.monthsBack}
            onChange={(value) => edit({ monthsBack: Number(value) })}
          />
        </div>
      ) : (
        <KeyValue
          entries={[
            { label: 'Ids of end users', value: document.keepsUserId ? states.usersKept : states.usersDropped },
            { label: 'Ids of tenants', value: document.keepsTenantId ? states.tenantsKept : states.tenantsDropped },
            { label: 'Age of events', value: `At most ${document.monthsBack} months. ${meanings.months}` },
          ]}
        />
      )}
    </Section>
  )
}
