import { NativeSelect, NumberInput, Radio, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type SourceRole, sourceRoles } from '@/components/keys/key-choices'
import type { SourcesPageData } from '@/lib/sources/loaders'

/** What a form of a source holds beside its name. */
export type SourceValues = { slug: string; format: string; role: SourceRole; rank: number | string }

export const sourceFieldLabels = {
  slug: { label: 'Name', fieldId: 'source-slug' },
  format: { label: 'Format', fieldId: 'source-format' },
  role: { label: 'Role' },
  rank: { label: 'Rank', fieldId: 'source-rank' },
}

interface SourceFieldsProps {
  form: UseFormReturnType<SourceValues>
  formats: SourcesPageData['formats']
  /** Whether the rank follows the format, as long as nobody has set another one. */
  followsFormat?: boolean
}

/** Format, role and rank of a source. */
export function SourceFields({ form, formats, followsFormat = false }: SourceFieldsProps) {
  return (
    <>
      <NativeSelect
        id={sourceFieldLabels.format.fieldId}
        label={sourceFieldLabels.format.label}
        description="What it sends. A source of canonical events may send every other format too."
        data={formats.map(({ format }) => format)}
        {...form.getInputProps('format')}
        onChange={({ currentTarget: { value } }) => {
          form.setFieldValue('format', value)
          const rank = formats.find(({ format }) => format === value)?.rank
          if (followsFormat && rank !== undefined) form.setFieldValue('rank', rank)
        }}
      />
      <Radio.Group label={sourceFieldLabels.role.label} {...form.getInputProps('role')}>
        <Stack gap={10} mt={8}>
          {(['ledger', 'evidence'] as const).map((role) => (
            <Radio key={role} value={role} label={sourceRoles[role].label} description={sourceRoles[role].description} />
          ))}
        </Stack>
      </Radio.Group>
      <NumberInput
        id={sourceFieldLabels.rank.fieldId}
        label={sourceFieldLabels.rank.label}
        description="Where two sources saw the same call, the figures of the higher rank stand."
        min={0}
        max={1000}
        allowDecimal={false}
        {...form.getInputProps('rank')}
      />
    </>
  )
}
