import { Radio, Stack, Switch } from '@mantine/core'
import type { FixFieldsProps } from './fix-fields'

type Props = Pick<FixFieldsProps, 'values' | 'onChange'>

/** Which of two contradicting records of a call counts. */
export function CaptureFields({ values, onChange }: Props) {
  return (
    <Radio.Group
      label="Which counts"
      value={values.take}
      onChange={(take) => onChange({ take: take === 'other' ? 'other' : 'first' })}
    >
      <Stack gap={8} mt={6}>
        <Radio value="first" label="What is booked" description="The contradicting records are settled and change nothing." />
        <Radio value="other" label="The other record" description="It is booked in place of what stands now." />
      </Stack>
    </Radio.Group>
  )
}

/** Whether what two sources saw is one call, and whether that holds for the calls to come. */
export function DoubleFields({ values, onChange }: Props) {
  return (
    <>
      <Radio.Group
        label="What they are"
        value={values.count}
        onChange={(count) => onChange({ count: count === 'both' ? 'both' : 'once' })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="once"
            label="One call"
            description="What this source reported leaves the sums; the higher source’s look stays."
          />
          <Radio value="both" label="Two calls" description="Both count, as they do now." />
        </Stack>
      </Radio.Group>
      <Switch
        label="Also for those to come"
        description="Settled so by itself when another pair of this source is found."
        checked={values.andNext}
        onChange={(event) => onChange({ andNext: event.currentTarget.checked })}
      />
    </>
  )
}
