'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Section } from '@/components/ui/section'
import { type ExpectedField, expectableFields, suppliers } from '@/lib/attribution/contract/contract-fields'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import { slugSchema } from '@/lib/registry/slug'
import classes from './contract.module.css'
import { fieldWords, supplierWords } from './contract-words'
import type { EditContract } from './edit-contract'

type Environment = ContractDocument['environments'][number]
type Requirement = Environment['requires'][number]

const nameOf = ({ environment }: Environment) => (environment === '*' ? 'Every other' : environment)

/** Which fields each environment needs, and who puts each on the event. */
export function RequirementsSection({ document, edit }: { document: ContractDocument; edit: EditContract | null }) {
  const { environments } = document
  const change = (changed: Environment) =>
    edit?.({ environments: environments.map((one) => (one.environment === changed.environment ? changed : one)) })
  const remove = (name: string) => edit?.({ environments: environments.filter(({ environment }) => environment !== name) })
  return (
    <Section
      title="Required fields"
      note="An event without one of them is counted all the same, with a finding that names what is missing. Each cell says who supplies the field."
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Required fields by environment" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Environment</th>
              {expectableFields.map((field) => (
                <th scope="col" key={field}>
                  {fieldWords[field]}
                  <code>{field}</code>
                </th>
              ))}
              {edit && <th scope="col">Remove</th>}
            </tr>
          </thead>
          <tbody>
            {environments.map((environment) => (
              <tr key={environment.environment}>
                <th scope="row">{environment.environment === '*' ? 'Every other' : <code>{environment.environment}</code>}</th>
                {expectableFields.map((field) => (
                  <td key={field}>
                    <Cell environment={environment} field={field} onChange={edit && change} />
                  </td>
                ))}
                {edit && (
                  <td>
                    {environment.environment !== '*' && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`Remove ${environment.environment}`}
                        onClick={() => remove(environment.environment)}
                      >
                        Remove
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {edit && (
        <AddEnvironment
          taken={environments.map(({ environment }) => environment)}
          onAdd={(environment) =>
            edit({ environments: [...environments, { environment, requires: requiresOf(environments, '*') }] })
          }
        />
      )}
      {!edit && (
        <p className={classes.foot}>
          {suppliers.map((supplier) => `${supplierWords[supplier].short}: ${supplierWords[supplier].long}`).join(' · ')}.
        </p>
      )}
    </Section>
  )
}

const requiresOf = (environments: readonly Environment[], name: string) =>
  environments.find(({ environment }) => environment === name)?.requires ?? []

interface CellProps {
  environment: Environment
  field: ExpectedField
  onChange: ((changed: Environment) => void) | null
}

function Cell({ environment, field, onChange }: CellProps) {
  const required = environment.requires.find((one) => one.field === field)
  if (onChange === null) {
    return required ? supplierWords[required.suppliedBy].short : <span className={classes.quiet}>Not required</span>
  }
  const set = (value: string) => {
    const supplier = suppliers.find((one) => one === value)
    const others = environment.requires.filter((one) => one.field !== field)
    const added: Requirement[] = supplier ? [{ field, suppliedBy: supplier }] : []
    const position = (one: Requirement) => expectableFields.indexOf(one.field)
    onChange({ ...environment, requires: [...others, ...added].sort((one, other) => position(one) - position(other)) })
  }
  return (
    <NativeSelect
      size="xs"
      aria-label={`${fieldWords[field]} in ${nameOf(environment)}`}
      value={required?.suppliedBy ?? ''}
      data={[
        { value: '', label: 'Not required' },
        ...suppliers.map((supplier) => ({ value: supplier, label: supplierWords[supplier].short })),
      ]}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  )
}

function AddEnvironment({ taken, onAdd }: { taken: readonly string[]; onAdd: (environment: string) => void }) {
  const [name, setName] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const add = () => {
    const parsed = slugSchema.safeParse(name.trim())
    if (!parsed.success) return setFault(parsed.error.issues[0]?.message ?? 'is no slug')
    if (taken.includes(parsed.data)) return setFault('is listed already')
    onAdd(parsed.data)
    setName('')
    setFault(null)
  }
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <TextInput
        size="xs"
        label="Another environment"
        placeholder="production"
        autoComplete="off"
        value={name}
        error={fault}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default">
        Add
      </Button>
    </form>
  )
}
