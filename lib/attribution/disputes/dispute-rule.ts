import { createRuleSchema } from '../rules/schema'
import type { DisputeRow } from './queries'

const maxNameLength = 120

/** The decision that accepting a dispute makes: its name says from whom to whom, its note why and who asked. */
export function toRuleInput(
  dispute: Pick<DisputeRow, 'team' | 'proposedKind' | 'proposed' | 'conditions' | 'from' | 'to' | 'reason' | 'raisedBy'>,
  note: string | null,
) {
  const { team, proposedKind, proposed, conditions, from, to, reason, raisedBy } = dispute
  return createRuleSchema.parse({
    kind: 'decision',
    name: `Dispute: ${team} to ${proposed}`.slice(0, maxNameLength),
    conditions: conditions.map(({ dimension, operator, values }) => ({ dimension, operator, values: [...values] })),
    ...{ from, to, [proposedKind]: proposed },
    note: [`Disputed by ${raisedBy}: ${reason}`, note]
      .filter((text) => text !== null)
      .join('\n')
      .slice(0, 1000),
  })
}
