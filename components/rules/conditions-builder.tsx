'use client'

import { ActionIcon, Button, Group, Select, Stack, TagsInput, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useId } from 'react'
import type { RuleOperator } from '@/lib/attribution/rules/conditions'
import type { RuleChoices } from '@/lib/attribution/rules/loaders'
import classes from './rules.module.css'

/** A condition while it is made; the key tells one from another while they are added and taken away. */
export interface DraftCondition {
  readonly key: string
  readonly dimension: string
  readonly operator: RuleOperator
  readonly values: readonly string[]
}

export const emptyCondition = (): DraftCondition => ({
  key: crypto.randomUUID(),
  dimension: 'service',
  operator: 'equals',
  values: [],
})

const operators: readonly { value: RuleOperator; label: string }[] = [
  { value: 'equals', label: 'is' },
  { value: 'one_of', label: 'is one of' },
  { value: 'prefix', label: 'begins with' },
  { value: 'present', label: 'is stated' },
  { value: 'absent', label: 'is not stated' },
]
const isOperator = (text: string | null): text is RuleOperator => operators.some(({ value }) => value === text)
const takesValues = (operator: RuleOperator) => operator !== 'present' && operator !== 'absent'

interface ConditionsBuilderProps {
  conditions: readonly DraftCondition[]
  choices: RuleChoices
  onChange: (conditions: readonly DraftCondition[]) => void
  /** Of the condition at an index. */
  errorOf: (index: number) => string | undefined
}

/** The conditions of a rule, all of which must hold; values are those that usage states, and any other may be typed. */
export function ConditionsBuilder({ conditions, choices, onChange, errorOf }: ConditionsBuilderProps) {
  const headingId = useId()
  const replace = (key: string, change: Partial<DraftCondition>) =>
    onChange(conditions.map((one) => (one.key === key ? { ...one, ...change } : one)))
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} style={{ border: 'none' }} aria-labelledby={headingId}>
      <Text size="sm" fw={500} id={headingId}>
        Where all of this holds
      </Text>
      {conditions.map((condition, index) => (
        <Condition
          key={condition.key}
          number={index + 1}
          condition={condition}
          choices={choices}
          error={errorOf(index)}
          onChange={(change) => replace(condition.key, change)}
          onRemove={conditions.length > 1 ? () => onChange(conditions.filter(({ key }) => key !== condition.key)) : null}
        />
      ))}
      <Group>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...conditions, emptyCondition()])}
        >
          Add a condition
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        A rule cannot look at a conversation, a request or a person: those are for debugging, and none of them owns spend.
      </Text>
    </Stack>
  )
}

interface ConditionProps {
  number: number
  condition: DraftCondition
  choices: RuleChoices
  error: string | undefined
  onChange: (change: Partial<DraftCondition>) => void
  onRemove: (() => void) | null
}

function Condition({ number, condition, choices, error, onChange, onRemove }: ConditionProps) {
  const { dimension, operator, values } = condition
  const mostValues = operator === 'one_of' ? 500 : 1
  // Nothing is offered that could not be taken: the list would only cover what comes next.
  const offered = values.length < mostValues ? (choices.values[dimension] ?? []) : []
  return (
    <div className={classes.condition}>
      <Select
        aria-label={`Condition ${number}: what it looks at`}
        data={choices.dimensions.map(({ name, label }) => ({ value: name, label }))}
        value={dimension}
        onChange={(name) => name !== null && onChange({ dimension: name, values: [] })}
        searchable
        allowDeselect={false}
      />
      <Select
        aria-label={`Condition ${number}: how it compares`}
        data={[...operators]}
        value={operator}
        onChange={(value) => {
          if (!isOperator(value)) return
          const kept = value === 'one_of' ? values : values.slice(0, 1)
          onChange({ operator: value, values: takesValues(value) ? kept : [] })
        }}
        allowDeselect={false}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="input-sm"
        aria-label={`Take condition ${number} away`}
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
      >
        <IconTrash size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
      {takesValues(operator) ? (
        <TagsInput
          className={classes.values}
          aria-label={`Condition ${number}: ${operator === 'one_of' ? 'values' : 'value'}`}
          placeholder={values.length > 0 ? undefined : 'Type or choose what was seen'}
          data={[...offered]}
          value={[...values]}
          maxTags={mostValues}
          splitChars={[]}
          acceptValueOnBlur
          error={error}
          limit={50}
          onChange={(next) => onChange({ values: next })}
        />
      ) : (
        error && (
          <Text size="xs" className={classes.values}>
            {error}
          </Text>
        )
      )}
    </div>
  )
}
