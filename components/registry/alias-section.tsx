'use client'

import { ActionIcon, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { formatCount } from '@/components/ui/format-count'
import { addAliasAction, removeAliasAction } from '@/lib/attribution/registry-commands/actions'
import type { AliasKind } from '@/lib/registry/kinds'
import classes from './registry.module.css'

interface AliasSectionProps {
  kind: AliasKind
  code: string
  aliases: readonly { id: string; alias: string }[]
  canEdit: boolean
}

/** The other names under which an entry is sent. */
export function AliasSection({ kind, code, aliases, canEdit }: AliasSectionProps) {
  const [alias, setAlias] = useState('')
  const adding = useAction(addAliasAction)
  const removing = useAction(removeAliasAction)
  const fieldId = useId()
  const add = async () => {
    const answer = await adding.run({ kind, alias, target: code })
    if (!answer?.ok) return
    notifyDone(`${alias.trim()} now stands for ${code}. ${formatCount(answer.result.series)} series changed hands.`)
    setAlias('')
  }
  const remove = async (one: { id: string; alias: string }) => {
    if ((await removing.run({ id: one.id }))?.ok) notifyDone(`${one.alias} no longer stands for ${code}.`)
  }
  return (
    <Stack gap="sm">
      {aliases.length === 0 ? (
        <Text size="sm" c="dimmed">
          No other name stands for it.
        </Text>
      ) : (
        <ul className={classes.aliases} aria-label={`Aliases of ${code}`}>
          {aliases.map((one) => (
            <li key={one.id} className={classes.alias}>
              <Code>{one.alias}</Code>
              {canEdit && (
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  aria-label={`Remove the alias ${one.alias}`}
                  disabled={removing.pending}
                  onClick={() => void remove(one)}
                >
                  <IconX size={14} stroke={1.75} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <ActionError failure={removing.failure} />
      {canEdit && (
        <form
          method="post"
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <Stack gap="sm">
            <ActionError
              failure={adding.failure}
              fields={{ alias: { label: 'Also sent as', fieldId }, target: { label: code } }}
            />
            <Group align="flex-end" gap="sm" wrap="nowrap">
              <TextInput
                id={fieldId}
                label="Also sent as"
                description="As calls write it; upper and lower case do not count."
                autoComplete="off"
                flex={1}
                value={alias}
                onChange={(event) => setAlias(event.currentTarget.value)}
              />
              <Button type="submit" variant="default" loading={adding.pending} disabled={alias.trim() === ''}>
                Add alias
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  )
}
