'use client'

import { Button, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { CodeBlock } from '@/components/ui/code-block'
import { confirmAction } from '@/components/ui/confirm'
import { DateRange } from '@/components/ui/date-range'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FilterChips } from '@/components/ui/filter-chips'
import { FormError } from '@/components/ui/form-error'
import { LoadingState } from '@/components/ui/loading-state'
import { OptionPicker, PickerList } from '@/components/ui/option-picker'
import { SecretReveal } from '@/components/ui/secret-reveal'
import { Section } from '@/components/ui/section'
import classes from './design.module.css'
import { samplePeriod, sampleTeams, sampleToday, sampleZone } from './sample-data'

const options = sampleTeams.map(({ id, team }) => ({ value: id, content: team }))
const nameOf = (id: string) => options.find(({ value }) => value === id)?.content ?? id

async function askToRevoke() {
  const confirmed = await confirmAction({
    title: 'Revoke this key?',
    body: 'Services that send with it are refused from now on. This cannot be undone.',
    confirmLabel: 'Revoke',
  })
  notifications.show({ message: confirmed ? 'The sample key is revoked' : 'Nothing changed' })
}

/** Filters, forms, dialogs, and what is said when there is nothing to show. */
export function DesignControls() {
  const [teams, setTeams] = useState(['checkout-assistant'])
  const [period, setPeriod] = useState(samplePeriod)
  return (
    <section className={classes.group} aria-labelledby="design-controls">
      <Title order={2} id="design-controls">
        Controls and states
      </Title>
      <div className={classes.stack}>
        <Section title="Narrowing" order={3}>
          <div className={classes.stack}>
            <div className={classes.row}>
              <DateRange value={period} onChange={setPeriod} today={sampleToday} zone={sampleZone} label="Sample period" />
              <OptionPicker label="Team" selected={teams} onChange={setTeams}>
                {(search) => (
                  <PickerList
                    label="Team"
                    options={options.filter(({ content }) => content.toLowerCase().includes(search.trim().toLowerCase()))}
                    selected={teams}
                    empty={`Nothing matches “${search}”`}
                  />
                )}
              </OptionPicker>
              <FilterChips
                chips={teams.map((id) => ({
                  key: id,
                  text: `Team: ${nameOf(id)}`,
                  onRemove: () => setTeams(teams.filter((other) => other !== id)),
                }))}
                onClear={() => setTeams([])}
              />
            </div>
          </div>
        </Section>
        <div className={classes.pair}>
          <Section title="Forms" order={3}>
            <div className={classes.stack}>
              <FormError
                fields={[
                  { label: 'Monthly budget', message: 'must be above 0: write dollars such as 2500', fieldId: 'design-budget' },
                  { label: 'Owner', message: 'is not a registered team' },
                ]}
              />
              <TextInput id="design-budget" label="Monthly budget" defaultValue="-5" error="Must be above 0" />
              <TextInput label="Owner" placeholder="Choose a team" description="Who answers for this spend" />
              <div className={classes.row}>
                <Button>Save</Button>
                <Button variant="default">Cancel</Button>
                <Button variant="subtle">More</Button>
                <Button disabled>Not now</Button>
                <Button variant="light" onClick={() => void askToRevoke()}>
                  Revoke…
                </Button>
              </div>
            </div>
          </Section>
          <Section title="Secrets and code" order={3}>
            <div className={classes.stack}>
              <SecretReveal secret="asc_sample_0123456789abcdefghijklmnopqrstuvwxyz" label="Sample ingest key" />
              <CodeBlock
                label="Sample request"
                code={'curl https://ascribe.example/v1/events -H "Authorization: Bearer $ASCRIBE_KEY" -d @events.json'}
              />
            </div>
          </Section>
          <Section title="Empty" order={3}>
            <EmptyState
              title="No budgets yet"
              detail="A budget warns its team before the month is spent."
              action={<Button size="xs">Create a budget</Button>}
            />
          </Section>
          <Section title="Error" order={3}>
            <ErrorState message="The report could not be read" requestId="req_01jc7w" onRetry={() => undefined} />
          </Section>
          <Section title="Loading" order={3}>
            <LoadingState label="Loading the sample" />
          </Section>
        </div>
      </div>
    </section>
  )
}
