'use client'

import { Stack } from '@mantine/core'
import { KeyValue } from '@/components/ui/key-value'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { AccountPageData } from '@/lib/account/loaders'
import { type Role, roleLabels } from '@/lib/auth/permissions'
import { PasswordForm } from './password-form'
import { SessionsTable } from './sessions-table'

/** Oneself: who one is here, one's password, one's browsers. */
export function AccountScreen({ name, email, role, teams, costCenters, sessions, zone }: AccountPageData) {
  return (
    <>
      <PageHeader title="Your account" description={`Times are in ${zone}.`} />
      <Stack gap={20}>
        <Section title="You" note="An administrator changes these under People.">
          <KeyValue
            entries={[
              { label: 'Name', value: name },
              { label: 'E-mail', value: email },
              { label: 'Role', value: `${roleLabels[role].label}: ${lowerFirst(roleLabels[role].description)}` },
              { label: 'Teams', value: listOwners(teams, role) },
              { label: 'Cost centres', value: costCenters.length > 0 ? costCenters.join(', ') : 'None assigned' },
            ]}
          />
        </Section>
        <Section title="Password" note="Changing it signs you out of every other browser.">
          <PasswordForm email={email} />
        </Section>
        <SessionsTable sessions={sessions} zone={zone} />
      </Stack>
    </>
  )
}

function listOwners(teams: readonly string[], role: Role): string {
  if (teams.length > 0) return teams.join(', ')
  return role === 'lead' || role === 'engineer' ? 'None assigned' : 'None assigned; your role sees all of them'
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
