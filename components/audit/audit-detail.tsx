import { Code, Stack, Title } from '@mantine/core'
import { AsOf } from '@/components/ui/as-of'
import { KeyValue } from '@/components/ui/key-value'
import type { AuditView } from '@/lib/audit/loaders'
import { AuditDiff } from './audit-diff'

const kinds: Record<string, string> = {
  user: 'a person',
  key: 'an API key',
  system: 'the installation itself',
}

/** One entry in full. */
export function AuditDetail({ entry, zone }: { entry: AuditView; zone: string }) {
  return (
    <Stack gap="lg">
      <KeyValue
        entries={[
          { label: 'When', value: <AsOf at={entry.at} zone={zone} label="" /> },
          { label: 'Who', value: `${entry.actorName}, ${kinds[entry.actorKind] ?? entry.actorKind}` },
          { label: 'Command', value: <Code>{entry.command}</Code> },
          { label: 'Subject', value: `${formatKind(entry.subjectKind)} ${entry.subjectName}` },
          { label: 'Subject id', value: entry.subjectId },
          { label: 'Request', value: entry.requestId ?? 'Not recorded' },
          { label: 'Entry', value: entry.id },
        ]}
      />
      <Stack gap={6}>
        <Title order={3}>{headline(entry)}</Title>
        <AuditDiff before={entry.before} after={entry.after} />
      </Stack>
    </Stack>
  )
}

function headline({ before, after }: AuditView): string {
  if (before === null) return 'What was recorded'
  return after === null ? 'What it was' : 'What changed'
}

/** `cost_center` as people read it. */
export function formatKind(kind: string): string {
  return kind.replace(/_/g, ' ')
}
