import { Button, Group } from '@mantine/core'
import { formatCount } from '@/components/ui/format-count'
import { Section } from '@/components/ui/section'
import classes from './registry.module.css'

interface StartPanelProps {
  /** Teams that usage names already. */
  seenTeams: number
  onImport: (kind: 'cost_center' | 'team') => void
  onSeen: () => void
}

/** What an empty registry says first: the shortest way to teams that are mapped to cost centres. */
export function StartPanel({ seenTeams, onImport, onSeen }: StartPanelProps) {
  return (
    <Section title="From nothing to an owner for every dollar">
      <ol className={classes.steps}>
        <li>
          <strong>Bring in the teams with their cost centres.</strong>
          <p>
            One CSV file is enough: slug, name, cost_center, and cost_center_name where the cost centre is new, too. You see what
            it would do before anything is changed.
          </p>
          <Group gap="sm">
            <Button size="xs" onClick={() => onImport('team')}>
              Import teams
            </Button>
            <Button size="xs" variant="default" onClick={() => onImport('cost_center')}>
              Import cost centres with GL accounts
            </Button>
          </Group>
        </li>
        <li>
          <strong>Or accept what usage names already.</strong>
          <p>
            {seenTeams === 0
              ? 'No usage has named a team yet; as soon as some does, it stands there with what it costs.'
              : `Usage names ${formatCount(seenTeams)} ${seenTeams === 1 ? 'team' : 'teams'} that nobody has registered.`}
          </p>
          <Button size="xs" variant="default" onClick={onSeen}>
            Look at what usage names
          </Button>
        </li>
        <li>
          <strong>Then say who the projects, services and keys belong to.</strong>
          <p>Calls that name no team find theirs through these. Each has a list of its own above.</p>
        </li>
      </ol>
    </Section>
  )
}
