'use client'

import { Autocomplete, Checkbox, Input, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { FormFrame } from '@/components/settings/form-frame'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { type KeyScope, keyScopes } from '@/lib/auth/permissions'
import { createKeyAction } from '@/lib/keys/actions'
import type { KeysPageData } from '@/lib/keys/loaders'
import { createKeySchema } from '@/lib/keys/schema'
import { findExpiry, lifetimes, type SourceRole, scopeDescriptions, sourceRoles } from './key-choices'
import type { MadeKey } from './key-drawer'

type KeyValues = { name: string; scopes: KeyScope[]; source: string; role: SourceRole; lifetime: string }

const fields = {
  name: { label: 'Name', fieldId: 'key-name' },
  scopes: { label: 'Scopes' },
  source: { label: 'Source', fieldId: 'key-source' },
  role: { label: 'Role of the source' },
  expiresAt: { label: 'Expires' },
}

interface KeyFormProps {
  sources: KeysPageData['sources']
  onCancel: () => void
  onMade: (key: MadeKey) => void
}

/** What a key is for. The source and its role are asked only of a key that sends usage. */
export function KeyForm({ sources, onCancel, onMade }: KeyFormProps) {
  const findSource = (slug: string) => sources.find((source) => source.slug === slug.trim())
  const toInput = ({ name, scopes, source, role, lifetime }: KeyValues) => {
    const slug = scopes.includes('ingest') ? source.trim() : ''
    const binding = slug === '' ? {} : { source: slug, role: findSource(slug)?.role ?? role }
    return { name, scopes, ...binding, expiresAt: findExpiry(lifetime, Date.now()) }
  }
  const { form, onSubmit, pending, failure } = useActionForm<KeyValues, { secret: string }>({
    initialValues: { name: '', scopes: [], source: '', role: 'ledger', lifetime: 'never' },
    check: (values) => checkAgainst(createKeySchema, toInput(values)),
    action: (values) => createKeyAction(toInput(values)),
    onDone: ({ secret }, { name }) => onMade({ name: name.trim(), secret }),
  })
  const { scopes, source } = form.values
  const known = findSource(source)
  return (
    <FormFrame onSubmit={onSubmit} pending={pending} failure={failure} fields={fields} submitLabel="Make key" onCancel={onCancel}>
      <TextInput
        id={fields.name.fieldId}
        label={fields.name.label}
        description="Where it will be used, so that it can be told apart later."
        placeholder="LiteLLM in Frankfurt"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox.Group
        label={fields.scopes.label}
        description="What it may be used for; take as few as will do."
        required
        {...form.getInputProps('scopes')}
      >
        <Stack gap={10} mt={8}>
          {keyScopes.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} description={scopeDescriptions[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
      {scopes.includes('ingest') && (
        <>
          <Autocomplete
            id={fields.source.fieldId}
            label={fields.source.label}
            description="What sends the usage: one that is there, or a new name such as litellm-eu."
            data={sources.map(({ slug }) => slug)}
            limit={50}
            required
            {...form.getInputProps('source')}
          />
          {known ? (
            <Text size="sm" c="dimmed">
              {known.slug} is there already: {sourceRoles[known.role].label.toLowerCase()}, format {known.format}.
            </Text>
          ) : (
            source.trim() !== '' && (
              <Radio.Group label={fields.role.label} {...form.getInputProps('role')}>
                <Stack gap={10} mt={8}>
                  {(['ledger', 'evidence'] as const).map((role) => (
                    <Radio key={role} value={role} label={sourceRoles[role].label} description={sourceRoles[role].description} />
                  ))}
                </Stack>
              </Radio.Group>
            )
          )}
        </>
      )}
      <Stack gap={4}>
        <Input.Label labelElement="div" id="key-lifetime">
          {fields.expiresAt.label}
        </Input.Label>
        <SegmentedControl
          aria-labelledby="key-lifetime"
          data={lifetimes.map(({ value, label }) => ({ value, label }))}
          {...form.getInputProps('lifetime', { withError: false })}
        />
      </Stack>
    </FormFrame>
  )
}
