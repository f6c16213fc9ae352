import { Button, Group } from '@mantine/core'

interface FormFootProps {
  label: string
  pending: boolean
  onCancel: () => void
}

/** The end of a form: the way back, and the verb. */
export function FormFoot({ label, pending, onCancel }: FormFootProps) {
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={pending}>
        {label}
      </Button>
    </Group>
  )
}
